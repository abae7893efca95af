// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

#include "runtime/http1/fault.hpp"

namespace bff::runtime::http1 {

// Checks `host[:port]`, as Host and absolute targets have it. Narrower than RFC 3986 §3.2: a host
// is a name of letters, digits and `-._~`, an IPv4 address or an IPv6 address in brackets. User
// information, escapes, zones (CVE-2026-26310), an empty host and an empty port are refused.
Fault check_authority(std::string_view authority);

}  // namespace bff::runtime::http1
