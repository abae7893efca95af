// SPDX-License-Identifier: Apache-2.0
#include "json/writer.hpp"

#include <charconv>
#include <cmath>
#include <cstring>

namespace bff::json {
namespace {

constexpr std::uint64_t kOnes = 0x0101010101010101;
constexpr std::uint64_t kHighBits = 0x8080808080808080;
constexpr char kHex[] = "0123456789abcdef";

std::uint64_t load_word(const char* at) noexcept {
  std::uint64_t word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

// Whether any of the eight bytes is below 0x20, a quote or a backslash. The subtraction finds a
// byte that is less than a constant by its borrow; bytes from 0x80 up are masked out. A borrow may
// mark the byte above a true hit as well, so this says "some", not "which".
bool any_escaped(std::uint64_t word) noexcept {
  const std::uint64_t quote = word ^ (kOnes * '"');
  const std::uint64_t backslash = word ^ (kOnes * '\\');
  const std::uint64_t control = (word - kOnes * 0x20) & ~word;
  return ((control | ((quote - kOnes) & ~quote) | ((backslash - kOnes) & ~backslash)) &
          kHighBits) != 0;
}

bool escaped(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

// The first byte at or behind `at` that must be escaped, or `end`.
const char* clean_run(const char* at, const char* end) noexcept {
  while (end - at >= 8 && !any_escaped(load_word(at))) at += 8;
  while (at != end && !escaped(*at)) ++at;
  return at;
}

void append_escape(std::string& out, char c) {
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
  out.append(text, sizeof text);
}

template <class Number>
void append_number(std::string& out, Number value) {
  char text[32];  // the longest: -2.2250738585072014e-308, 24 characters
  const char* const end = std::to_chars(text, text + sizeof text, value).ptr;
  out.append(text, static_cast<std::size_t>(end - text));
}

// Built with its quotes, so that the string grows once.
template <class Integer>
void append_quoted(std::string& out, Integer value) {
  char text[32];
  text[0] = '"';
  char* const end = std::to_chars(text + 1, text + sizeof text - 1, value).ptr;
  *end = '"';
  out.append(text, static_cast<std::size_t>(end - text) + 1);
}

template <class Float>
void append_floating(std::string& out, Float value) {
  if (std::isfinite(value)) {
    append_number(out, value);
  } else {
    out += std::isnan(value) ? "\"NaN\"" : value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  }
}

// The length of the well-formed sequence of several bytes at `at`, or 0 (Unicode, table 3-7).
std::size_t sequence_length(const unsigned char* at, const unsigned char* end) noexcept {
  const auto in = [&](std::size_t i, unsigned char low, unsigned char high) {
    return static_cast<std::size_t>(end - at) > i && at[i] >= low && at[i] <= high;
  };
  const auto tail = [&](std::size_t i) { return in(i, 0x80, 0xBF); };
  const unsigned char lead = *at;
  if (lead >= 0xC2 && lead <= 0xDF) return tail(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const unsigned char low = lead == 0xE0 ? 0xA0 : 0x80;   // no over-long form
    const unsigned char high = lead == 0xED ? 0x9F : 0xBF;  // no surrogate
    return in(1, low, high) && tail(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const unsigned char low = lead == 0xF0 ? 0x90 : 0x80;
    const unsigned char high = lead == 0xF4 ? 0x8F : 0xBF;  // not above U+10FFFF
    return in(1, low, high) && tail(2) && tail(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

void append_int(std::string& out, std::int64_t value) { append_number(out, value); }
void append_uint(std::string& out, std::uint64_t value) { append_number(out, value); }
void append_quoted_int(std::string& out, std::int64_t value) { append_quoted(out, value); }
void append_quoted_uint(std::string& out, std::uint64_t value) { append_quoted(out, value); }
void append_double(std::string& out, double value) { append_floating(out, value); }
void append_float(std::string& out, float value) { append_floating(out, value); }

void append_string(std::string& out, std::string_view text) {
  out += '"';
  const char* at = text.data();
  const char* const end = at + text.size();
  for (;;) {
    const char* const stop = clean_run(at, end);
    out.append(at, static_cast<std::size_t>(stop - at));
    if (stop == end) break;
    append_escape(out, *stop);
    at = stop + 1;
  }
  out += '"';
}

void append_base64(std::string& out, std::string_view bytes) {
  constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::size_t start = out.size();
  out.resize(start + 2 + (bytes.size() + 2) / 3 * 4);
  char* to = out.data() + start;
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
  *to = '"';
}

bool valid_utf8(std::string_view text) noexcept {
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
