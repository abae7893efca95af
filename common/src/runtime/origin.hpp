// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <string>
#include <string_view>

namespace bff::runtime {

// Whether a page of `origin` may open a WebSocket: browsers ask nobody else before they open one
// to anywhere, with the cookies of its host (RFC 6455 §10.2). It may when it is one of `listed`, or
// comes from `host` itself, the request's `Host`: by whichever scheme, since what ends TLS in front
// of the gateway knows that and the gateway does not; a port that is left out is the scheme's own.
bool may_open(std::string_view origin, std::string_view host, std::span<const std::string> listed);

}  // namespace bff::runtime
