// SPDX-License-Identifier: Apache-2.0
// /auth/login and /auth/callback.
#include <openssl/crypto.h>

#include <algorithm>

#include "auth/return_url.hpp"
#include "runtime/login_run.hpp"

namespace bff::runtime {
namespace {

using Held = WorkerSessions::Held;

constexpr std::size_t kStateShown = 16;   // of an attempt's `state`, in the name of its cookie
constexpr std::size_t kMostAttempts = 8;  // of one browser: more are of tabs long forgotten
constexpr std::size_t kLongestHint = 256;

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

// The word by which a provider refuses (RFC 6749 §4.1.2.1), so that nothing else of its is told.
std::string refusal_of(const std::string& error) {
  const bool word = error.size() <= 64 &&
                    error.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos;
  return word ? error : "with no word that is one";
}

Error refused_login(std::string detail, std::string internal = "") {
  return {.code = Errc::login_failed, .detail = std::move(detail), .internal = std::move(internal)};
}

// Of a browser's attempts that are open: the names of their cookies, without what all have.
std::vector<std::string> open_attempts(const std::vector<std::string>& fields,
                                       std::string_view prefix) {
  std::vector<std::string> names;
  for (std::string_view field : fields) {
    while (!field.empty()) {
      std::string_view pair = field.substr(0, field.find(';'));
      field.remove_prefix(std::min(pair.size() + 1, field.size()));
      while (pair.starts_with(' ')) pair.remove_prefix(1);
      if (pair.starts_with(prefix)) {
        names.emplace_back(pair.substr(prefix.size(), pair.find('=') - prefix.size()));
      }
    }
  }
  return names;
}

}  // namespace

void LoginRun::login() {
  auto terms = setup_->attempt;
  auto open = open_attempts(cookies_, terms.name);
  for (; open.size() >= kMostAttempts; open.pop_back()) {
    auto old = terms;
    old.name += open.back();
    clear(old, 1);
  }
  const auto attempt = auth::begin_login(auth::safe_return_url(parameter("return_to")), now_);
  terms.name += attempt.state.substr(0, kStateShown);
  const auto cookies =
      auth::set_cookies(terms, setup_->box->seal(terms.name, auth::to_text(attempt)), 0);
  for (const auto& cookie : cookies.value_or(std::vector<std::string>{})) add_cookie(cookie);

  std::string prompt = parameter("prompt"), hint = parameter("login_hint"),
              acr = parameter("acr_values"), max_age = parameter("max_age");
  if (max_age.size() > 9 || max_age.find_first_not_of("0123456789") != max_age.npos) max_age = "";
  for (auto* text : {&prompt, &hint, &acr}) {
    if (text->size() > kLongestHint) text->clear();
  }
  sessions_.ask<std::string>(
      [=](SessionKeeper& keeper, auto done) {
        keeper.begin(attempt,
                     {.acr_values = acr, .max_age = max_age, .prompt = prompt, .login_hint = hint},
                     std::move(done));
      },
      [self = shared_from_this()](const Result<std::string>& url) {
        if (url) return self->redirect(*url);
        Error error = url.error();
        error.detail = "The identity provider cannot be reached: try again later";
        self->fail_login(error);
      });
}

// The browser comes back from the provider.
void LoginRun::callback() {
  const std::string state = parameter("state"), code = parameter("code"), issuer = parameter("iss"),
                    refusal = parameter("error");
  auto terms = setup_->attempt;
  terms.name += state.substr(0, kStateShown);
  const std::vector<std::string_view> fields{cookies_.begin(), cookies_.end()};
  const auto found = auth::find_cookie(fields, terms.name);
  const auto plain = found.state == auth::FoundCookie::State::found
                         ? setup_->box->open(terms.name, found.value)
                         : std::nullopt;
  const auto attempt = plain ? auth::read_login_attempt(*plain, now_) : std::nullopt;
  // Whoever brings a code without it has not begun this login: another may have (RFC 6749 §10.12).
  if (!attempt || !same_secret(attempt->state, state)) {
    return fail_login(
        refused_login("This browser has begun no such login, or too long ago: begin anew",
                      "no cookie of a login fits the state"));
  }
  clear(terms, found.parts);
  if (!issuer.empty() && issuer != setup_->config.issuer) {
    return fail_login(
        refused_login("The answer is another identity provider's", "iss is '" + issuer + "'"));
  }
  if (!refusal.empty()) {
    return fail_login(refused_login("The identity provider refused: " + refusal_of(refusal),
                                    "the provider refused: " + refusal_of(refusal)));
  }
  if (code.empty()) return fail_login(refused_login("The answer has no code", "no code"));
  const bool named = !issuer.empty();
  sessions_.ask<Held>(
      [attempt = *attempt, code, named, address = address_](SessionKeeper& keeper, auto done) {
        if (!named && keeper.provider_names_itself()) {
          return done(refused_login("The answer does not say whose it is", "iss is missing"));
        }
        keeper.login(attempt, code, address, std::move(done));
      },
      [self = shared_from_this(), attempt = *attempt](Result<Held> session) {
        self->finish_login(attempt, std::move(session));
      });
}

void LoginRun::finish_login(const auth::LoginAttempt& attempt, Result<Held> session) {
  if (!session) {
    Error error = session.error();
    if (error.code != Errc::login_failed) {
      error.detail = "The identity provider cannot be reached: try again later";
    }
    return fail_login(error);
  }
  const bool in_cookies = setup_->in_cookies();
  const std::string value = in_cookies
                                ? setup_->box->seal(setup_->cookie.name, auth::to_text(**session))
                                : (*session)->id;
  const auto cookies = auth::set_cookies(setup_->cookie, value, found_.parts);
  if (!cookies) {
    return fail_login(refused_login("The identity provider's tokens are too long for cookies",
                                    "auth.sessions.store must be memory or redis"));
  }
  // Whoever had this browser before is logged out here.
  if (!in_cookies && found_.state == auth::FoundCookie::State::found) {
    sessions_.tell(
        [key = SessionKeeper::key_of(found_.value)](SessionKeeper& keeper) { keeper.end(key); });
  }
  for (const auto& cookie : *cookies) add_cookie(cookie);
  sessions_.remember(*setup_, *session);
  redirect(attempt.return_to);
}

// Somebody looks at a browser's window: where the app has a page for it, that is shown.
void LoginRun::fail_login(const Error& error) {
  if (setup_->config.after_error.empty()) return done_(error);
  redirect(
      setup_->config.after_error + "?error=" +
      std::string{error.code == Errc::login_failed ? "login_failed" : "temporarily_unavailable"});
}

}  // namespace bff::runtime
