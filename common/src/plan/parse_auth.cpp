// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "plan/located_scalar.hpp"
#include "plan/map_reader.hpp"
#include "plan/read_value.hpp"
#include "plan/route_parts.hpp"
#include "plan/syntax_codes.hpp"

// Who is served: `auth` and `require` of a route.
namespace bff::plan {

using config::Node;

namespace {

void parse_scopes(const Node& node, AuthSyntax& auth, Diagnostics& out) {
  if (!check_list(node, "'scopes'", "leave it out", out)) return;
  for (const Node& item : node.items) {
    auto scope = read_text(item, "a scope", out);
    if (!scope) continue;
    if (std::ranges::find(auth.scopes, scope->value, &LocatedText::value) != auth.scopes.end()) {
      out.add(codes::kRepeated, item.place,
              "the scope " + in_quotes(scope->value) + " stands twice");
      continue;
    }
    auth.scopes.push_back(std::move(*scope));
  }
}

std::optional<RequireSyntax> parse_one(const Node& node, Diagnostics& out) {
  const std::size_t problems = out.size();
  const MapReader map{node, "a requirement", node.place, language::kRequire, out};
  RequireSyntax require{.status = {400, node.place}, .place = node.place};
  if (const Node* that = map.find("that")) {
    if (auto conditions = parse_conditions(*that, "'that'", out)) {
      require.that = std::move(*conditions);
    }
  }
  if (const Node* status = map.find("status")) {
    require.status = read_count(*status, "'status'", 400, 599, out).value_or(require.status);
  }
  if (const Node* title = map.find("title")) {
    if (auto text = read_text(*title, "'title'", out)) require.title = std::move(text->value);
  }
  if (out.size() != problems) return std::nullopt;
  return require;
}

}  // namespace

std::optional<AuthSyntax> parse_auth(const Node& node, Diagnostics& out) {
  constexpr std::string_view kForms = "write 'public', { required: true } or { required: false }";
  AuthSyntax auth{.place = node.place};
  if (node.is_text() && node.scalar == "public") {
    auth.is_public = true;
    return auth;
  }
  if (!node.is_map()) {
    auth.required = true;  // what stands in for an unreadable rule must not open the route
    if (node.is_text() && classify(node.scalar) == TextKind::plain) {
      out.add(codes::kUnknownWord, node.place, "'auth' cannot be " + in_quotes(node.scalar),
              std::string{kForms});
    } else if (node.is_text()) {
      refuse_expression(node, "'auth'", out);
    } else {
      refuse_kind(node, "'auth'", "'public' or a map", std::string{kForms}, out);
    }
    return auth;
  }
  const MapReader map{node, "'auth'", node.place, language::kAuth, out};
  const Node* required = map.find("required");
  auth.required = required == nullptr || read_boolean(*required, "'required'", out).value_or(true);
  const Node* scopes = map.find("scopes");
  if (scopes == nullptr) return auth;
  if (!auth.required) {
    out.add(codes::kContradiction, map.place_of("scopes"),
            "'scopes' with 'required: false': an anonymous caller has none",
            "write 'required: true' or leave the scopes out");
  }
  parse_scopes(*scopes, auth, out);
  return auth;
}

std::vector<RequireSyntax> parse_require(const Node& node, Diagnostics& out) {
  std::vector<RequireSyntax> requires_;
  if (node.is_map()) {
    refuse_kind(node, "'require'", "a list", "write '- ' before the requirement", out);
    return requires_;
  }
  if (!check_list(node, "'require'", "leave it out", out)) return requires_;
  for (const Node& item : node.items) {
    if (auto one = parse_one(item, out)) requires_.push_back(std::move(*one));
  }
  return requires_;
}

}  // namespace bff::plan
