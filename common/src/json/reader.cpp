// SPDX-License-Identifier: Apache-2.0
#include "json/reader.hpp"

#include <array>

#include "json/escapes.hpp"
#include "json/utf8.hpp"
#include "json/words.hpp"

namespace bff::json {
namespace {

using Kind = Reader::Kind;

constexpr std::array<Kind, 256> kinds() {
  std::array<Kind, 256> table{};
  table['{'] = Kind::object;
  table['['] = Kind::list;
  table['"'] = Kind::text;
  table['-'] = Kind::number;
  for (char c = '0'; c <= '9'; ++c) table[static_cast<unsigned char>(c)] = Kind::number;
  table['t'] = table['f'] = Kind::boolean;
  table['n'] = Kind::null;
  return table;
}

constexpr auto kKinds = kinds();

bool is_space(char c) noexcept { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

// The first byte of a string that is not simply a part of it: its end, an escape, a control
// character, or the begin of a sequence of several bytes.
const char* find_special(const char* at, const char* end) noexcept {
  for (; end - at >= 8; at += 8) {
    const std::uint64_t word = load_word(at);
    const std::uint64_t marks = marks_of_escaped(word) | (word & kHighBits);
    if (marks != 0) return at + first_mark(marks);
  }
  for (; at != end; ++at) {
    const auto c = static_cast<unsigned char>(*at);
    if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\') break;
  }
  return at;
}

}  // namespace

bool Reader::fail(std::string_view what) noexcept {
  if (what_.empty()) what_ = at_ == end_ ? "the text ends too early" : what;
  return false;
}

void Reader::space() noexcept {
  while (at_ != end_ && is_space(*at_)) ++at_;
}

Kind Reader::peek() noexcept {
  space();
  const Kind kind = at_ == end_ ? Kind::none : kKinds[static_cast<unsigned char>(*at_)];
  if (kind == Kind::none) fail("expected a value");
  return kind;
}

bool Reader::word(std::string_view word) noexcept {
  for (const char c : word) {
    if (at_ == end_ || *at_ != c) return fail("expected a value");
    ++at_;
  }
  return true;
}

bool Reader::boolean(bool& out) noexcept {
  out = *at_ == 't';
  return word(out ? "true" : "false");
}

bool Reader::number(Number& out) noexcept {
  const char* const end = scan_number(at_, end_, out);
  if (end == nullptr) return fail("this is no number");
  at_ = end;
  return true;
}

bool Reader::text(Text& out) noexcept { return string(out); }

// Precondition: at the opening quote.
bool Reader::string(Text& out) noexcept {
  const char* const begin = ++at_;
  out.escaped = false;
  for (;;) {
    at_ = find_special(at_, end_);
    if (at_ == end_) return fail({});
    const auto c = static_cast<unsigned char>(*at_);
    if (c == '"') {
      out.raw = {begin, static_cast<std::size_t>(at_ - begin)};
      ++at_;
      return true;
    }
    if (c == '\\') {
      const std::size_t length = escape_length(at_, end_);
      if (length == 0) return fail("there is no such escape");
      out.escaped = true;
      at_ += length;
    } else if (c < 0x20) {
      return fail("a control character must be escaped");
    } else {
      const std::size_t length = sequence_length(reinterpret_cast<const unsigned char*>(at_),
                                                 reinterpret_cast<const unsigned char*>(end_));
      if (length == 0) return fail("this is not UTF-8");
      at_ += length;
    }
  }
}

bool Reader::open() noexcept {
  if (depth_ >= max_depth_) return fail("this is nested too deeply");
  ++depth_;
  ++at_;
  first_ = true;
  return true;
}

Reader::Next Reader::close() noexcept {
  --depth_;
  ++at_;
  first_ = false;
  return Next::end;
}

Reader::Next Reader::item() noexcept {
  space();
  if (at_ == end_) return failed({});
  if (*at_ == ']') return close();
  if (!first_) {
    if (*at_ != ',') return failed("expected ',' or ']'");
    ++at_;
  }
  first_ = false;
  return Next::more;
}

Reader::Next Reader::member(Text& name) noexcept {
  space();
  if (at_ == end_) return failed({});
  if (*at_ == '}') return close();
  if (!first_) {
    if (*at_ != ',') return failed("expected ',' or '}'");
    ++at_;
    space();
  }
  first_ = false;
  if (at_ == end_ || *at_ != '"') return failed("expected a name in quotes");
  if (!string(name)) return Next::failed;
  space();
  if (at_ == end_ || *at_ != ':') return failed("expected ':'");
  ++at_;
  return Next::more;
}

// The recursion ends at max_depth_.
bool Reader::skip() noexcept {
  Text text;
  Number number;
  bool truth;
  Next next;
  switch (peek()) {
    case Kind::none:
      return false;
    case Kind::text:
      return string(text);
    case Kind::number:
      return this->number(number);
    case Kind::boolean:
      return boolean(truth);
    case Kind::null:
      return null();
    case Kind::list:
      if (!open()) return false;
      while ((next = item()) == Next::more) {
        if (!skip()) return false;
      }
      return next == Next::end;
    case Kind::object:
      if (!open()) return false;
      while ((next = member(text)) == Next::more) {
        if (!skip()) return false;
      }
      return next == Next::end;
  }
  return false;
}

bool Reader::finish() noexcept {
  space();
  return at_ == end_ || fail("expected the end of the text");
}

}  // namespace bff::json
