// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "json/escapes.hpp"
#include "json/number.hpp"

namespace bff::json {

// Reads a JSON text (RFC 8259, strictly) from front to back, each value when it is asked for, and
// never beyond its end. It allocates nothing: strings and numbers are views into the text.
//
// The caller looks with peek() and then takes what is there, or passes over it with skip():
//   value  ::= peek (text | number | boolean | null | list | object | skip)
//   list   ::= open (item = more, value)* (item = end)
//   object ::= open (member = more, value)* (member = end)
//   text   ::= value finish
// Each step returns false, or `failed`, when the text does not hold what is asked for. Then what()
// and offset() say why, and the reader is of no further use.
class Reader {
 public:
  enum class Kind : std::uint8_t { none, object, list, text, number, boolean, null };
  enum class Next : std::uint8_t { more, end, failed };

  // `max_depth`: how many lists and objects may enclose a value.
  Reader(std::string_view text, int max_depth) noexcept
      : begin_(text.data()), at_(begin_), end_(begin_ + text.size()), max_depth_(max_depth) {}

  // What begins here; `none`, and a failure, when it is no value.
  Kind peek() noexcept;

  // Preconditions of all of them: peek() said so.
  bool text(Text& out) noexcept;
  bool number(Number& out) noexcept;
  bool boolean(bool& out) noexcept;
  bool null() noexcept { return word("null"); }
  bool open() noexcept;
  // Behind open() of a list, and behind each of its values.
  Next item() noexcept;
  // Behind open() of an object, and behind each of its values: the next one's name.
  Next member(Text& name) noexcept;

  // Passes over a value with all that is in it, and checks it.
  bool skip() noexcept;
  // Whether only white space is left.
  bool finish() noexcept;

  // A place to come back to.
  struct Mark {
    const char* at;
    int depth;
    bool first;
  };
  Mark mark() const noexcept { return {at_, depth_, first_}; }
  void rewind(const Mark& mark) noexcept {
    at_ = mark.at;
    depth_ = mark.depth;
    first_ = mark.first;
  }

  std::size_t offset() const noexcept { return static_cast<std::size_t>(at_ - begin_); }
  // "expected ',' or '}'": of the first failure, at offset(); empty without one.
  std::string_view what() const noexcept { return what_; }

 private:
  void space() noexcept;
  bool word(std::string_view word) noexcept;
  bool string(Text& out) noexcept;
  Next close() noexcept;

  bool fail(std::string_view what) noexcept;
  Next failed(std::string_view what) noexcept {
    fail(what);
    return Next::failed;
  }

  const char* begin_;
  const char* at_;
  const char* end_;
  int max_depth_;
  int depth_ = 0;
  bool first_ = false;  // no value was read since the last open()
  std::string_view what_;
};

}  // namespace bff::json
