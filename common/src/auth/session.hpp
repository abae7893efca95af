// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "auth/login.hpp"
#include "auth/principal.hpp"

namespace bff::auth {

// How long sessions last.
struct SessionTerms {
  std::chrono::seconds idle{1'800};       // without a request; 0: does not matter
  std::chrono::seconds absolute{43'200};  // since the login
  // Before the access token's end, when it is to be refreshed.
  std::chrono::seconds ahead{60};
  // For how long a session may go unwritten though it was used: as long a request may be lost for
  // the idle time.
  std::chrono::seconds touch{60};
};

// Somebody who has logged in by a browser. The browser holds an id or the sealed whole of this, and
// never a token.
struct Session {
  using Time = std::chrono::system_clock::time_point;

  std::string id;            // of 256 random bits; new at each login
  std::string issuer;        // of the identity provider
  std::string provider_sid;  // `sid` of the ID token, by which it logs out; may be empty
  Principal principal;       // of the ID token, with the scopes that were granted
  TokenSet tokens;
  Time access_until{};  // of the access token; max(): it did not say
  Time created{}, seen{};

  Time ends(const SessionTerms& terms) const;
};

// What is to be done with a session that a request brings.
enum class SessionState {
  good,
  stale,    // good, and to be written anew: it was used
  refresh,  // its access token ends: a new one is to be had first
  over,
};
SessionState judge_session(const Session& session, const SessionTerms& terms, Session::Time now);

// A new session of a login. `claims` are those of the verified ID token.
Session make_session(Principal claims, TokenSet tokens, Session::Time now);
// Takes the tokens of a refresh; a refresh token that did not come is the old one (RFC 6749 §6).
void take_tokens(Session& session, TokenSet tokens, Session::Time now);

// For a store or CookieBox::seal(); nothing where the text is no session.
std::string to_text(const Session& session);
std::optional<Session> read_session(std::string_view text);

}  // namespace bff::auth
