// SPDX-License-Identifier: Apache-2.0
#include "e2e/identity/relying_party.hpp"

#include <stdexcept>

#include "auth/form.hpp"
#include "support/http.hpp"

namespace bff::test {
namespace {

constexpr const char* kSecret = "s p:c%";

}  // namespace

std::string RelyingParty::client(const std::string& id, const std::string& more) {
  const std::string secret = id == "app" ? "" : id == "web" ? kSecret : "another";
  return R"({"client_id":")" + id + R"(","client_secret":")" + secret + R"(","redirect_uris":[")" +
         kCallback + R"("])" + more + "}";
}

RelyingParty::RelyingParty(const DemoIdentity& provider, std::string id)
    : provider_{provider},
      client_{.client_id = std::move(id), .redirect_uri = kCallback, .scope = kScope} {
  if (client_.client_id == "web") authorization_ = auth::basic_credentials("web", kSecret);
  if (client_.client_id == "other") authorization_ = auth::basic_credentials("other", "another");
}

std::string RelyingParty::authorization_url(const auth::LoginWish& wish) {
  attempt = auth::begin_login("/", std::chrono::system_clock::now());
  return provider_.issuer() + "/authorize?" + auth::authorization_query(client_, attempt, wish);
}

Browser::Page RelyingParty::log_in(Browser& browser, int user, const auth::LoginWish& wish) {
  return browser.submit(browser.get(authorization_url(wish)), {{"user", std::to_string(user)}});
}

Browser::Page RelyingParty::pass(Browser& browser, const auth::LoginWish& wish) {
  return browser.get(authorization_url(wish));
}

httplib::Response RelyingParty::post(const std::string& path, const std::string& form) const {
  httplib::Headers headers{{"content-type", "application/x-www-form-urlencoded"}};
  if (!authorization_.empty()) headers.emplace("authorization", authorization_);
  const std::string id = authorization_.empty() ? "&client_id=" + client_.client_id : "";
  return request(provider_.port(), "POST", path, headers, form + id);
}

httplib::Response RelyingParty::redeem(const Browser::Page& callback) const {
  return post("/token", auth::code_grant(client_, attempt, value_of(callback, "code")));
}

httplib::Response RelyingParty::refresh(const std::string& token) const {
  return post("/token", auth::refresh_grant(token));
}

nlohmann::json RelyingParty::tokens(Browser& browser, int user) const {
  RelyingParty another{*this};
  const auto answer = another.redeem(another.log_in(browser, user));
  if (answer.status != 200) throw std::runtime_error("no tokens: " + answer.body);
  return json_of(answer);
}

nlohmann::json RelyingParty::introspect(const std::string& token) const {
  return json_of(post("/introspect", auth::form_encode({{"token", token}})));
}

Result<auth::Principal> RelyingParty::verify(const std::string& token,
                                             const std::string& audience) const {
  const auto keys = auth::parse_key_set(get(provider_.port(), "/keys").body);
  if (!keys) return keys.error();
  return auth::Verifier{{{.issuer = provider_.issuer(), .audiences = {audience}, .keys = *keys}}}
      .verify(token, std::chrono::system_clock::now());
}

std::string value_of(const Browser::Page& page, const std::string& name) {
  const auto query = page.query();
  const auto at = query.find(name);
  return at == query.end() ? "" : at->second;
}

}  // namespace bff::test
