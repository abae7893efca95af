// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>

#include "auth/cookie_box.hpp"
#include "auth/same_site.hpp"
#include "auth/session.hpp"
#include "auth/session_cookies.hpp"
#include "base/diagnostics.hpp"
#include "config/gateway.hpp"
#include "config/sessions.hpp"
#include "runtime/issuer_keys.hpp"
#include "runtime/provider_client.hpp"
#include "runtime/watched_files.hpp"

namespace bff::runtime {

// The gateway's own endpoints, below the path of `auth.sessions`.
inline constexpr const char* kLoginEndpoints[] = {
    "login", "callback", "logout", "session", "backchannel-logout", "frontchannel-logout"};

// `auth.sessions` of one snapshot, ready for use. Immutable.
struct SessionSetup {
  config::Sessions config;
  ProviderTerms provider;
  KeySource keys;  // of the provider, for its ID tokens
  auth::SessionTerms terms;
  auth::CookieTerms cookie;   // the session's
  auth::CookieTerms attempt;  // a login's; its name goes on with some of its state
  std::shared_ptr<const auth::CookieBox> box;
  std::string origin;                  // of external_url
  std::string login;                   // the path
  FileStamp keys_stamp, secret_stamp;  // of their files

  bool in_cookies() const noexcept { return config.store == config::Sessions::Store::cookie; }
  auth::OwnSite own_site() const noexcept { return {.origin = origin, .others = config.origins}; }
  // Keys that were made at the start go on over a reload, and with them the sessions.
  void take_over(const SessionSetup& before) {
    if (config.keys_file.empty() && before.config.keys_file.empty()) box = before.box;
  }
  // Where /auth/NAME is.
  std::string path_of(const char* name) const { return config.path + "/" + name; }
};

// The same with other keys, or another client secret, as their files have them now. Error.internal
// says why they do not hold.
Result<std::shared_ptr<const SessionSetup>> with_keys(const SessionSetup& setup,
                                                      const std::string& text);
Result<std::shared_ptr<const SessionSetup>> with_secret(const SessionSetup& setup,
                                                        const std::string& text);

// Null with what is wrong in `out`. Precondition: config.auth.sessions.
std::shared_ptr<SessionSetup> load_sessions(const config::Gateway& config, Diagnostics& out);

}  // namespace bff::runtime
