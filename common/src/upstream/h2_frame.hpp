// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bff::upstream {

// The frames of HTTP/2 as bytes: nine of head, then the payload (RFC 9113 §4.1, §6, §7).
enum FrameType : std::uint8_t {
  kDataFrame,
  kHeadersFrame,
  kPriorityFrame,
  kResetFrame,
  kSettingsFrame,
  kPushPromiseFrame,
  kPingFrame,
  kGoawayFrame,
  kWindowUpdateFrame,
  kContinuationFrame,
};

enum FrameFlag : std::uint8_t {
  kNoFlags = 0,
  kAck = 0x1,
  kEndStream = 0x1,
  kEndHeaders = 0x4,
  kPadded = 0x8,
  kPriority = 0x20,
};

enum class H2Error : std::uint32_t {
  no_error,
  protocol_error,
  internal_error,
  flow_control_error,
  settings_timeout,
  stream_closed,
  frame_size_error,
  refused_stream,
  cancel,
  compression_error,
  connect_error,
  enhance_your_calm,
  inadequate_security,
  http_1_1_required,
};

inline constexpr std::size_t kFrameHead = 9;
// Bytes of a payload. What a peer may send us, who do not announce more, and what every peer takes
// (§6.5.2: no limit of a peer's is below it).
inline constexpr std::size_t kMaxPayload = 16384;
inline constexpr std::size_t kPrioritySize = 5;  // of PRIORITY, or in HEADERS with the flag
inline constexpr std::uint32_t kMaxWindow = 0x7fff'ffff;
inline constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

struct Frame {
  std::uint8_t type = 0;
  std::uint8_t flags = 0;
  std::uint32_t stream = 0;
  std::string_view payload;

  bool has(FrameFlag flag) const noexcept { return (flags & flag) != 0; }
};

// Writes a head over the kFrameHead bytes at `to`.
void put_head(char* to, std::size_t size, FrameType type, std::uint8_t flags,
              std::uint32_t stream) noexcept;
void append_head(std::string& out, std::size_t size, FrameType type, std::uint8_t flags,
                 std::uint32_t stream);
// Four bytes, most significant first.
void append_number(std::string& out, std::uint32_t value);
// Precondition: `bytes` has four bytes at `at`.
std::uint32_t number_at(std::string_view bytes, std::size_t at) noexcept;

// Takes the padding off a DATA or HEADERS frame that has some; false if it is longer than the
// frame.
bool strip_padding(Frame& frame) noexcept;

// "REFUSED_STREAM"; "error 99" of a code that RFC 9113 does not have.
std::string error_name(std::uint32_t error);

}  // namespace bff::upstream
