// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "runtime/http1/exchange.hpp"
#include "runtime/http1/framing.hpp"

namespace bff::runtime::http1 {

// What only the connection knows about a response.
struct Delivery {
  int minor_version = 1;  // of the request
  bool close = false;
  Framing framing = Framing::length;
  std::string_view date_line;
};

// Whether a response of this status ends with its head (RFC 9110 §6.4.1).
bool has_no_content(const Response& response) noexcept;

// Appends status line, the response's own header lines, and Date, Connection, and Content-Length
// or Transfer-Encoding.
void append_head(const Response& response, const Delivery& delivery, std::string& out);

// The reason phrase of RFC 9110 §15; empty for a status that has none there.
std::string_view reason_phrase(int status) noexcept;

}  // namespace bff::runtime::http1
