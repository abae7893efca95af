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

namespace {

// What RFC 6749 §3.3 takes for a scope; RFC 9470 puts the classes of logins in the same form.
bool is_scope(std::string_view text) {
  return std::ranges::all_of(text,
                             [](char c) { return c > ' ' && c < 127 && c != '"' && c != '\\'; });
}

// `what`: "scope", "acr".
std::vector<LocatedText> parse_words(const config::Node& node, const std::string& key,
                                     const std::string& what, Diagnostics& out) {
  std::vector<LocatedText> words;
  if (!check_list(node, in_quotes(key), "leave it out", out)) return words;
  for (const config::Node& item : node.items) {
    auto word = read_text(item, "a " + what, out);
    if (!word) continue;
    if (!is_scope(word->value)) {
      out.add(codes::kBadName, item.place, in_quotes(word->value) + " is no " + what,
              "a " + what + " has neither spaces nor quotes; write several as a list");
    } else if (std::ranges::find(words, word->value, &LocatedText::value) != words.end()) {
      out.add(codes::kRepeated, item.place,
              "the " + what + " " + in_quotes(word->value) + " stands twice");
    } else {
      words.push_back(std::move(*word));
    }
  }
  return words;
}

bool is_scalar(const config::Node& node) { return !node.is_list() && !node.is_map(); }

void add_value(const config::Node& node, const std::string& what, ClaimSyntax& claim,
               Diagnostics& out) {
  if (!is_scalar(node) || node.kind == config::Node::Kind::null) {
    return refuse_kind(node, what, "a text, a number, true or false", "", out);
  }
  if (auto value = read_literal(node, what, out)) claim.values.push_back(std::move(*value));
}

void parse_claim(const config::Node::Member& member, AuthSyntax& auth, Diagnostics& out) {
  const std::string what = "the claim " + in_quotes(member.key);
  ClaimSyntax claim{.name = {member.key, member.key_place}, .contains = false, .values = {}};
  if (is_scalar(member.value)) {
    add_value(member.value, what, claim, out);
  } else {
    const MapReader map{member.value, what, member.key_place, language::kClaimRule, out};
    if (!map.is_map()) return;
    if (member.value.members.size() != 1) {
      out.add(codes::kContradiction, member.value.place, what + " says not one thing",
              "write one of 'equals', 'one_of' and 'contains'");
      return;
    }
    const auto& [key, place, value] = member.value.members.front();
    claim.contains = key == "contains";
    if (key == "equals" || (claim.contains && is_scalar(value))) {
      add_value(value, in_quotes(key), claim, out);
    } else if (key == "one_of" || claim.contains) {
      if (!check_list(value, in_quotes(key), "leave the claim out", out)) return;
      for (const config::Node& item : value.items)
        add_value(item, "a value of " + what, claim, out);
    }
  }
  if (!claim.values.empty()) auth.claims.push_back(std::move(claim));
}

void parse_methods(const config::Node& node, AuthSyntax& auth, Diagnostics& out) {
  if (!check_list(node, "'methods'", "leave it out", out)) return;
  for (const config::Node& item : node.items) {
    const auto word = read_word(item, "a method", language::kAuthMethodWords, out);
    if (!word) continue;
    if (std::ranges::find(auth.methods, *word, &Located<std::size_t>::value) !=
        auth.methods.end()) {
      out.add(codes::kRepeated, item.place,
              "the method " + in_quotes(item.scalar) + " stands twice");
      continue;
    }
    auth.methods.push_back({.value = *word, .place = item.place});
  }
}

// What only a caller who is known can have.
bool parse_terms(const MapReader& map, AuthSyntax& auth, Diagnostics& out) {
  const config::Node* scopes = map.find("scopes");
  const config::Node* claims = map.find("claims");
  const config::Node* acr = map.find("acr");
  const config::Node* max_age = map.find("max_age");
  if (scopes != nullptr) auth.scopes = parse_words(*scopes, "scopes", "scope", out);
  if (claims != nullptr && claims->is_map() && !claims->members.empty()) {
    for (const config::Node::Member& member : claims->members) parse_claim(member, auth, out);
  } else if (claims != nullptr) {
    refuse_kind(*claims, "'claims'", "a map", "write it as in 'claims: { tenant: acme }'", out);
  }
  if (acr != nullptr) auth.acr = parse_words(*acr, "acr", "class of logins", out);
  if (max_age != nullptr) auth.max_age = read_duration(*max_age, "'max_age'", out);
  return scopes != nullptr || claims != nullptr || acr != nullptr || max_age != nullptr;
}

std::optional<RequireSyntax> parse_one(const config::Node& node, Diagnostics& out) {
  const std::size_t problems = out.size();
  const MapReader map{node, "a requirement", node.place, language::kRequire, out};
  RequireSyntax require{.status = {400, node.place}, .place = node.place};
  if (const config::Node* that = map.find("that")) {
    if (auto conditions = parse_conditions(*that, "'that'", out)) {
      require.that = std::move(*conditions);
    }
  }
  if (const config::Node* status = map.find("status")) {
    require.status = read_count(*status, "'status'", 400, 599, out).value_or(require.status);
  }
  if (const config::Node* title = map.find("title")) {
    if (auto text = read_text(*title, "'title'", out)) require.title = std::move(text->value);
  }
  if (out.size() != problems) return std::nullopt;
  return require;
}

}  // namespace

std::optional<AuthSyntax> parse_auth(const config::Node& node, Diagnostics& out) {
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
  const config::Node* required = map.find("required");
  auth.required = required == nullptr || read_boolean(*required, "'required'", out).value_or(true);
  if (const config::Node* methods = map.find("methods")) parse_methods(*methods, auth, out);
  if (!parse_terms(map, auth, out) || auth.required) return auth;
  for (const std::string_view key : {"scopes", "claims", "acr", "max_age"}) {
    if (map.find(key) == nullptr) continue;
    out.add(codes::kContradiction, map.place_of(key),
            in_quotes(key) + " with 'required: false': an anonymous caller has none",
            "write 'required: true' or leave it out");
  }
  return auth;
}

std::vector<RequireSyntax> parse_require(const config::Node& node, Diagnostics& out) {
  std::vector<RequireSyntax> requires_;
  if (node.is_map()) {
    refuse_kind(node, "'require'", "a list", "write '- ' before the requirement", out);
    return requires_;
  }
  if (!check_list(node, "'require'", "leave it out", out)) return requires_;
  for (const config::Node& item : node.items) {
    if (auto one = parse_one(item, out)) requires_.push_back(std::move(*one));
  }
  return requires_;
}

}  // namespace bff::plan
