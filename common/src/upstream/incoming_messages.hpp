// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "upstream/message_prefix.hpp"

namespace bff::upstream {

// The messages of a streaming answer, cut out of its bytes one at a time and no earlier than asked
// for: what nobody has asked for stays the bytes that came. Sans-io.
class IncomingMessages {
 public:
  enum class Found : std::uint8_t {
    nothing,  // more bytes are needed
    message,
    fault,  // the bytes at hand are no message, or one above the limit: refusal(); final
  };

  explicit IncomingMessages(std::size_t max_message) noexcept : max_message_(max_message) {}

  void append(std::string_view bytes) { bytes_.append(bytes); }
  // Asks for the next message. Bytes of it are no longer held() from then on.
  Found next(std::string& message);

  // Bytes that belong to no message that was asked for.
  std::size_t held() const noexcept { return bytes_.size() - read_; }
  // Amid a message that was asked for.
  bool cut_short() const noexcept { return prefix_.begun(); }
  // Precondition: next() returned `fault`.
  MessagePrefix::Refusal refusal() const { return prefix_.refusal(max_message_); }
  void clear();

 private:
  void drop_read();

  std::size_t max_message_;
  std::string bytes_;
  std::size_t read_ = 0;  // of bytes_
  MessagePrefix prefix_;
  std::string message_;  // what has come of it, once the prefix is whole
};

}  // namespace bff::upstream
