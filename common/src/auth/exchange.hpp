// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace bff::auth {

// The body of a token exchange (RFC 8693 §2.1): an access token for an access token that is made
// for `audience` and `scopes`; both may be empty.
std::string exchange_grant(std::string_view subject_token, std::string_view audience,
                           const std::vector<std::string>& scopes);

}  // namespace bff::auth
