// SPDX-License-Identifier: Apache-2.0
#include "route/path_template.hpp"

#include <algorithm>
#include <utility>

namespace bff::route {
namespace {

bool is_letter(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// pchar of RFC 3986 without what has a meaning of its own: `%` (a template is written decoded),
// `:` and `*` (google.api.http's), `;` (path parameters, which frameworks disagree about).
bool is_literal_character(char c) noexcept {
  return is_letter(c) || is_digit(c) ||
         std::string_view{"-.~!$&'()+,=@"}.find(c) != std::string_view::npos;
}

std::string quoted(std::string_view text) { return "'" + std::string{text} + "'"; }

class TemplateParser {
 public:
  TemplateParser(std::string_view text, PathTemplate& out, TemplateProblem& problem)
      : text_(text), out_(out), problem_(problem) {}

  bool parse() {
    if (text_.empty() || text_.front() != '/') {
      return fail(0, text_.size(), "the path " + quoted(text_) + " does not begin with '/'",
                  "write " + quoted("/" + std::string{text_}));
    }
    out_.text = text_;
    for (std::size_t at = 1; text_.size() > 1;) {
      const std::size_t end = std::min(text_.find('/', at), text_.size());
      if (!segment(at, text_.substr(at, end - at))) return false;
      if (end == text_.size()) break;
      at = end + 1;
    }
    return true;
  }

 private:
  bool fail(std::size_t offset, std::size_t length, std::string message, std::string remedy) {
    problem_ = {.message = std::move(message),
                .remedy = std::move(remedy),
                .offset = static_cast<std::uint32_t>(offset),
                .length = static_cast<std::uint32_t>(length)};
    return false;
  }

  bool later(std::size_t offset, std::size_t length, std::string_view what) {
    fail(offset, length, quoted(what) + " in a path is not yet supported",
         "write literal segments and '{name}'");
    problem_.later = true;
    return false;
  }

  bool segment(std::size_t at, std::string_view segment) {
    if (segment.empty()) {
      return at == text_.size() ? fail(at - 1, 1, "the path ends with '/'", "leave it out")
                                : fail(at - 1, 2, "the path has an empty segment", "write one '/'");
    }
    if (out_.segments.size() == kMaxSegments) {
      return fail(at, segment.size(),
                  "the path has more than " + std::to_string(kMaxSegments) + " segments", "");
    }
    if (segment == "." || segment == "..") {
      return fail(at, segment.size(), quoted(segment) + " is no segment of a canonical path",
                  "write the path that is meant");
    }
    if (segment.front() == '{') return variable(at, segment);
    return literal(at, segment);
  }

  bool literal(std::size_t at, std::string_view segment) {
    if (segment == "*" || segment == "**") return later(at, segment.size(), segment);
    for (std::size_t i = 0; i < segment.size(); ++i) {
      const char c = segment[i];
      if (is_literal_character(c)) continue;
      if (c == ':') return later(at + i, segment.size() - i, segment.substr(i));
      if (c == '{' || c == '}') {
        return fail(at, segment.size(), quoted(segment) + " is neither a literal nor a variable",
                    "a variable takes a whole segment: '/{name}/'");
      }
      if (c == '%') {
        return fail(at + i, 1, "'%' in a path: a route's path is written decoded",
                    "percent-encoded requests match all the same");
      }
      // Bytes of UTF-8 are shown together, so that the message stays a text.
      std::size_t end = i + 1;
      while (end < segment.size() && (static_cast<unsigned char>(segment[end]) & 0xC0U) == 0x80U) {
        ++end;
      }
      return fail(at + i, end - i, quoted(segment.substr(i, end - i)) + " cannot stand in a path",
                  "letters, digits and -._~!$&'()+,=@ can");
    }
    out_.segments.push_back({.variable = false, .text = std::string{segment}});
    return true;
  }

  bool variable(std::size_t at, std::string_view segment) {
    const std::size_t close = segment.find('}');
    // `{name=shelves/*}` is split at its slash, so `=` is looked for before the brace is missed.
    if (const auto equals = segment.find('='); equals < std::min(close, segment.size())) {
      return later(at, segment.size(), segment);
    }
    if (close == std::string_view::npos) {
      return fail(at, segment.size(), quoted(segment) + " has no closing '}'",
                  "write " + quoted(std::string{segment} + "}"));
    }
    const std::string_view name = segment.substr(1, close - 1);
    const std::string_view rest = segment.substr(close + 1);
    if (rest.starts_with(':')) return later(at + close + 1, rest.size(), rest);
    if (!rest.empty()) {
      return fail(at, segment.size(), quoted(segment) + " is neither a literal nor a variable",
                  "a variable takes a whole segment: '/{name}/'");
    }
    if (name.empty() || !is_letter(name.front()) ||
        !std::ranges::all_of(name, [](char c) { return is_letter(c) || is_digit(c); })) {
      return fail(at + 1, name.size(), quoted(name) + " is no name of a variable",
                  "letters, digits and '_', not beginning with a digit");
    }
    std::size_t variables = 0;
    for (const auto& known : out_.segments) {
      if (!known.variable) continue;
      ++variables;
      if (known.text == name) {
        return fail(at + 1, name.size(), "the path has the variable " + quoted(name) + " twice",
                    "give each its own name");
      }
    }
    if (variables == kMaxVariables) {
      return fail(at, segment.size(),
                  "the path has more than " + std::to_string(kMaxVariables) + " variables", "");
    }
    out_.segments.push_back({.variable = true, .text = std::string{name}});
    return true;
  }

  std::string_view text_;
  PathTemplate& out_;
  TemplateProblem& problem_;
};

}  // namespace

bool parse_path_template(std::string_view text, PathTemplate& out, TemplateProblem& problem) {
  PathTemplate parsed;
  if (!TemplateParser{text, parsed, problem}.parse()) return false;
  out = std::move(parsed);
  return true;
}

}  // namespace bff::route
