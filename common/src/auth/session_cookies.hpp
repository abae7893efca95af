// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bff::auth {

// A value that may be too long for one cookie: browsers take 4,096 bytes of each (RFC 6265bis
// §5.6). The first is called NAME, the others NAME-1, NAME-2 …; the first begins with how many
// there are: "3.…".
inline constexpr std::size_t kCookiePart = 3'500;  // bytes; the rest is for the name and attributes
inline constexpr std::size_t kMaxCookieParts = 4;

// How a cookie is set. The name begins with `__Host-`, which keeps other hosts of the domain from
// setting it; hence Secure, Path=/ and no Domain (RFC 6265bis §4.1.3.2).
struct CookieTerms {
  std::string name;              // "__Host-bff"
  bool strict = false;           // SameSite=Strict, else Lax
  bool secure = true;            // false: plain http on loopback, and a name without the prefix
  std::optional<int> max_age{};  // seconds; nullopt: until the browser ends
};

// The values of `set-cookie` that keep `value` in place of what `before` cookies held; nullopt when
// it is longer than kMaxCookieParts can hold.
std::optional<std::vector<std::string>> set_cookies(const CookieTerms& terms,
                                                    std::string_view value, std::size_t before);
// Those that end all of its cookies.
std::vector<std::string> clear_cookies(const CookieTerms& terms, std::size_t before);

struct FoundCookie {
  enum class State {
    absent,
    found,
    ambiguous,  // a name stands twice, or parts are missing: somebody else has set some of them
  } state = State::absent;
  std::string value;
  std::size_t parts = 0;  // cookies of this name that the browser has
};
// The value among the request's `cookie` fields.
FoundCookie find_cookie(const std::vector<std::string_view>& fields, std::string_view name);

}  // namespace bff::auth
