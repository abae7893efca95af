// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bff::auth {

using FormFields = std::vector<std::pair<std::string_view, std::string_view>>;

// application/x-www-form-urlencoded, as OAuth has it in bodies and queries (RFC 6749 appendix B):
// every byte but the unreserved ones of RFC 3986 is percent-encoded. Empty values are left out.
std::string form_encode(const FormFields& fields);
std::string form_encode(std::string_view text);

}  // namespace bff::auth
