// SPDX-License-Identifier: Apache-2.0
#include "route/path_template.hpp"

#include <algorithm>
#include <utility>

#include "base/ascii.hpp"

namespace bff::route {
namespace {

using Segment = PathTemplate::Segment;

bool is_letter(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// pchar of RFC 3986 without what has a meaning of its own: `%` (a template is written decoded),
// `:` and `*` (google.api.http's), `;` (path parameters, which frameworks disagree about).
bool is_literal_character(char c) noexcept {
  return is_letter(c) || is_digit(c) ||
         std::string_view{"-.~!$&'()+,=@"}.find(c) != std::string_view::npos;
}

// IDENT { "." IDENT }
bool is_field_path(std::string_view text) noexcept {
  bool begins = true;  // a part of the path
  for (const char c : text) {
    if (c == '.' ? begins : !(is_letter(c) || (is_digit(c) && !begins))) return false;
    begins = c == '.';
  }
  return !begins;
}

std::string quoted(std::string_view text) { return "'" + std::string{text} + "'"; }

// Template = "/" [ Segments [ Verb ] ], read from left to right.
class TemplateParser {
 public:
  TemplateParser(std::string_view text, PathTemplate& out, TemplateProblem& problem)
      : text_(text), out_(out), problem_(problem) {}

  bool parse() {
    if (peek() != '/') {
      return fail(0, text_.size(), "the path " + quoted(text_) + " does not begin with '/'",
                  "write " + quoted("/" + std::string{text_}));
    }
    out_.text = text_;
    at_ = 1;
    return text_.size() == 1 || (segments() && verb());
  }

 private:
  bool fail(std::size_t offset, std::size_t length, std::string message, std::string remedy) {
    problem_ = {.message = std::move(message),
                .remedy = std::move(remedy),
                .offset = static_cast<std::uint32_t>(offset),
                .length = static_cast<std::uint32_t>(length)};
    return false;
  }

  bool in_variable() const noexcept { return open_ != std::string_view::npos; }
  // NUL, which is no character of a template, at its end.
  char peek() const noexcept { return at_ < text_.size() ? text_[at_] : '\0'; }
  std::size_t find(std::string_view any, std::size_t from) const noexcept {
    return std::min(text_.find_first_of(any, from), text_.size());
  }
  bool ends_segment() const noexcept {
    return at_ == text_.size() || peek() == '/' || peek() == (in_variable() ? '}' : ':');
  }

  // Segments = Segment { "/" Segment }
  bool segments() {
    for (;; ++at_) {
      if (!segment()) return false;
      if (peek() != '/') return true;
    }
  }

  // Segment = "*" | "**" | LITERAL | Variable
  bool segment() {
    if (ends_segment()) return empty_segment();
    const std::size_t begin = at_;
    if (out_.segments.size() == kMaxSegments) {
      return fail(begin, find("/", begin) - begin,
                  "the path has more than " + std::to_string(kMaxSegments) + " segments", "");
    }
    if (peek() == '{') return variable();
    return peek() == '*' ? wildcard() : literal();
  }

  bool empty_segment() {
    if (at_ == text_.size()) {
      return in_variable() ? unclosed(open_)
                           : fail(at_ - 1, 1, "the path ends with '/'", "leave it out");
    }
    if (text_[at_ - 1] == '/' && peek() == '/') {
      return fail(at_ - 1, 2, "the path has an empty segment", "write one '/'");
    }
    return fail(at_, 1, "the path has an empty segment",
                "write one before " + quoted(text_.substr(at_, 1)));
  }

  // What begins at `begin` and goes on behind at_ is two things at once.
  bool mixed(std::size_t begin) {
    const std::size_t end = find("/", at_);
    return fail(begin, end - begin,
                quoted(text_.substr(begin, end - begin)) + " is neither a literal nor a variable",
                "a variable takes a whole segment: '/{name}/'");
  }

  bool literal() {
    const std::size_t begin = at_;
    while (is_literal_character(peek())) ++at_;
    if (!ends_segment()) return bad_character(begin);
    const std::string_view text = text_.substr(begin, at_ - begin);
    if (text == "." || text == "..") {
      return fail(begin, text.size(), quoted(text) + " is no segment of a canonical path",
                  "write the path that is meant");
    }
    out_.segments.push_back({.kind = Segment::Kind::literal, .text = std::string{text}});
    return true;
  }

  bool bad_character(std::size_t begin) {
    const char c = text_[at_];
    if (c == '{' || c == '}') return mixed(begin);
    if (c == ':') return verb_within();
    if (c == '%') {
      return fail(at_, 1, "'%' in a path: a route's path is written decoded",
                  "percent-encoded requests match all the same");
    }
    // Bytes of UTF-8 are shown together, so that the message stays a text.
    std::size_t end = at_ + 1;
    while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0U) == 0x80U) ++end;
    return fail(at_, end - at_, quoted(text_.substr(at_, end - at_)) + " cannot stand in a path",
                "letters, digits and -._~!$&'()+,=@ can");
  }

