// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/chunked_decoder.hpp"

#include <algorithm>
#include <cstring>

#include "runtime/http1/characters.hpp"

namespace bff::runtime::http1 {
namespace {

constexpr unsigned kMostDigits = 16;

unsigned hex_value(char c) noexcept {
  return static_cast<unsigned>(is(c, kDigit) ? c - '0' : (c | 0x20) - 'a' + 10);
}

}  // namespace

void ChunkedDecoder::start(std::size_t body_limit, std::size_t extension_limit) noexcept {
  *this = {};
  body_left_ = body_limit;
  extensions_left_ = extension_limit;
}

ChunkedDecoder::Progress ChunkedDecoder::decode(char* data, std::size_t size, std::size_t& read,
                                                std::size_t& write) {
  while (read < size) {
    if (state_ == State::data) {
      const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(size_, size - read));
      if (read != write) std::memmove(data + write, data + read, part);
      read += part;
      write += part;
      size_ -= part;
      if (size_ == 0) state_ = State::data_cr;
      continue;
    }
    const bool last_chunk = state_ == State::size_lf && size_ == 0;
    fault_ = take_line_byte(data[read]);
    if (fault_ != Fault::none) return Progress::failed;
    ++read;
    if (last_chunk) return Progress::done;
  }
  return Progress::more;
}

Fault ChunkedDecoder::take_line_byte(char c) {
  switch (state_) {
    case State::size_start:
    case State::size:
      return take_size_byte(c);
    case State::size_lf:
      return c == '\n' ? end_size_line() : Fault::chunk_line_ending;
    case State::data_cr:
      state_ = State::data_lf;
      return c == '\r' ? Fault::none : Fault::chunk_data_ending;
    case State::data_lf:
      state_ = State::size_start;
      return c == '\n' ? Fault::none : Fault::chunk_data_ending;
    default:
      return take_extension_byte(c);
  }
}

Fault ChunkedDecoder::take_size_byte(char c) {
  if (is(c, kHex)) {
    if (state_ == State::size_start) {
      state_ = State::size;
      size_ = 0;
      digits_ = 0;
    }
    if (++digits_ > kMostDigits) return Fault::chunk_size_digits;
    size_ = size_ * 16 + hex_value(c);
    return Fault::none;
  }
  if (c == '\n') return Fault::chunk_line_ending;
  if (state_ == State::size_start) {
    return c == '\r' || c == ';' ? Fault::chunk_size_missing : Fault::chunk_size_character;
  }
  if (c == '\r') {
    state_ = State::size_lf;
  } else if (c == ';') {
    state_ = State::extension_name_start;
  } else {
    return Fault::chunk_size_character;
  }
  return Fault::none;
}

// chunk-ext = *( ";" token [ "=" ( token / quoted-string ) ] ), without the "bad whitespace"
// that RFC 9112 §7.1.1 tolerates.
Fault ChunkedDecoder::take_extension_byte(char c) {
  if (extensions_left_ == 0) return Fault::chunk_extensions_too_long;
  --extensions_left_;
  if (c == '\n') return Fault::chunk_line_ending;

  const auto end_of_part = [this, c] {
    if (c == '\r') {
      state_ = State::size_lf;
    } else if (c == ';') {
      state_ = State::extension_name_start;
    } else {
      return Fault::chunk_extension_syntax;
    }
    return Fault::none;
  };

  switch (state_) {
    case State::extension_name_start:
    case State::extension_name:
      if (is(c, kToken)) {
        state_ = State::extension_name;
        return Fault::none;
      }
      if (state_ == State::extension_name_start) return Fault::chunk_extension_syntax;
      if (c == '=') {
        state_ = State::extension_value_start;
        return Fault::none;
      }
      return end_of_part();
    case State::extension_value_start:
      if (c == '"') {
        state_ = State::extension_quoted;
        return Fault::none;
      }
      state_ = State::extension_token;
      return is(c, kToken) ? Fault::none : Fault::chunk_extension_syntax;
    case State::extension_token:
      return is(c, kToken) ? Fault::none : end_of_part();
    case State::extension_quoted:
    case State::extension_escaped:
      if ((is_control(c) && c != '\t') || !is_ascii(c)) return Fault::chunk_extension_control;
      if (state_ == State::extension_quoted && c == '"') {
        state_ = State::extension_quoted_end;
      } else {
        const bool escapes = state_ == State::extension_quoted && c == '\\';
        state_ = escapes ? State::extension_escaped : State::extension_quoted;
      }
      return Fault::none;
    case State::extension_quoted_end:
      return end_of_part();
    default:
      return Fault::chunk_extension_syntax;
  }
}

Fault ChunkedDecoder::end_size_line() {
  if (size_ > body_left_) return Fault::content_too_large;
  body_left_ -= static_cast<std::size_t>(size_);
  state_ = State::data;
  return Fault::none;
}

}  // namespace bff::runtime::http1
