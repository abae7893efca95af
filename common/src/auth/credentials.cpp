// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "auth/jws.hpp"
#include "auth/verifier.hpp"

namespace bff::auth {
namespace {

// `lower`: of letters only.
bool is_scheme(std::string_view scheme, std::string_view lower) {
  if (scheme.size() != lower.size()) return false;
  for (std::size_t i = 0; i < lower.size(); ++i)
    if ((scheme[i] | 0x20) != lower[i]) return false;
  return true;
}

// ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/"; 0 for these, else 1. All of it in bytes and
// without a branch, so that the compiler makes vectors of a loop over it.
constexpr unsigned char is_foreign(unsigned char byte) {
  const auto outside = [](unsigned char from_first, unsigned char size) -> unsigned char {
    return from_first < size ? 0 : 1;
  };
  const auto other = [](unsigned char one, unsigned char another) -> unsigned char {
    return one != another ? 1 : 0;
  };
  const auto lower = static_cast<unsigned char>(byte | 0x20);
  return outside(static_cast<unsigned char>(lower - 'a'), 26) &
         outside(static_cast<unsigned char>(byte - '-'), '9' - '-' + 1) &  // -, ., /, digits
         other(byte, '_') & other(byte, '~') & other(byte, '+');
}

// b64token (RFC 6750 §2.1): the characters, then any number of "=".
bool is_b64token(std::string_view text) {
  std::size_t end = text.size();
  while (end > 0 && text[end - 1] == '=') --end;
  unsigned char foreign = 0;  // this reads every token of every request
  for (const char c : text.substr(0, end)) foreign |= is_foreign(static_cast<unsigned char>(c));
  return end > 0 && foreign == 0;
}

}  // namespace

Result<Credentials> read_credentials(std::string_view header) {
  const std::string_view scheme = header.substr(0, header.find(' '));
  const bool dpop = is_scheme(scheme, "dpop");
  if (!dpop && !is_scheme(scheme, "bearer"))
    return Error{.code = Errc::unauthenticated, .internal = "Authorization is not of Bearer"};
  header.remove_prefix(scheme.size());
  header.remove_prefix(std::min(header.find_first_not_of(' '), header.size()));
  if (!is_b64token(header)) return invalid_token("Authorization holds no Bearer token");
  return Credentials{.dpop = dpop, .token = header};
}

}  // namespace bff::auth
