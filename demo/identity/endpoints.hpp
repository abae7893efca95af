// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "demo/identity/provider.hpp"

namespace demo::identity {

// Each throws Refused where it refuses a request, but for those that a browser asks: they answer
// with a page, or send the browser back to the client with the error.

// OpenID Connect Discovery 1.0 §4, RFC 8414.
Answer discovery(const Provider& provider);
Answer keys(const Provider& provider);

// OpenID Connect Core 1.0 §3.1.2; RFC 7636, of which S256 only; RFC 9207.
Answer authorize(Provider& provider, const Request& request);
// The form of the login page.
Answer log_in(Provider& provider, const Request& request);
// RFC 9126.
Answer push(Provider& provider, const Request& request);

// OpenID Connect Core 1.0 §3.1.3, §12; refresh tokens rotate, and one that comes twice ends its
// grant (RFC 9700 §4.14.2).
Answer token(Provider& provider, const Request& request);
// RFC 7662, RFC 7009, OpenID Connect Core 1.0 §5.3.
Answer introspect(Provider& provider, const Request& request);
Answer revoke(Provider& provider, const Request& request);
Answer user_info(Provider& provider, const Request& request);

// OpenID Connect RP-Initiated Logout 1.0. Asks first: anybody could send a browser here.
struct LoggedOut {
  Answer answer;
  // What is to be told by OpenID Connect Back-Channel Logout 1.0 §2.5.
  struct Notice {
    std::string url, logout_token;
  };
  std::vector<Notice> notices = {};
};
LoggedOut end_session(Provider& provider, const Request& request);

}  // namespace demo::identity
