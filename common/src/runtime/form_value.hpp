// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

namespace bff::runtime {

// The value of a field of an application/x-www-form-urlencoded text; "" where it is missing,
// malformed or there more than once (RFC 6749 §3.1).
std::string form_value(std::string_view form, std::string_view name);

}  // namespace bff::runtime
