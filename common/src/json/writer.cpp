// SPDX-License-Identifier: Apache-2.0
#include "json/writer.hpp"

#include <charconv>
#include <cmath>
#include <cstring>

#include "json/utf8.hpp"
#include "json/words.hpp"

namespace bff::json {
namespace {

constexpr char kHex[] = "0123456789abcdef";

bool any_escaped(std::uint64_t word) noexcept { return marks_of_escaped(word) != 0; }

bool must_escape(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

// Copies `text` as far as nothing in it must be escaped; how far that is. More may be written, but
// not more than `text` has.
std::size_t copy_clean(char* to, std::string_view text) noexcept {
  const std::size_t size = text.size();
  std::size_t i = 0;
  if (size >= 8) {
    for (; i + 8 <= size; i += 8) {
      const std::uint64_t word = load_word(text.data() + i);
      if (any_escaped(word)) break;
      std::memcpy(to + i, &word, sizeof word);
    }
    if (i + 8 > size) {  // the last bytes once more, with some before them: no loop over bytes
      const std::uint64_t word = load_word(text.data() + size - 8);
      if (!any_escaped(word)) {
        std::memcpy(to + size - 8, &word, sizeof word);
        return size;
      }
    }
  } else if (size >= 4) {  // likewise in two halves that may overlap
    std::uint32_t halves[2];
    std::memcpy(&halves[0], text.data(), 4);
    std::memcpy(&halves[1], text.data() + size - 4, 4);
    if (!any_escaped(std::uint64_t{halves[1]} << 32 | halves[0])) {
      std::memcpy(to, &halves[0], 4);
      std::memcpy(to + size - 4, &halves[1], 4);
      return size;
    }
  }
  for (; i < size && !must_escape(text[i]); ++i) to[i] = text[i];
  return i;
}

void append_escape(Appender& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  const char text[] = {'\\', 'u', '0', '0', kHex[(c >> 4) & 15], kHex[c & 15]};
  out += std::string_view{text, sizeof text};
}

// The longest number is -2.2250738585072014e-308, 24 characters; quotes add two.
constexpr std::size_t kNumber = 32;

template <class Number>
void append_number(Appender& out, Number value) {
  char* const at = out.room(kNumber);
  out.advance(std::to_chars(at, at + kNumber, value).ptr);
}

template <class Integer>
void append_quoted(Appender& out, Integer value) {
  char* at = out.room(kNumber);
  *at = '"';
  at = std::to_chars(at + 1, at + kNumber - 1, value).ptr;
  *at = '"';
  out.advance(at + 1);
}

// What is left of a text, from its first byte that must be escaped on.
void append_escaping(Appender& out, std::string_view text) {
  while (!text.empty()) {
    append_escape(out, text.front());
    text.remove_prefix(1);
    char* const at = out.room(text.size());
    const std::size_t clean = copy_clean(at, text);
    out.advance(at + clean);
    text.remove_prefix(clean);
  }
}

template <class Float>
void append_floating(Appender& out, Float value) {
  if (std::isfinite(value)) {
    append_number(out, value);
  } else {
    out += std::isnan(value) ? "\"NaN\"" : value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  }
}

}  // namespace

void append_int(Appender& out, std::int64_t value) { append_number(out, value); }
void append_uint(Appender& out, std::uint64_t value) { append_number(out, value); }
void append_quoted_int(Appender& out, std::int64_t value) { append_quoted(out, value); }
void append_quoted_uint(Appender& out, std::uint64_t value) { append_quoted(out, value); }
void append_double(Appender& out, double value) { append_floating(out, value); }
void append_float(Appender& out, float value) { append_floating(out, value); }

void append_string(Appender& out, std::string_view text) {
  char* const begin = out.room(text.size() + 2);
  *begin = '"';
  const std::size_t clean = copy_clean(begin + 1, text);
  out.advance(begin + 1 + clean);
  if (clean != text.size()) append_escaping(out, text.substr(clean));
  out += '"';
}

std::string quoted(std::string_view text) {
  std::string out;
  {
    Appender appender{out};
    append_string(appender, text);
  }
  return out;
}

void append_base64(Appender& out, std::string_view bytes) {
  constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  char* to = out.room(2 + (bytes.size() + 2) / 3 * 4);
  *to++ = '"';
  const auto byte = [&](std::size_t i) -> std::uint32_t {
    return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0;
  };
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::uint32_t bits = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    *to++ = kAlphabet[bits >> 18];
    *to++ = kAlphabet[bits >> 12 & 63];
    *to++ = i + 1 < bytes.size() ? kAlphabet[bits >> 6 & 63] : '=';
    *to++ = i + 2 < bytes.size() ? kAlphabet[bits & 63] : '=';
  }
  *to++ = '"';
  out.advance(to);
}

bool valid_utf8(std::string_view text) noexcept {
  const std::size_t size = text.size();
  if (size >= 8) {  // nearly all texts are ASCII; the last word overlaps the one before it
    std::uint64_t bits = load_word(text.data() + size - 8);
    for (std::size_t i = 0; i + 8 <= size; i += 8) bits |= load_word(text.data() + i);
    if ((bits & kHighBits) == 0) return true;
  } else {
    unsigned char bits = 0;
    for (const char c : text) bits |= static_cast<unsigned char>(c);
    if (bits < 0x80) return true;
  }
  const auto* at = reinterpret_cast<const unsigned char*>(text.data());
  const auto* const end = at + text.size();
  while (at != end) {
    if (end - at >= 8 && (load_word(reinterpret_cast<const char*>(at)) & kHighBits) == 0) {
      at += 8;
    } else if (*at < 0x80) {
      ++at;
    } else {
      const std::size_t length = sequence_length(at, end);
      if (length == 0) return false;
      at += length;
    }
  }
  return true;
}

}  // namespace bff::json
