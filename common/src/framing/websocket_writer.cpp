// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "framing/websocket.hpp"

namespace bff::framing::websocket {
namespace {

// The head of a frame with a length of 16 bits, which most messages have.
constexpr std::size_t kMediumHead = 4;

// A frame's head, unmasked and final.
struct Head {
  Head(Opcode opcode, std::size_t payload) noexcept {
    bytes[0] = static_cast<char>(0x80 | static_cast<unsigned>(opcode));
    if (payload < 126) {
      bytes[1] = static_cast<char>(payload);
      return;
    }
    const std::size_t of_length = payload <= 0xFFFF ? 2 : 8;
    bytes[1] = of_length == 2 ? 126 : 127;
    for (std::size_t i = 0; i < of_length; ++i) {
      bytes[2 + i] = static_cast<char>(payload >> (8 * (of_length - 1 - i)));
    }
    size += of_length;
  }
  std::string_view view() const noexcept { return {bytes.data(), size}; }

  std::array<char, 10> bytes{};
  std::size_t size = 2;
};

}  // namespace

void append_frame(std::string& out, Opcode opcode, std::string_view payload) {
  out.append(Head(opcode, payload.size()).view()).append(payload);
}

std::size_t begin_frame(std::string& out) {
  out.append(kMediumHead, '\0');
  return out.size() - kMediumHead;
}

void end_frame(std::string& out, std::size_t begun, Opcode opcode) {
  out.replace(begun, kMediumHead, Head(opcode, out.size() - begun - kMediumHead).view());
}

void append_close(std::string& out, std::uint16_t code, std::string_view reason) {
  if (code == close_code::kNone) return append_frame(out, Opcode::close, {});
  std::size_t size = reason.size();
  if (size > kMaxReason) {
    size = kMaxReason;
    while (size > 0 && (static_cast<unsigned char>(reason[size]) & 0xC0) == 0x80) --size;
  }
  out.append(Head(Opcode::close, 2 + size).view());
  out += static_cast<char>(code >> 8);
  out += static_cast<char>(code & 0xFF);
  out += reason.substr(0, size);
}

}  // namespace bff::framing::websocket
