// SPDX-License-Identifier: Apache-2.0
#include "auth/same_site.hpp"

#include <algorithm>

namespace bff::auth {
namespace {

// RFC 9110 §9.2.1.
bool is_safe(std::string_view method) {
  return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

Error refused(std::string detail, std::string internal) {
  return {.code = Errc::cross_site_request,
          .detail = std::move(detail),
          .internal = std::move(internal)};
}

}  // namespace

Result<void> check_same_site(const RequestSource& source, const OwnSite& own) {
  const bool safe = is_safe(source.method) && !source.socket;
  const bool good_origin =
      source.origin && (*source.origin == own.origin ||
                        std::ranges::find(own.others, *source.origin) != own.others.end());
  if (source.origin && !good_origin) {
    return refused("The page's origin may not use this session",
                   "Origin is neither external_url's nor one of auth.sessions.origins");
  }
  if (source.socket) {
    if (good_origin) return {};
    return refused("A WebSocket of a session needs an Origin", "there is no Origin");
  }
  // "none" is what a person does: a bookmark, the address bar. What a link leads to is shown to the
  // person, and not to the page with the link (Fetch Metadata §2: the mode is "navigate").
  const bool shown = safe && source.fetch_mode == "navigate";
  const bool foreign = source.fetch_site && *source.fetch_site != "same-origin" &&
                       *source.fetch_site != "none" && !good_origin && !shown;
  if (foreign) {
    return refused("The request was made by another site",
                   "Sec-Fetch-Site is '" + std::string{*source.fetch_site} + "'");
  }
  if (!safe && source.marker != "1") {
    return refused(
        "A request that may change something needs the header against cross-site "
        "requests",
        "the marker header is missing or not 1");
  }
  return {};
}

}  // namespace bff::auth
