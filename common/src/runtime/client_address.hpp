// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "config/trusted_proxies.hpp"
#include "runtime/http1/request.hpp"

namespace bff::runtime {

// The address that a request came from. `peer`, whose connection it is, unless that is a trusted
// proxy: then whoever the header names that is believed, `X-Forwarded-For` or `Forwarded` (RFC
// 7239). Each proxy writes behind what it was sent, so that the header is read from its end: past
// those that are trusted themselves to the first one that is not. What stands before that one, a
// client may have made up.
//
// Where the header ends, or names no address there, it is the last one that was trusted.
std::string client_address(std::string_view peer, const http1::Request& request,
                           const config::TrustedProxies& proxies);

}  // namespace bff::runtime
