// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

#include "runtime/http1/fault.hpp"
#include "runtime/http1/request.hpp"

namespace bff::runtime::http1 {

// Reads `name: value`, without the line's end and not empty (RFC 9112 §5). Refuses what another
// parser could read differently: folding, blanks before the colon, control characters, values
// that are not UTF-8, and names such as `Content_Length`, which some servers take for
// `Content-Length`. `first` tells folding from a blank before the first line.
Fault parse_field_line(std::string_view line, bool first, HeaderField& out);

}  // namespace bff::runtime::http1
