// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "demo/identity/endpoints.hpp"

namespace demo::identity {
namespace {

constexpr const char* kEvent = "http://schemas.openid.net/event/backchannel-logout";
constexpr std::int64_t kNoticeLife = 120;  // seconds; Back-Channel Logout 1.0 §2.4

// Where the browser goes in the end; empty: nowhere. Only where it is known to belong.
std::string target_of(const Provider& provider, const Request& request) {
  const std::string target = request.parameter("post_logout_redirect_uri");
  if (target.empty()) return "";
  const auto client = provider.clients.find(request.parameter("client_id"));
  if (!client) throw Refused{400, "", "post_logout_redirect_uri wants the client_id of a client."};
  const auto& known = client->post_logout_redirect_uris;
  if (std::find(known.begin(), known.end(), target) == known.end())
    throw Refused{400, "",
                  "The post_logout_redirect_uri '" + target + "' is none of client '" + client->id +
                      "', to which it must be equal to the byte."};
  return target;
}

std::string field(const Request& request, const std::string& name) {
  return "<input type=\"hidden\" name=\"" + name + "\" value=\"" + html(request.parameter(name)) +
         "\">\n";
}

Answer question(const Request& request, const Login& login) {
  return page("Log out", "<form method=\"post\" action=\"/end_session\">\n" +
                             field(request, "client_id") +
                             field(request, "post_logout_redirect_uri") + field(request, "state") +
                             "<p>User " + std::to_string(login.user) +
                             " is logged in.</p>\n<button name=\"confirmation\" value=\"" +
                             login.confirmation + "\">Log out</button>\n</form>\n");
}

std::vector<LoggedOut::Notice> notices_of(const Provider& provider, const Login& login) {
  std::vector<LoggedOut::Notice> notices;
  const std::int64_t now = seconds_of(Clock::now());
  for (const std::string& id : login.clients) {
    const auto client = provider.clients.find(id);
    if (!client || client->backchannel_logout_uri.empty()) continue;
    const nlohmann::json claims{{"iss", provider.settings.issuer},
                                {"aud", id},
                                {"sub", std::to_string(login.user)},
                                {"sid", login.sid},
                                {"jti", random_text()},
                                {"iat", now},
                                {"exp", now + kNoticeLife},
                                {"events", {{kEvent, nlohmann::json::object()}}}};
    notices.push_back({client->backchannel_logout_uri, provider.key.sign("logout+jwt", claims)});
  }
  return notices;
}

Answer done(const Request& request, const std::string& target) {
  Answer answer = target.empty() ? page("You are logged out", "")
                                 : redirect(target, {{"state", request.parameter("state")}});
  answer.headers.emplace_back("set-cookie",
                              std::string{kCookie} + "=; Path=/; Max-Age=0; HttpOnly");
  return answer;
}

}  // namespace

LoggedOut end_session(Provider& provider, const Request& request) {
  std::string target;
  try {
    target = target_of(provider, request);
  } catch (const Refused& refused) {
    return {page("This cannot be answered", "<p>" + html(refused.description) + "</p>", 400)};
  }
  const Login* const login = provider.logins.find(request.cookie);
  if (login == nullptr) return {done(request, target)};
  if (!same(request.parameter("confirmation"), login->confirmation))
    return {question(request, *login)};
  // Refresh tokens outlive this: they are given only where `offline_access` asks for just that.
  const auto ended = provider.logins.take(request.cookie);
  return {done(request, target), notices_of(provider, *ended)};
}

}  // namespace demo::identity
