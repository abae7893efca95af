// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

#include "runtime/http1/fault.hpp"

namespace bff::runtime::http1 {

struct RequestLine {
  std::string_view method;
  // origin-form or `*`; of an absolute-form its path and query, which may be empty or begin
  // with `?`.
  std::string_view target;
  std::string_view path;
  std::string_view query;
  std::string_view authority;  // of an absolute-form
  int minor_version = 1;
};

// Reads `method SP target SP version`, without the line's end (RFC 9112 §3). The methods are
// those of RFC 9110 §9.3 and PATCH; any other name gets 501 (RFC 9110 §9.1), and so does CONNECT.
Fault parse_request_line(std::string_view line, RequestLine& out);

// The fault of a method that begins with `first`, or none. Tells early that a client speaks
// something else, TLS for example, which may never send the end of a line.
Fault check_first_character(char first) noexcept;

}  // namespace bff::runtime::http1
