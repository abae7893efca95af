// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "bff/error.hpp"

namespace bff::auth {

// One attempt of a browser to log in: made at /auth/login, kept sealed in a cookie of the browser's
// until /auth/callback. Each tab has one of its own, told by its `state`.
struct LoginAttempt {
  using Time = std::chrono::system_clock::time_point;
  static constexpr std::chrono::minutes kLife{10};

  std::string state;     // RFC 6749 §10.12: binds the callback to this browser
  std::string nonce;     // OpenID Connect Core §3.1.2.1: binds the ID token to this attempt
  std::string verifier;  // RFC 7636 §4.1
  std::string return_to;
  Time begun{};
};

// With 256 random bits in each of the three.
LoginAttempt begin_login(std::string return_to, LoginAttempt::Time now);

// For CookieBox::seal(). Nothing where the text is none, or its time is over.
std::string to_text(const LoginAttempt& attempt);
std::optional<LoginAttempt> read_login_attempt(std::string_view text, LoginAttempt::Time now);

// What the identity provider must know of this gateway.
struct LoginClient {
  std::string client_id;
  std::string redirect_uri;
  std::string scope;  // "openid profile"
};
// What a route may want of a login (RFC 9470 §4); all may be empty.
struct LoginWish {
  std::string_view acr_values, max_age, prompt, login_hint;
};

// The parameters of an authorization request (code flow, PKCE with S256), form-encoded.
std::string authorization_query(const LoginClient& client, const LoginAttempt& attempt,
                                const LoginWish& wish = {});

// What a token endpoint has given (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3).
struct TokenSet {
  std::string access_token, refresh_token, id_token;  // the latter two may be empty
  std::optional<std::chrono::seconds> expires_in;
  std::string scope;  // granted; empty: what was asked for
};
// `status`, `body`: of its answer. Error: `internal` says what was refused, with the provider's
// `error` word and never a token; `code` is invalid_token where the grant does not hold any more
// (invalid_grant), upstream_error otherwise.
Result<TokenSet> read_token_answer(int status, std::string_view body);

std::string code_grant(const LoginClient& client, const LoginAttempt& attempt,
                       std::string_view code);
std::string refresh_grant(std::string_view refresh_token);
// The value of `Authorization` by client_secret_basic (RFC 6749 §2.3.1).
std::string basic_credentials(std::string_view client_id, std::string_view secret);

}  // namespace bff::auth
