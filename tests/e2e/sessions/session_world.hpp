// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "support/browser.hpp"
#include "support/demo_identity.hpp"
#include "support/demo_services.hpp"
#include "support/gateway.hpp"
#include "support/http.hpp"

namespace bff::test {

// Gateways that people log in at, the demo's identity provider, and browsers. The gateways are
// known to browsers by one name, kHome, where nothing listens: at() is the place that it means.
class SessionWorld : public testing::Test {
 protected:
  static constexpr const char* kHome = "http://127.0.0.1:1";

  // `sessions`: more members of `auth.sessions`; `flags`: more switches of the provider.
  void start(const std::string& sessions = "", const std::vector<std::string>& flags = {});
  // Another gateway of the same configuration.
  void add_gateway();

  std::string at(const std::string& path, std::size_t gateway = 0) const;
  // From the gateway to the provider and back, as this user; the gateway's answer to the callback.
  Browser::Page log_in(Browser& browser, int user, const std::string& query = "",
                       std::size_t gateway = 0) const;
  // As far as the provider's redirect back, and that as a URL of the gateway.
  std::string callback_of(Browser& browser, int user, const std::string& query = "",
                          std::size_t gateway = 0) const;

  httplib::Response me(Browser& browser, std::size_t gateway = 0) const;
  nlohmann::json session(Browser& browser) const;
  // What scripts of this site send with what may change something.
  static httplib::Headers own_script() { return {{"x-bff-csrf", "1"}, {"origin", kHome}}; }
  static bool has_session(const Browser& browser);

  static bool eventually(const std::function<bool()>& holds);

  // One more service, whose methods are exposed for callers who are known, by WebSocket too.
  struct Exposed {
    std::string folder, file, service, address;
  };
  std::optional<Exposed> exposed;
  std::string top;  // more of gateway.yaml
  TempFolder folder;
  std::unique_ptr<DemoIdentity> provider;
  std::vector<std::unique_ptr<Gateway>> gateways;

 private:
  static DemoServices& services();
  void tell_provider();
};

}  // namespace bff::test
