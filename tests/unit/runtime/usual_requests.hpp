// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

namespace bff::runtime::http1 {

inline constexpr std::string_view kGet = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

// The head of a request whose content comes in chunks.
inline constexpr std::string_view kChunked =
    "POST /up HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

}  // namespace bff::runtime::http1
