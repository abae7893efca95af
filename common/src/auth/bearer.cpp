// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

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

constexpr std::array<bool, 256> kTokenCharacters = [] {
  std::array<bool, 256> allowed{};
  for (const char c :
       std::string_view{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/"}) {
    allowed[static_cast<unsigned char>(c)] = true;
  }
  return allowed;
}();

// b64token (RFC 6750 §2.1): the characters, then any number of "=".
bool is_b64token(std::string_view text) {
  std::size_t end = text.size();
  while (end > 0 && text[end - 1] == '=') --end;
  // Without a branch a byte: this reads every token of every request.
  bool good = end > 0;
  for (const char c : text.substr(0, end)) good &= kTokenCharacters[static_cast<unsigned char>(c)];
  return good;
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
