// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "auth/jws.hpp"
#include "auth/verifier.hpp"

namespace bff::auth {
namespace {

bool is_bearer(std::string_view scheme) {
  constexpr std::string_view kBearer = "bearer";
  if (scheme.size() != kBearer.size()) return false;
  for (std::size_t i = 0; i < kBearer.size(); ++i)
    if ((scheme[i] | 0x20) != kBearer[i]) return false;
  return true;
}

// b64token (RFC 6750 §2.1): the characters, then any number of "=".
bool is_b64token(std::string_view text) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/";
  const std::size_t end = text.find_first_not_of(kAlphabet);
  return end != 0 && !text.empty() && text.find_first_not_of('=', end) == std::string_view::npos;
}

}  // namespace

Result<std::string_view> bearer_token(std::string_view header) {
  const std::string_view scheme = header.substr(0, header.find(' '));
  if (!is_bearer(scheme))
    return Error{.code = Errc::unauthenticated, .internal = "Authorization is not of Bearer"};
  header.remove_prefix(scheme.size());
  header.remove_prefix(std::min(header.find_first_not_of(' '), header.size()));
  if (!is_b64token(header)) return invalid_token("Authorization holds no Bearer token");
  return header;
}

}  // namespace bff::auth
