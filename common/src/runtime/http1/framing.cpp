// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/framing.hpp"

#include <array>
#include <charconv>

namespace bff::runtime::http1 {

void append_part(Framing framing, std::string_view bytes, std::string& out) {
  if (bytes.empty() || framing == Framing::none) return;
  if (framing != Framing::chunked) {
    out += bytes;
    return;
  }
  std::array<char, 16> digits;
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), bytes.size(), 16).ptr;
  out.append(digits.data(), end);
  out += "\r\n";
  out += bytes;
  out += "\r\n";
}

void append_end(Framing framing, std::string& out) {
  if (framing == Framing::chunked) out += "0\r\n\r\n";
}

}  // namespace bff::runtime::http1
