// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "demo/identity/client.hpp"
#include "demo/identity/signing_key.hpp"
#include "demo/identity/tickets.hpp"

namespace demo::identity {

struct Settings {
  std::string issuer;
  std::string audience = "shop";  // `aud` of access tokens
  bool opaque = false;            // access tokens are no JWTs, and tell nothing
  std::chrono::seconds access_life{300};
  std::chrono::seconds refresh_life{86'400};
  std::chrono::seconds login_life{86'400};
};

// What a client asks of the authorization endpoint.
struct Wish {
  std::string client_id, redirect_uri, scope, state, nonce, challenge, acr_values, prompt,
      login_hint;
  std::optional<std::int64_t> max_age;
};

// A browser that is logged in here.
struct Login {
  std::string sid;  // as its tokens tell it
  std::int64_t user = 0;
  Clock::time_point at;
  std::string acr;
  std::set<std::string> clients;  // that have been told of it
  std::string confirmation;       // what the page that asks whether to log out sends
};

// What a user has granted a client by one login. Its code, and all tokens that came of it, end when
// it is revoked.
struct Grant {
  std::string client_id, scope, sid, nonce, acr;
  std::int64_t user = 0;
  Clock::time_point login;
  bool revoked = false;
};

struct Code {
  std::shared_ptr<Grant> grant;
  std::string redirect_uri, challenge;
  bool used = false;
};
struct RefreshToken {
  std::shared_ptr<Grant> grant;
  bool used = false;  // known on, so that it is noticed when it comes again
};
struct AccessToken {
  std::shared_ptr<Grant> grant;
  std::string scope;
  std::int64_t issued, expires;
  bool revoked = false;
};

// All that the endpoints share. One request at a time.
struct Provider {
  Settings settings;
  ClientList clients;
  SigningKey key;

  Tickets<Wish> pushed{};     // by request_uri
  Tickets<Wish> questions{};  // login pages that are not answered yet
  Tickets<Login> logins{};    // by cookie
  Tickets<Code> codes{};
  Tickets<RefreshToken> refresh_tokens{};
  Tickets<AccessToken> access_tokens{};
};

inline std::int64_t seconds_of(Clock::time_point time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

}  // namespace demo::identity
