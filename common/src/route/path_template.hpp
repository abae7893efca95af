// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bff::route {

// Bounds of a template: matching keeps the variables on the stack, and walks it by recursion.
inline constexpr std::size_t kMaxVariables = 16;
inline constexpr std::size_t kMaxSegments = 64;

// A route's path: literal segments and variables that take one whole segment each.
// "/v1/users/{id}/orders". The grammar grows with google.api.http's; see docs/routes.md.
struct PathTemplate {
  struct Segment {
    bool variable = false;
    std::string text;  // the literal, or the variable's name
  };
  std::vector<Segment> segments;  // "/" has none
  std::string text;
};

// What is wrong with a template, at which byte.
struct TemplateProblem {
  std::string message;
  std::string remedy;
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  bool later = false;  // google.api.http has it, this gateway does not yet
};

// True and a template, or false and the first problem: no leading slash, empty segment, unclosed
// brace, bad or repeated variable name, characters that a canonical path cannot hold,
// `*`/`**`/`{a=…}`/`:verb` (not yet supported).
bool parse_path_template(std::string_view text, PathTemplate& out, TemplateProblem& problem);

}  // namespace bff::route
