// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "support/demo_services.hpp"
#include "support/gateway.hpp"
#include "support/http.hpp"
#include "support/identity_provider.hpp"

namespace bff::test {

// A gateway with one route, which tells who asks, and an identity provider whose tokens it wants.
class IssuerWorld : public testing::Test {
 protected:
  // `more`: members of the issuer: ", refetch: 1s". `lines`: what follows in gateway.yaml, in
  // `auth` first.
  void start(const std::string& more = "", std::optional<TestCa::Server> tls = std::nullopt,
             const std::string& lines = "");

  httplib::Response me(const std::string& token, const std::string& scheme = "Bearer",
                       httplib::Headers headers = {}) const;
  int status(const std::string& token) const { return me(token).status; }
  // The value of a metric with these labels; 0: there is none.
  double metric(const std::string& name_and_labels) const;
  // Waits until it holds, for half a minute at most.
  static bool eventually(const std::function<bool()>& holds);

  std::unique_ptr<IdentityProvider> provider;
  std::unique_ptr<Gateway> gateway;

 private:
  static DemoServices& services();

  TempFolder folder_;
};

}  // namespace bff::test
