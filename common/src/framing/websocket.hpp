// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// The server's side of RFC 6455 behind the handshake (websocket_handshake.hpp). Sans-io.
namespace bff::framing::websocket {

enum class Opcode : std::uint8_t {  // §5.2
  continuation = 0,
  text = 1,
  binary = 2,
  close = 8,
  ping = 9,
  pong = 10,
};

// Why a connection ends (§7.4.1, and IANA's "WebSocket Close Code Number Registry").
namespace close_code {
inline constexpr std::uint16_t kNormal = 1000;
inline constexpr std::uint16_t kGoingAway = 1001;
inline constexpr std::uint16_t kProtocolError = 1002;
inline constexpr std::uint16_t kUnsupportedData = 1003;  // binary where text is spoken
inline constexpr std::uint16_t kNone = 1005;    // never sent: a close frame came without a code
inline constexpr std::uint16_t kBroken = 1006;  // never sent: the connection broke off
inline constexpr std::uint16_t kInvalidData = 1007;
inline constexpr std::uint16_t kPolicy = 1008;
inline constexpr std::uint16_t kTooBig = 1009;
inline constexpr std::uint16_t kInternal = 1011;
// 4000 + google.rpc.Code: how a call that failed ends its connection (docs/transcoding.md).
inline constexpr std::uint16_t kRpc = 4000;
}  // namespace close_code

// A reason takes what a control frame has left beside the code (§5.5).
inline constexpr std::size_t kMaxReason = 123;

// Whether a peer may send this code (§7.4.2): registered ones, libraries' and applications'.
bool may_be_sent(std::uint16_t code) noexcept;

// How the outcome of a call ends the connection: 1000 for OK, 4000 + code for a failure.
std::uint16_t close_code_of(int rpc_code) noexcept;

// One whole message or control frame, unmasked as a server sends (§5.1).
// Precondition: a control frame's payload has at most 125 bytes.
void append_frame(std::string& out, Opcode opcode, std::string_view payload);

// Room for a frame's head, then what the caller appends to `out` itself, then the head:
//   const auto begun = begin_frame(out); out += payload; end_frame(out, begun, opcode);
// The payload is moved by a few bytes when it is below 126 bytes or above 65535.
std::size_t begin_frame(std::string& out);
void end_frame(std::string& out, std::size_t begun, Opcode opcode);

// `reason` is cut to kMaxReason bytes, between characters. With kNone the frame is empty.
// Precondition: `reason` is valid UTF-8.
void append_close(std::string& out, std::uint16_t code, std::string_view reason = {});

}  // namespace bff::framing::websocket
