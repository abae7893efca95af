// SPDX-License-Identifier: Apache-2.0
#include "upstream/h2_frame.hpp"

#include <array>

namespace bff::upstream {

void put_head(char* to, std::size_t size, FrameType type, std::uint8_t flags,
              std::uint32_t stream) noexcept {
  to[0] = static_cast<char>(size >> 16);
  to[1] = static_cast<char>(size >> 8);
  to[2] = static_cast<char>(size);
  to[3] = static_cast<char>(type);
  to[4] = static_cast<char>(flags);
  to[5] = static_cast<char>(stream >> 24);
  to[6] = static_cast<char>(stream >> 16);
  to[7] = static_cast<char>(stream >> 8);
  to[8] = static_cast<char>(stream);
}

void append_head(std::string& out, std::size_t size, FrameType type, std::uint8_t flags,
                 std::uint32_t stream) {
  std::array<char, kFrameHead> head;
  put_head(head.data(), size, type, flags, stream);
  out.append(head.data(), head.size());
}

void append_number(std::string& out, std::uint32_t value) {
  const std::array<char, 4> bytes{static_cast<char>(value >> 24), static_cast<char>(value >> 16),
                                  static_cast<char>(value >> 8), static_cast<char>(value)};
  out.append(bytes.data(), bytes.size());
}

std::uint32_t number_at(std::string_view bytes, std::size_t at) noexcept {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  }
  return value;
}

bool strip_padding(Frame& frame) noexcept {
  if (!frame.has(kPadded)) return true;
  if (frame.payload.empty()) return false;
  const std::size_t padding = static_cast<unsigned char>(frame.payload.front());
  frame.payload.remove_prefix(1);
  if (padding > frame.payload.size()) return false;
  frame.payload.remove_suffix(padding);
  return true;
}

std::string error_name(std::uint32_t error) {
  constexpr std::array<const char*, 14> kNames{"NO_ERROR",
                                               "PROTOCOL_ERROR",
                                               "INTERNAL_ERROR",
                                               "FLOW_CONTROL_ERROR",
                                               "SETTINGS_TIMEOUT",
                                               "STREAM_CLOSED",
                                               "FRAME_SIZE_ERROR",
                                               "REFUSED_STREAM",
                                               "CANCEL",
                                               "COMPRESSION_ERROR",
                                               "CONNECT_ERROR",
                                               "ENHANCE_YOUR_CALM",
                                               "INADEQUATE_SECURITY",
                                               "HTTP_1_1_REQUIRED"};
  return error < kNames.size() ? kNames[error] : "error " + std::to_string(error);
}

}  // namespace bff::upstream
