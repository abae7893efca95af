// SPDX-License-Identifier: Apache-2.0
#include "framing/utf8_check.hpp"

#include <algorithm>

#include "json/utf8.hpp"
#include "json/writer.hpp"

namespace bff::framing {
namespace {

// How many bytes a character with this first one has; 1 for what is none.
std::size_t announced_by(char first) noexcept {
  const auto byte = static_cast<unsigned char>(first);
  if (byte >= 0xC2 && byte <= 0xDF) return 2;
  if (byte >= 0xE0 && byte <= 0xEF) return 3;
  return byte >= 0xF0 && byte <= 0xF4 ? 4 : 1;
}

// Whether these, fewer than their first one announces, begin a character (Unicode 15, table 3-7).
bool may_begin(std::string_view begun) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(begun[i]); };
  if (begun.size() < 2) return true;
  unsigned char least = 0x80, most = 0xBF;  // of the second byte
  if (byte(0) == 0xE0) least = 0xA0;        // else it would have a shorter form
  if (byte(0) == 0xED) most = 0x9F;         // else it would be a surrogate
  if (byte(0) == 0xF0) least = 0x90;
  if (byte(0) == 0xF4) most = 0x8F;  // else it would be beyond U+10FFFF
  if (byte(1) < least || byte(1) > most) return false;
  return begun.size() < 3 || (byte(2) & 0xC0) == 0x80;
}

// How many bytes at the end of the piece begin a character that it does not hold whole.
std::size_t begun_at_end(std::string_view piece) noexcept {
  const std::size_t most = std::min<std::size_t>(piece.size(), 3);
  for (std::size_t count = 1; count <= most; ++count) {
    const char c = piece[piece.size() - count];
    const bool tail = (static_cast<unsigned char>(c) & 0xC0) == 0x80;
    if (!tail) return announced_by(c) > count ? count : 0;
  }
  return 0;
}

}  // namespace

bool Utf8Check::feed(std::string_view piece) noexcept {
  while (size_ > 0 && !piece.empty()) {
    begun_[size_++] = piece.front();
    piece.remove_prefix(1);
    if (size_ < announced_by(begun_[0])) {
      if (!may_begin({begun_.data(), size_})) return false;
      continue;
    }
    const auto* const at = reinterpret_cast<const unsigned char*>(begun_.data());
    if (json::sequence_length(at, at + size_) == 0) return false;
    size_ = 0;
  }
  if (piece.empty()) return true;
  const std::size_t begun = begun_at_end(piece);
  const std::size_t whole = piece.size() - begun;
  piece.copy(begun_.data(), begun, whole);
  size_ = static_cast<std::uint8_t>(begun);
  return json::valid_utf8(piece.substr(0, whole)) && may_begin({begun_.data(), size_});
}

bool Utf8Check::finish() noexcept {
  const bool whole = size_ == 0;
  size_ = 0;
  return whole;
}

}  // namespace bff::framing
