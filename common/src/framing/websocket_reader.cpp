// SPDX-License-Identifier: Apache-2.0
#include "framing/websocket_reader.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "framing/kept_text.hpp"
#include "json/writer.hpp"

namespace bff::framing::websocket {

Reader::Found Reader::next(std::string_view& bytes) {
  if (std::exchange(told_, false)) forget_text(message_);
  while (state_ != State::over) {
    if (state_ == State::head && !read_head(bytes)) return stopped();
    if (!read_payload(bytes)) return stopped();
    const Found found = end_of_frame();
    if (found != Found::nothing) return found;
  }
  bytes = {};
  return Found::nothing;
}

// Whether a head is whole, and holds.
bool Reader::read_head(std::string_view& bytes) {
  while (head_size_ < head_wanted_) {
    if (bytes.empty()) return false;
    head_[head_size_++] = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    if (head_size_ == 2 && !check_first_two()) return false;
  }
  if (!check_length()) return false;
  std::copy_n(head_.begin() + head_wanted_ - 4, 4, mask_.begin());
  mask_at_ = 0;
  head_size_ = 0;
  head_wanted_ = 2;
  state_ = State::payload;
  return true;
}

bool Reader::check_first_two() {
  const unsigned first = head_[0], second = head_[1];
  const unsigned opcode = first & 0x0F, length = second & 0x7F;
  constexpr auto kError = close_code::kProtocolError;
  if ((first & 0x70) != 0) return fail(kError, "a reserved bit is set");  // no extension has it
  if ((opcode > 2 && opcode < 8) || opcode > 10) return fail(kError, "an unknown opcode");
  if ((second & 0x80) == 0) return fail(kError, "an unmasked frame");  // §5.1
  fin_ = (first & 0x80) != 0;
  opcode_ = static_cast<Opcode>(opcode);
  if (is_control()) {  // §5.5
    if (!fin_) return fail(kError, "a fragmented control frame");
    if (length > kMaxControl) return fail(kError, "a control frame above 125 bytes");
    control_size_ = 0;
  } else if (opcode_ == Opcode::continuation) {  // §5.4
    if (message_kind_ == Opcode::continuation) return fail(kError, "a continuation of nothing");
  } else {
    if (message_kind_ != Opcode::continuation) return fail(kError, "a message within another");
    message_kind_ = opcode_;
  }
  const unsigned of_length = length < 126 ? 0 : length == 126 ? 2 : 8;
  head_wanted_ = static_cast<std::uint8_t>(2 + of_length + mask_.size());
  return true;
}

bool Reader::check_length() {
  const std::size_t of_length = head_wanted_ - 2 - mask_.size();
  left_ = head_[1] & 0x7F;
  if (of_length > 0) {
    left_ = 0;
    for (std::size_t i = 0; i < of_length; ++i) left_ = left_ << 8 | head_[2 + i];
    const std::uint64_t least = of_length == 2 ? 126 : 0x10000;
    if (left_ < least)
      return fail(close_code::kProtocolError, "a length in more bytes than needed");
    if (left_ >> 63 != 0) return fail(close_code::kProtocolError, "a length above 63 bits");
  }
  if (!is_control() && left_ > max_message_ - message_.size()) {
    return fail(close_code::kTooBig, "a message above the limit");
  }
  return true;
}

// Whether the payload is whole, and holds.
bool Reader::read_payload(std::string_view& bytes) {
  const std::string_view piece =
      bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size())));
  bytes.remove_prefix(piece.size());
  left_ -= piece.size();
  char* to = nullptr;
  if (is_control()) {
    to = control_.data() + control_size_;
    piece.copy(to, piece.size());
    control_size_ = static_cast<std::uint8_t>(control_size_ + piece.size());
  } else {
    const std::size_t at = message_.size();
    message_ += piece;
    to = message_.data() + at;
  }
  unmask(to, piece.size(), mask_, mask_at_);
  mask_at_ = static_cast<std::uint8_t>((mask_at_ + piece.size()) & 3);
  if (!is_control() && message_kind_ == Opcode::text && !utf8_.feed({to, piece.size()})) {
    return fail(close_code::kInvalidData, "a text that is not UTF-8");
  }
  return left_ == 0;
}

Reader::Found Reader::end_of_frame() {
  state_ = State::head;
  if (!is_control()) return fin_ ? end_of_message() : Found::nothing;
  if (opcode_ == Opcode::close) return end_of_close();
  payload_begin_ = 0;
  payload_size_ = control_size_;
  return opcode_ == Opcode::ping ? Found::ping : Found::pong;
}

Reader::Found Reader::end_of_message() {
  const Opcode kind = std::exchange(message_kind_, Opcode::continuation);
  if (kind == Opcode::text && !utf8_.finish()) {
    fail(close_code::kInvalidData, "a text that ends within a character");
    return Found::failed;
  }
  told_ = true;
  return kind == Opcode::text ? Found::text : Found::binary;
}

Reader::Found Reader::end_of_close() {  // §5.5.1
  state_ = State::over;
  payload_begin_ = std::min<std::uint8_t>(control_size_, 2);
  payload_size_ = static_cast<std::uint8_t>(control_size_ - payload_begin_);
  close_code_ = close_code::kNone;
  if (control_size_ == 0) return Found::close;
  const unsigned high = static_cast<unsigned char>(control_[0]);
  const unsigned low = static_cast<unsigned char>(control_[1]);
  close_code_ = static_cast<std::uint16_t>(high << 8 | low);
  if (control_size_ == 1 || !may_be_sent(close_code_)) {
    fail(close_code::kProtocolError, "a close code that may not be sent");
    return Found::failed;
  }
  if (!json::valid_utf8(payload())) {
    fail(close_code::kInvalidData, "a reason that is not UTF-8");
    return Found::failed;
  }
  return Found::close;
}

bool Reader::fail(std::uint16_t code, std::string_view why) noexcept {
  state_ = State::over;
  close_code_ = code;
  why_ = why;
  return false;
}

void unmask(char* bytes, std::size_t size, const std::array<char, 4>& mask,
            std::size_t at) noexcept {
  std::array<char, 8> key;
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = mask[(at + i) & 3];
  std::uint64_t wide;
  std::memcpy(&wide, key.data(), sizeof wide);
  for (; size >= sizeof wide; size -= sizeof wide, bytes += sizeof wide) {
    std::uint64_t word;
    std::memcpy(&word, bytes, sizeof word);
    word ^= wide;
    std::memcpy(bytes, &word, sizeof word);
  }
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(bytes[i] ^ key[i]);
}

}  // namespace bff::framing::websocket
