// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/field_line.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "runtime/http1/characters.hpp"

namespace bff::runtime::http1 {
namespace {

// Headers by which a hop frames messages or knows who asks. A look-alike with `_` passes a
// filter on the real name and counts as the real one behind it (CVE-2025-64484). Names without
// `-` have no such look-alike.
constexpr std::array<std::string_view, 6> kGuardedNames = {
    "content-length",      "content-type",      "keep-alive",
    "proxy-authorization", "transfer-encoding", "x-request-id"};
constexpr std::array<std::string_view, 7> kGuardedPrefixes = {
    "x-forwarded-", "x-real-", "x-original-", "x-user-", "x-auth-", "x-client-", "sec-"};

bool is_alias(std::string_view name) {
  std::array<char, 32> canonical{};
  const std::size_t size = std::min(name.size(), canonical.size());
  for (std::size_t i = 0; i < size; ++i) {
    const char c = name[i];
    canonical[i] = c == '_' ? '-' : is(c, kUpper) ? static_cast<char>(c | 0x20) : c;
  }
  const std::string_view text(canonical.data(), size);
  const auto begins = [text](std::string_view prefix) { return text.starts_with(prefix); };
  return (size == name.size() &&
          std::find(kGuardedNames.begin(), kGuardedNames.end(), text) != kGuardedNames.end()) ||
         std::any_of(kGuardedPrefixes.begin(), kGuardedPrefixes.end(), begins);
}

// Whether all bytes are 0x20..0x7e, eight at a time. Most of a head's bytes are values and nearly
// all of them plain, so that this decides what a head costs.
bool is_plain(std::string_view text) noexcept {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kHighBits = 0x8080808080808080;
  if (text.size() < 8) {
    for (const char c : text) {
      if (is_control(c) || !is_ascii(c)) return false;
    }
    return true;
  }
  std::uint64_t odd = 0;
  const auto look_at = [&odd](const char* at) {
    std::uint64_t word;
    std::memcpy(&word, at, 8);
    odd |= word;                             // has the high bit: outside ASCII
    odd |= word - kOnes * 0x20;              // borrows into it: below 0x20
    odd |= (word ^ (kOnes * 0x7f)) - kOnes;  // borrows into it: 0x7f
  };
  const char* const last = text.data() + text.size() - 8;
  for (const char* at = text.data(); at < last; at += 8) look_at(at);
  look_at(last);
  return (odd & kHighBits) == 0;
}

// The size of the UTF-8 sequence at the front of `text`, which begins with a byte from 0x80;
// 0 if it is none (RFC 3629 §4: no overlong form, no surrogate, nothing above U+10FFFF).
std::size_t utf8_sequence(std::string_view text) noexcept {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  const std::size_t size = lead < 0xc2   ? 0
                           : lead < 0xe0 ? 2
                           : lead < 0xf0 ? 3
                           : lead < 0xf5 ? 4
                                         : 0;
  if (size == 0 || text.size() < size) return 0;
  const unsigned lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  const unsigned highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  if (byte(1) < lowest || byte(1) > highest) return 0;
  for (std::size_t i = 2; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  return size;
}

Fault check_value(std::string_view value) {
  if (is_plain(value)) return Fault::none;
  for (std::size_t i = 0; i < value.size();) {
    const char c = value[i];
    if (is_ascii(c)) {
      if (is_control(c) && c != '\t') {
        return c == '\r' ? Fault::bare_cr : Fault::field_value_control;
      }
      ++i;
      continue;
    }
    const std::size_t size = utf8_sequence(value.substr(i));
    if (size == 0) return Fault::field_value_encoding;
    // U+0080..U+009F are control characters too: a terminal that shows a log obeys them.
    if (static_cast<unsigned char>(c) == 0xc2 && static_cast<unsigned char>(value[i + 1]) < 0xa0) {
      return Fault::field_value_control;
    }
    i += size;
  }
  return Fault::none;
}

Fault fault_of_name(std::string_view line, std::size_t at, bool first) {
  if (at == line.size()) return Fault::field_colon_missing;
  const char c = line[at];
  if (c == ':') return Fault::field_name_missing;
  if (c == '\r') return Fault::bare_cr;
  if (!is_blank(c)) return Fault::field_name_character;
  if (at == 0) return first ? Fault::field_leading_blank : Fault::field_folded;
  const std::size_t next = line.find_first_not_of(" \t", at);
  return next != std::string_view::npos && line[next] == ':' ? Fault::field_blank_before_colon
                                                             : Fault::field_name_character;
}

}  // namespace

Fault parse_field_line(std::string_view line, bool first, HeaderField& out) {
  std::size_t colon = 0;
  unsigned seen = 0;
  while (colon < line.size()) {
    const unsigned classes = classes_of(line[colon]);
    if ((classes & kToken) == 0) break;
    seen |= classes;
    ++colon;
  }
  if (colon == 0 || colon == line.size() || line[colon] != ':') {
    return fault_of_name(line, colon, first);
  }
  out.name = line.substr(0, colon);
  if ((seen & kUnderscore) != 0 && is_alias(out.name)) return Fault::field_name_alias;

  std::size_t begin = colon + 1;
  std::size_t end = line.size();
  while (begin < end && is_blank(line[begin])) ++begin;
  while (end > begin && is_blank(line[end - 1])) --end;
  out.value = line.substr(begin, end - begin);
  return check_value(out.value);
}

}  // namespace bff::runtime::http1
