// SPDX-License-Identifier: Apache-2.0
#include "auth/policy.hpp"

#include <algorithm>

namespace bff::auth {

Result<void> authorize(const Policy& policy, const Principal* principal) {
  if (policy.mode == Policy::Mode::open) return {};
  if (principal == nullptr) {
    // Who asks for scopes wants to know the caller, even where it says `optional`.
    if (policy.mode == Policy::Mode::optional && policy.scopes.empty()) return {};
    return Error{.code = Errc::unauthenticated};
  }
  std::string missing;
  std::size_t count = 0;
  for (const std::string& scope : policy.scopes) {
    const auto& granted = principal->scopes;
    if (std::find(granted.begin(), granted.end(), scope) != granted.end()) continue;
    missing += (count++ == 0 ? "'" : ", '") + scope + "'";
  }
  if (count == 0) return {};
  return Error{.code = Errc::insufficient_scope,
               .detail = count == 1 ? "The scope " + missing + " is not granted"
                                    : "The scopes " + missing + " are not granted"};
}

}  // namespace bff::auth
