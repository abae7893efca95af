// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "support/served_routes.hpp"
#include "unit/auth/token_maker.hpp"

namespace bff::test {

// A gateway over the service of mirror.proto, in one upstream, with tokens of a key of the test's.
class CallerWorld : public testing::Test {
 protected:
  using Lines = std::vector<std::string>;

  // `caller`: of the upstream; `auth`: more members of `auth` in gateway.yaml, lines; `more`: more
  // of its sections, lines; `call`: more members of the route's call.
  struct Setup {
    std::string caller, auth, more, call;
  };
  void start(const Setup& setup = {});
  // The same without the gateway: what `check` prints of it, and its status.
  std::string check(const Setup& setup);

  // For an hour; `more`: members of the claims: R"("tenant":"acme")".
  static std::string token_of(const auth::SigningKey& key, const std::string& more = "");
  std::string token(const std::string& more = "") const { return token_of(key, more); }
  httplib::Headers bearer(const std::string& token) const {
    return {{"authorization", "Bearer " + token}};
  }

  httplib::Response get(const std::string& path, const httplib::Headers& headers = {}) const {
    return request(gateway->port(), "GET", path, headers);
  }
  // What the service was told: "name=value" of each metadata but those of the transport and of
  // tracing. Of an answer that is no 200 its status.
  Lines told(const std::string& path, const httplib::Headers& headers = {}) const;
  static Lines metadata_of(const std::string& json);

  // How often the service answers UNAVAILABLE before it answers.
  std::atomic<int> failures{0};
  auth::SigningKey key = auth::SigningKey::p256();
  TempFolder folder;
  std::filesystem::path keys_file = folder.write("keys.json", auth::key_set_of({key.jwk()}));
  std::unique_ptr<DynamicServer> mirror;
  std::unique_ptr<Gateway> gateway;

 private:
  std::string write(const Setup& setup);
};

}  // namespace bff::test
