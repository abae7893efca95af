// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace bff::test {

// A WebSocket frame as a client sends it, right or wrong.
struct ClientFrame {
  int opcode = 1;
  std::string_view payload = {};
  bool fin = true;
  int reserved = 0;  // the three bits behind FIN
  bool masked = true;
  std::string_view mask = "\x37\xFA\x21\x3D";
  int length_bytes = -1;  // 0, 2 or 8 instead of as many as are needed
};

std::string bytes_of(const ClientFrame& frame);

// A close frame's payload.
std::string close_payload(std::uint16_t code, std::string_view reason = {});

}  // namespace bff::test
