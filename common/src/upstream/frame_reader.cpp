// SPDX-License-Identifier: Apache-2.0
#include "upstream/frame_reader.hpp"

#include <algorithm>

namespace bff::upstream {

namespace {

// Of a frame whose head is there.
std::size_t payload_size(std::string_view bytes) noexcept { return number_at(bytes, 0) >> 8; }

// Precondition: `bytes` are one whole frame.
Frame parse(std::string_view bytes) noexcept {
  constexpr std::uint32_t kReserved = 0x8000'0000;  // a bit to be ignored (RFC 9113 §4.1)
  return {.type = static_cast<std::uint8_t>(bytes[3]),
          .flags = static_cast<std::uint8_t>(bytes[4]),
          .stream = number_at(bytes, 5) & ~kReserved,
          .payload = bytes.substr(kFrameHead)};
}

// Moves up to `count` bytes in front of `bytes` behind `to`.
void move_front(std::string_view& bytes, std::string& to, std::size_t count) {
  const auto front = bytes.substr(0, count);
  to += front;
  bytes.remove_prefix(front.size());
}

}  // namespace

FrameReader::Found FrameReader::next(std::string_view& bytes, Frame& frame) {
  if (handed_out_) {
    begun_.clear();
    handed_out_ = false;
  }
  if (!begun_.empty() || bytes.size() < kFrameHead) return go_on(bytes, frame);
  const std::size_t size = payload_size(bytes);
  if (size > kMaxPayload) return Found::too_long;
  if (bytes.size() < kFrameHead + size) return go_on(bytes, frame);
  frame = parse(bytes.substr(0, kFrameHead + size));
  bytes.remove_prefix(kFrameHead + size);
  return Found::frame;
}

FrameReader::Found FrameReader::go_on(std::string_view& bytes, Frame& frame) {
  if (begun_.size() < kFrameHead) move_front(bytes, begun_, kFrameHead - begun_.size());
  if (begun_.size() < kFrameHead) return Found::nothing;
  const std::size_t size = payload_size(begun_);
  if (size > kMaxPayload) return Found::too_long;
  move_front(bytes, begun_, kFrameHead + size - begun_.size());
  if (begun_.size() < kFrameHead + size) return Found::nothing;
  frame = parse(begun_);
  handed_out_ = true;
  return Found::frame;
}

}  // namespace bff::upstream
