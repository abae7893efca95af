// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <string>
#include <string_view>

namespace bff::runtime {

// The language of `offered` that suits an Accept-Language header best: its ranges in the order of
// their weights, each cut down from its end until it is offered (RFC 4647 section 3.4, "lookup").
// The first that is offered where none suits or none is asked for; empty where none is offered.
std::string_view negotiate_language(std::string_view accepted,
                                    std::span<const std::string> offered);

}  // namespace bff::runtime
