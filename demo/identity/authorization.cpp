// SPDX-License-Identifier: Apache-2.0
#include "demo/identity/endpoints.hpp"
#include "demo/identity/users.hpp"
#include "demo/identity/wish.hpp"

namespace demo::identity {
namespace {

using std::chrono::seconds;

constexpr seconds kCodeLife{60};
constexpr seconds kPushedLife{60};
constexpr seconds kQuestionLife{600};
constexpr const char* kPushedPrefix = "urn:ietf:params:oauth:request_uri:";
// The `acr` of who was not asked for another.
constexpr const char* kUsualAcr = "pick";

Answer refused_page(const std::string& why) {
  return page("This cannot be answered", "<p>" + html(why) + "</p>", 400);
}

// To the client: with its state, and with who answers (RFC 9207).
Answer send_back(const Provider& provider, const Wish& wish, Fields fields) {
  fields.emplace_back("state", wish.state);
  fields.emplace_back("iss", provider.settings.issuer);
  return redirect(wish.redirect_uri, fields);
}
Answer send_back(const Provider& provider, const Wish& wish, const Refused& refused) {
  return send_back(provider, wish,
                   {{"error", refused.code}, {"error_description", refused.description}});
}

// Whether somebody who has logged in before need not do so again for this.
bool is_enough(const Login& login, const Wish& wish) {
  if (has_word(wish.prompt, "login") || has_word(wish.prompt, "select_account")) return false;
  if (wish.max_age && login.at + seconds{*wish.max_age} < Clock::now()) return false;
  return wish.acr_values.empty() || has_word(wish.acr_values, login.acr);
}

Answer give_code(Provider& provider, const Wish& wish, Login& login) {
  login.clients.insert(wish.client_id);
  auto grant = std::make_shared<Grant>(Grant{.client_id = wish.client_id,
                                             .scope = wish.scope,
                                             .sid = login.sid,
                                             .nonce = wish.nonce,
                                             .acr = login.acr,
                                             .user = login.user,
                                             .login = login.at});
  const std::string code = provider.codes.add(
      {.grant = std::move(grant), .redirect_uri = wish.redirect_uri, .challenge = wish.challenge},
      kCodeLife);
  return send_back(provider, wish, {{"code", code}});
}

Answer login_page(Provider& provider, const Wish& wish) {
  const std::string question = provider.questions.add(wish, kQuestionLife);
  return page("Log in", "<p>To <b>" + html(wish.client_id) +
                            "</b>, as one of the shop's users:</p>\n" +
                            login_forms(question, wish.login_hint));
}

Answer decide(Provider& provider, const Request& request, const Wish& wish) {
  Login* const login = provider.logins.find(request.cookie);
  if (login != nullptr && is_enough(*login, wish)) return give_code(provider, wish, *login);
  if (wish.prompt == "none")
    return send_back(provider, wish, Refused{400, "login_required", "nobody is logged in"});
  return login_page(provider, wish);
}

Wish take_pushed(Provider& provider, const Request& request) {
  auto pushed = provider.pushed.take(request.parameter("request_uri"));
  if (!pushed || pushed->client_id != request.parameter("client_id"))
    throw Refused{400, "invalid_request",
                  "There is no such request: it was used before, has expired, or is another "
                  "client's."};
  return *std::move(pushed);
}

// The login of a browser that was logged in before, or a new one.
Login begin_login(Provider& provider, const Request& request, std::int64_t user) {
  auto before = provider.logins.take(request.cookie);
  if (before && before->user == user) return *std::move(before);
  return {.sid = random_text(), .user = user, .confirmation = random_text()};
}

}  // namespace

Answer authorize(Provider& provider, const Request& request) {
  Wish wish;
  try {
    if (!request.parameter("request_uri").empty())
      return decide(provider, request, take_pushed(provider, request));
    wish = read_sender(provider.clients, request);
  } catch (const Refused& refused) {
    return refused_page(refused.description);
  }
  try {
    read_wish(provider.clients, request, wish);
  } catch (const Refused& refused) {
    return send_back(provider, wish, refused);
  }
  return decide(provider, request, wish);
}

Answer push(Provider& provider, const Request& request) {
  const Client client = provider.clients.authenticate(request);
  if (!request.parameter("request_uri").empty())
    throw Refused{400, "invalid_request", "request_uri cannot be pushed"};
  Wish wish = read_sender(provider.clients, request);
  if (wish.client_id != client.id)
    throw Refused{400, "invalid_request", "client_id names another client"};
  read_wish(provider.clients, request, wish);
  const std::string uri =
      provider.pushed.add(kPushedPrefix + random_text(), std::move(wish), kPushedLife);
  return json_answer({{"request_uri", uri}, {"expires_in", kPushedLife.count()}}, 201);
}

Answer log_in(Provider& provider, const Request& request) {
  const auto user = read_user(request.parameter("user"));
  if (!user) return refused_page("There is no such user. Go back, and choose 1 … 1000.");
  const auto wish = provider.questions.take(request.parameter("question"));
  if (!wish) return refused_page("This login page was answered, or is too old. Begin anew.");
  Login login = begin_login(provider, request, *user);
  login.at = Clock::now();
  login.acr = wish->acr_values.empty() ? kUsualAcr : words(wish->acr_values).front();
  Answer answer = give_code(provider, *wish, login);
  // A name of its own each time: one that was planted in the browser before is worth nothing.
  const std::string cookie = provider.logins.add(std::move(login), provider.settings.login_life);
  const bool secure = provider.settings.issuer.starts_with("https:");
  answer.headers.emplace_back("set-cookie", std::string{kCookie} + "=" + cookie +
                                                "; Path=/; HttpOnly; SameSite=Lax" +
                                                (secure ? "; Secure" : ""));
  return answer;
}

}  // namespace demo::identity
