// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "bff/error.hpp"

namespace bff::auth {

// What tells where a request with a session's cookie was made.
struct RequestSource {
  std::string_view method;
  bool socket = false;                     // it opens a WebSocket
  std::optional<std::string_view> origin;  // the fields of these names; "" for a repeated one
  std::optional<std::string_view> fetch_site, fetch_mode;
  std::optional<std::string_view> marker;  // the header that only own scripts can send
};

// The pages that may use sessions.
struct OwnSite {
  std::string_view origin;  // the gateway's own: "https://app.example"
  std::span<const std::string> others;
};

// Whether the request can only have been made by a page of this site: cookies come along with what
// other sites make a browser send (RFC 6265 §8.2). A method that changes something needs the
// marker, "1", which HTML cannot send and scripts of other origins must ask for by CORS; what
// browsers say of the origin must agree wherever they say it. But a link may lead here from
// anywhere, and so does a login that comes back from its provider. A WebSocket needs a good Origin.
// Error: cross_site_request.
Result<void> check_same_site(const RequestSource& source, const OwnSite& own);

}  // namespace bff::auth