  bool wildcard() {
    const std::size_t begin = at_;
    while (peek() == '*') ++at_;
    if (!ends_segment() || at_ - begin > 2) {
      if (peek() == ':') return verb_within();
      const std::size_t end = find("/:}", begin);
      return fail(begin, end - begin, quoted(text_.substr(begin, end - begin)) + " is no wildcard",
                  "'*' takes one segment, '**' any number of them");
    }
    const bool many = at_ - begin == 2;
    if (many && std::ranges::count(out_.segments, Segment::Kind::many, &Segment::kind) != 0) {
      return fail(begin, 2, "the path has '**' twice",
                  "with one of them it is plain which takes what");
    }
    out_.segments.push_back({.kind = many ? Segment::Kind::many : Segment::Kind::one, .text = {}});
    return true;
  }

  // Variable = "{" FieldPath [ "=" Segments ] "}"
  bool variable() {
    const std::size_t open = at_;
    if (in_variable()) {
      return fail(open, 1, "a variable in a variable", "give the outer one a literal or '*' there");
    }
    const std::size_t stop = find("=}/", open);
    if (stop == text_.size() || text_[stop] == '/') return unclosed(open);
    const std::string_view name = text_.substr(open + 1, stop - open - 1);
    if (!check_name(open + 1, name)) return false;
    const std::size_t first = out_.segments.size();
    at_ = stop;
    if (text_[stop] == '}') {
      out_.segments.push_back({.kind = Segment::Kind::one, .text = {}});
    } else {
      ++at_;
      open_ = open;
      if (!segments()) return false;
      open_ = std::string_view::npos;
      if (peek() != '}') return unclosed(open);
    }
    ++at_;
    if (!ends_segment()) return mixed(open);
    out_.variables.push_back({.name = std::string{name},
                              .begin = static_cast<std::uint8_t>(first),
                              .end = static_cast<std::uint8_t>(out_.segments.size())});
    return true;
  }

  bool unclosed(std::size_t open) {
    const std::size_t end = std::max(at_, find("/", open));
    const std::string text{text_.substr(open, end - open)};
    return fail(open, end - open, quoted(text) + " has no closing '}'",
                "write " + quoted(text + "}"));
  }

  bool check_name(std::size_t at, std::string_view name) {
    if (!is_field_path(name)) {
      return fail(at, name.size(), quoted(name) + " is no name of a variable",
                  "letters, digits and '_', not beginning with a digit");
    }
    if (std::ranges::count(out_.variables, name, &PathTemplate::Variable::name) != 0) {
      return fail(at, name.size(), "the path has the variable " + quoted(name) + " twice",
                  "give each its own name");
    }
    if (out_.variables.size() == kMaxVariables) {
      return fail(at - 1, find("/", at) - (at - 1),
                  "the path has more than " + std::to_string(kMaxVariables) + " variables", "");
    }
    return true;
  }

  // Verb = ":" LITERAL
  bool verb() {
    if (at_ == text_.size()) return true;
    const std::size_t colon = at_++;
    while (is_literal_character(peek())) ++at_;
    if (peek() == '/' || peek() == ':') {
      at_ = colon;
      return verb_within();
    }
    if (at_ != text_.size()) return bad_character(colon);
    if (at_ == colon + 1) return fail(colon, 1, "the path ends with ':'", "leave it out");
    out_.verb = text_.substr(colon + 1);
    return true;
  }

  bool verb_within() {
    return fail(at_, 1, "a ':' within the path: a verb is its end, and has no ':' itself",
                "write it as in '/v1/orders/{id}:cancel'");
  }

  std::string_view text_;
  PathTemplate& out_;
  TemplateProblem& problem_;
  std::size_t at_ = 0;
  std::size_t open_ = std::string_view::npos;  // where the variable begins that at_ is in
};

}  // namespace

bool parse_path_template(std::string_view text, PathTemplate& out, TemplateProblem& problem) {
  PathTemplate parsed;
  if (!TemplateParser{text, parsed, problem}.parse()) return false;
  out = std::move(parsed);
  return true;
}

}  // namespace bff::route
