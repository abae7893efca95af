// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bff::route {

// Bounds of a template: a look-up walks it by recursion, and keeps the places of its segments on
// the stack.
inline constexpr std::size_t kMaxVariables = 32;
inline constexpr std::size_t kMaxSegments = 64;

// A path of google.api.http, "/v1/{name=shelves/*/books/*}:move". Where implementations of it
// disagree, docs/transcoding.md states what is done here.
struct PathTemplate {
  struct Segment {
    enum class Kind : std::uint8_t { literal, one, many };  // text, `*`, `**`
    Kind kind = Kind::literal;
    std::string text;  // of a literal
  };
  // `{id}` is `{id=*}`: what the segments from `begin` to before `end` take, with the slashes
  // between them.
  struct Variable {
    std::string name;  // a field's path, "id" or "book.name"
    std::uint8_t begin = 0;
    std::uint8_t end = 0;
  };
  std::vector<Segment> segments;    // "/" has none; at most one of them is `**`
  std::vector<Variable> variables;  // in order, none within another
  std::string verb;                 // "move"; empty: none
  std::string text;
};

// What is wrong with a template, at which byte.
struct TemplateProblem {
  std::string message;
  std::string remedy;
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
};

// True and a template, or false and the first problem: no leading slash, an empty or a dot segment,
// characters that a canonical path cannot hold, a variable or wildcard beside other text, an
// unclosed brace, a bad or repeated name, a variable in a variable, `**` twice, a verb that is
// empty or not the end.
bool parse_path_template(std::string_view text, PathTemplate& out, TemplateProblem& problem);

}  // namespace bff::route
