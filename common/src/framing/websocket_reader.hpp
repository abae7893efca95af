// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "framing/utf8_check.hpp"
#include "framing/websocket.hpp"

namespace bff::framing::websocket {

// Reads what a client sends, wherever reads have cut it, and puts fragmented messages together.
// Control frames are told as they come, also between fragments. Of a message no more than
// max_message bytes are kept, and only those that have come.
//
//   while ((found = reader.next(bytes)) != Found::nothing) …
// Behind `close` or `failed` nothing is read any more (§5.5.1, §7.1.7): bytes are passed over.
class Reader {
 public:
  enum class Found : std::uint8_t {
    nothing,  // `bytes` are used up
    text,     // a whole message: message()
    binary,   // likewise
    ping,     // payload(): to be sent back as a pong
    pong,     // payload()
    close,    // close_code(), and payload(): the reason. To be answered with the same code
    failed,   // close_code(): what to close with, and why()
  };

  explicit Reader(std::size_t max_message) noexcept : max_message_(max_message) {}

  // Takes bytes off the front of `bytes` up to the next thing to tell.
  Found next(std::string_view& bytes);

  // Behind text or binary, until the next call of next(); may be moved from.
  std::string& message() noexcept { return message_; }
  // Behind ping, pong and close, until the next call of next().
  std::string_view payload() const noexcept {
    return {control_.data() + payload_begin_, payload_size_};
  }
  std::uint16_t close_code() const noexcept { return close_code_; }
  // "an unmasked frame": for the log, and as the reason that the client gets.
  std::string_view why() const noexcept { return why_; }

 private:
  enum class State : std::uint8_t { head, payload, over };

  static constexpr std::size_t kMaxHead = 14;  // §5.2: 2, 8 of a length, 4 of a mask
  static constexpr std::size_t kMaxControl = 125;

  bool read_head(std::string_view& bytes);
  bool check_first_two();
  bool check_length();
  bool read_payload(std::string_view& bytes);
  Found end_of_frame();
  Found end_of_message();
  Found end_of_close();
  bool fail(std::uint16_t code, std::string_view why) noexcept;  // false

  bool is_control() const noexcept { return opcode_ >= Opcode::close; }
  Found stopped() const noexcept { return state_ == State::over ? Found::failed : Found::nothing; }

  std::size_t max_message_;
  std::string message_;
  Utf8Check utf8_;  // of the text message that is being put together
  std::array<char, kMaxControl> control_{};
  std::array<unsigned char, kMaxHead> head_{};
  std::array<char, 4> mask_{};
  std::uint64_t left_ = 0;  // of the frame's payload
  std::string_view why_;
  std::uint16_t close_code_ = 0;
  std::uint8_t head_size_ = 0, head_wanted_ = 2;
  std::uint8_t control_size_ = 0;  // of control_, as far as it has come
  std::uint8_t payload_begin_ = 0, payload_size_ = 0;
  std::uint8_t mask_at_ = 0;
  Opcode opcode_ = Opcode::continuation;
  Opcode message_kind_ = Opcode::continuation;  // text or binary while a message is not whole
  bool fin_ = false;
  bool told_ = false;  // message_ was told, and is the caller's until next()
  State state_ = State::head;
};

// XORs `bytes` with the mask, whose byte `at` & 3 is the first one's (§5.3).
void unmask(char* bytes, std::size_t size, const std::array<char, 4>& mask,
            std::size_t at) noexcept;

}  // namespace bff::framing::websocket
