// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string_view>

#include "base/diagnostics.hpp"
#include "config/node.hpp"
#include "plan/route_file.hpp"

// The parsers of a shape's parts. All report their problems to `out`.
namespace bff::plan {

inline bool is_directive(std::string_view key) noexcept {
  return key.starts_with('$') && !key.starts_with("$$");
}

// A JSON key as it will be: `$$ref` is the key "$ref".
inline std::string_view plain_key(std::string_view key) noexcept {
  return key.starts_with("$$") ? key.substr(1) : key;
}

ShapeSyntaxPtr make_shape(ShapeSyntax::Kind kind, const Place& place);

// Any shape; null when nothing of it could be read.
ShapeSyntaxPtr parse_node(const config::Node& node, Diagnostics& out);
// One that is no list and no map: a literal, an expression or a text with values.
ShapeSyntaxPtr parse_scalar(const config::Node& node, std::string_view what, Diagnostics& out);
// An object whose directives are its form: `$for`, `$from`, `$count` or `$switch`.
ShapeSyntaxPtr parse_directives(const config::Node& node, Diagnostics& out);
// Reports each key that looks like a directive and is none; true when there is no such.
bool check_directives(const config::Node& node, Diagnostics& out);

// `$switch` and `$case` into the shape's `expression`, `cases` and `otherwise`; `cases` may be
// null.
bool parse_choice(const config::Node::Member& of, const config::Node::Member* cases,
                  ShapeSyntax& shape, Diagnostics& out);

// Read a directive's value into the shape's `name`, `expression` and so on; false (or empty), and
// reported, when it does not hold.
bool parse_for(const config::Node& node, ShapeSyntax& shape, Diagnostics& out);
bool parse_from(const config::Node& node, ShapeSyntax& shape, Diagnostics& out);
bool parse_limit(const config::Node& node, ShapeSyntax& shape, Diagnostics& out);
// An expression and nothing else.
std::optional<ExpressionSyntax> read_expression(const config::Node& node, std::string_view what,
                                                Diagnostics& out);
// The fields of `$pick` or `$omit`.
std::optional<PickSyntax> parse_fields(const config::Node& node, std::string_view what,
                                       Diagnostics& out);

// `NAME in EXPRESSION`, of `$for` and `for_each`: `form` says how it is written.
bool parse_element(const config::Node& node, std::string_view form, std::string_view code,
                   LocatedText& name, std::optional<ExpressionSyntax>& list, Diagnostics& out);

}  // namespace bff::plan
