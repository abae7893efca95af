// SPDX-License-Identifier: Apache-2.0
#include <cstdint>

#include "plan/expression_parser.hpp"
#include "plan/syntax_codes.hpp"

// The literals of expressions: JSON's (RFC 8259), and bare words.
namespace bff::plan {
namespace {

using NodeKind = config::Node::Kind;

int hex_value(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The four hex digits at `at`, or -1.
std::int32_t code_unit(std::string_view text, std::size_t at) noexcept {
  if (at + 4 > text.size()) return -1;
  std::int32_t unit = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    const int digit = hex_value(text[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

void append_utf8(std::string& out, std::uint32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
    return;
  }
  if (code < 0x800) {
    out += static_cast<char>(0xC0U | (code >> 6U));
  } else {
    if (code < 0x10000) {
      out += static_cast<char>(0xE0U | (code >> 12U));
    } else {
      out += static_cast<char>(0xF0U | (code >> 18U));
      out += static_cast<char>(0x80U | ((code >> 12U) & 0x3FU));
    }
    out += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
  }
  out += static_cast<char>(0x80U | (code & 0x3FU));
}

// Reads the escape whose backslash is at `at` and steps over it. False when JSON has none such.
bool unescape(std::string_view text, std::size_t& at, std::string& out) {
  if (at + 1 >= text.size()) return false;
  constexpr std::string_view kShort = "\"\\/bfnrt", kMeaning = "\"\\/\b\f\n\r\t";
  const char c = text[at + 1];
  if (const auto found = kShort.find(c); found != std::string_view::npos) {
    out += kMeaning[found];
    at += 2;
    return true;
  }
  const std::int32_t unit = c == 'u' ? code_unit(text, at + 2) : -1;
  if (unit < 0 || (unit >= 0xDC00 && unit <= 0xDFFF)) return false;
  at += 6;
  if (unit < 0xD800 || unit > 0xDBFF) {
    append_utf8(out, static_cast<std::uint32_t>(unit));
    return true;
  }
  const std::int32_t low = text.substr(at, 2) == "\\u" ? code_unit(text, at + 2) : -1;
  if (low < 0xDC00 || low > 0xDFFF) return false;
  at += 6;
  append_utf8(out, static_cast<std::uint32_t>(0x10000 + (unit - 0xD800) * 0x400 + (low - 0xDC00)));
  return true;
}

// The length of the JSON number that `text` begins with, 0 when there is none.
std::size_t number_length(std::string_view text) noexcept {
  std::size_t at = 0;
  const auto peek = [&] { return at < text.size() ? text[at] : '\0'; };
  const auto digits = [&] {
    const std::size_t begin = at;
    while (peek() >= '0' && peek() <= '9') ++at;
    return at > begin;
  };
  if (peek() == '-') ++at;
  if (peek() == '0') {
    ++at;
  } else if (!digits()) {
    return 0;
  }
  if (peek() == '.') {
    ++at;
    if (!digits()) return 0;
  }
  if (peek() == 'e' || peek() == 'E') {
    ++at;
    if (peek() == '+' || peek() == '-') ++at;
    if (!digits()) return 0;
  }
  return at;
}

}  // namespace

bool ExpressionParser::literal(config::Node& node) {
  const char first = peek();
  if (first == '"') return string_literal(node);
  if (first == '-' || (first >= '0' && first <= '9')) return number_literal(node);
  const std::size_t begin = at_;
  if (const std::string_view bare = name(); !bare.empty()) {
    node.scalar = bare;
    node.place = place(begin, at_);
    node.kind = bare == "null"                      ? NodeKind::null
                : bare == "true" || bare == "false" ? NodeKind::boolean
                                                    : NodeKind::text;
    return true;
  }
  if (first == '\'') {
    return fail(codes::kBadLiteral, at_, at_ + word().size(),
                "a text in an expression stands in double quotes", "write \"…\"");
  }
  return fail(codes::kOperandExpected, at_, at_ + word().size(),
              in_quotes(word()) + " is neither a reference nor a literal",
              "write $name, a number, true, false, null or a text in double quotes");
}

bool ExpressionParser::string_literal(config::Node& node) {
  const std::size_t begin = at_++;
  std::string value;
  while (!at_end() && peek() != '"') {
    if (static_cast<unsigned char>(peek()) < 0x20) {
      return fail(codes::kBadLiteral, begin, at_, "the text holds a control character",
                  "write an escape, such as \\n");
    }
    if (peek() != '\\') {
      value += text_[at_++];
      continue;
    }
    const std::size_t escape = at_;
    if (!unescape(text_, at_, value)) {
      return fail(codes::kBadLiteral, escape, escape + 1,
                  in_quotes(text_.substr(escape, 2)) + " is no escape of JSON",
                  "JSON has \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX");
    }
  }
  if (at_end()) {
    return fail(codes::kBadLiteral, begin, at_, "the text is not closed",
                "write '\"' behind it; where YAML cut it at ' #' or ': ', quote the whole "
                "expression");
  }
  ++at_;
  node = {.kind = NodeKind::text, .quoted = true, .scalar = std::move(value)};
  node.place = place(begin, at_);
  return true;
}

bool ExpressionParser::number_literal(config::Node& node) {
  const std::size_t length = number_length(text_.substr(at_));
  const std::size_t end = at_ + length;
  if (length == 0 || (end < text_.size() && (is_name_part(text_[end]) || text_[end] == '.'))) {
    return fail(codes::kBadLiteral, at_, at_ + word().size(),
                in_quotes(word()) + " is no number of JSON", "for a text write \"…\"");
  }
  node = {.kind = NodeKind::number, .scalar = std::string{text_.substr(at_, length)}};
  node.place = place(at_, end);
  at_ = end;
  return true;
}

}  // namespace bff::plan
