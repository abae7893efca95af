// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "auth/login.hpp"
#include "auth/verifier.hpp"
#include "support/browser.hpp"
#include "support/demo_identity.hpp"

namespace bff::test {

// A client of the demo's identity provider, made of what the gateway asks and reads by.
class RelyingParty {
 public:
  static constexpr const char* kCallback = "http://127.0.0.1:1/auth/callback";
  static constexpr const char* kScope = "openid profile offline_access orders.read";

  // "web" has the secret "s p:c%", "other" another one, "app" none.
  static std::string client(const std::string& id, const std::string& more = "");

  explicit RelyingParty(const DemoIdentity& provider, std::string id = "web");

  // Where a login begins, anew each time.
  std::string authorization_url(const auth::LoginWish& wish = {});
  // The redirect to the callback, as it would be followed.
  Browser::Page log_in(Browser& browser, int user, const auth::LoginWish& wish = {});
  // Of somebody who is known: without a page, or it is the page.
  Browser::Page pass(Browser& browser, const auth::LoginWish& wish = {});

  httplib::Response post(const std::string& path, const std::string& form) const;
  httplib::Response redeem(const Browser::Page& callback) const;
  httplib::Response refresh(const std::string& token) const;
  // All tokens of a login; throws where there are none.
  nlohmann::json tokens(Browser& browser, int user) const;
  nlohmann::json introspect(const std::string& token) const;

  // Who a token tells of, judged by the keys that the provider publishes.
  Result<auth::Principal> verify(const std::string& token, const std::string& audience) const;

  auth::LoginAttempt attempt;  // the last

 private:
  const DemoIdentity& provider_;
  auth::LoginClient client_;
  std::string authorization_;
};

// A member of a callback's query; empty: it is not there.
std::string value_of(const Browser::Page& page, const std::string& name);

}  // namespace bff::test
