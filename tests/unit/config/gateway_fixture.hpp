// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>

#include "config/gateway.hpp"
#include "support/temp_folder.hpp"
#include "unit/config/findings.hpp"

namespace bff::config::test {

// A folder with all that a small gateway.yaml names.
class GatewayTest : public testing::Test {
 protected:
  GatewayTest() {
    folder.write("protos/users.proto", "");
    folder.write("routes/home.yaml", "");
    folder.write("keys.json", "");
    folder.write("set.pb", "");
  }

  // The smallest file that is whole, and behind it `more` (whole lines).
  static std::string with(const std::string& more) {
    return "version: bff/v1\n"
           "client: web\n"
           "listen: [{ address: 127.0.0.1:8080 }]\n"
           "protos: { folders: [protos], files: [users.proto] }\n"
           "routes: [routes]\n"
           "upstreams: { users: { services: [shop.v1.UserService], endpoints: [\"users:50051\"] } "
           "}\n" +
           more;
  }
  // The same with the line of one top-level key replaced, or without it when `line` is empty.
  static std::string with(const std::string& key, const std::string& line) {
    std::string text = with("");
    const std::size_t begin = text.find(key + ":");
    const std::size_t end = text.find('\n', begin) + 1;
    return text.replace(begin, end - begin, line.empty() ? "" : line + "\n");
  }

  std::optional<Gateway> load(const std::string& text) {
    out = {};
    return load_gateway(
        source(text, (folder.path() / "gateway.yaml").string()),
        [this](const std::string& name) -> const char* {
          const auto found = environment.find(name);
          return found != environment.end() ? found->second.c_str() : nullptr;
        },
        out);
  }
  Gateway loaded(const std::string& text) {
    auto gateway = load(text);
    EXPECT_EQ(findings(out), "");
    return gateway ? *std::move(gateway) : Gateway{};
  }
  std::string refused(const std::string& text) {
    EXPECT_FALSE(load(text));
    return findings(out);
  }
  std::string path(const std::string& name) const { return (folder.path() / name).string(); }

  bff::test::TempFolder folder;
  std::map<std::string, std::string> environment;
  Diagnostics out;
};

}  // namespace bff::config::test
