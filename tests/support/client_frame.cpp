// SPDX-License-Identifier: Apache-2.0
#include "support/client_frame.hpp"

namespace bff::test {

std::string bytes_of(const ClientFrame& frame) {
  const std::size_t size = frame.payload.size();
  const int needed = size < 126 ? 0 : size < 0x10000 ? 2 : 8;
  const int of_length = frame.length_bytes < 0 ? needed : frame.length_bytes;
  const unsigned masked = frame.masked ? 0x80 : 0;
  std::string bytes;
  bytes += static_cast<char>((frame.fin ? 0x80 : 0) | frame.reserved << 4 | frame.opcode);
  bytes += static_cast<char>(masked | (of_length == 0 ? size : of_length == 2 ? 126 : 127));
  for (int i = of_length; i-- > 0;) bytes += static_cast<char>(std::uint64_t{size} >> (8 * i));
  if (!frame.masked) return bytes.append(frame.payload);
  bytes += frame.mask;
  for (std::size_t i = 0; i < size; ++i) {
    bytes += static_cast<char>(frame.payload[i] ^ frame.mask[i % 4]);
  }
  return bytes;
}

std::string close_payload(std::uint16_t code, std::string_view reason) {
  std::string bytes{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
  return bytes.append(reason);
}

}  // namespace bff::test
