// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "plan/header_rules.hpp"
#include "plan/located_scalar.hpp"
#include "plan/map_reader.hpp"
#include "plan/parameter_values.hpp"
#include "plan/read_value.hpp"
#include "plan/route_parts.hpp"
#include "plan/syntax_codes.hpp"

// Declared inputs: `path`, `query`, `header` and `cookie` of a route, `query` of a view.
namespace bff::plan {

namespace {

std::string_view what_of(InputKind kind) {
  switch (kind) {
    case InputKind::query:
      return "'query'";
    case InputKind::header:
      return "'header'";
    case InputKind::cookie:
      break;
  }
  return "'cookie'";
}

void check_name(const config::Node::Member& member, InputKind kind, Diagnostics& out) {
  if (is_name(member.key)) return;
  std::string remedy = "letters, digits and '_', not beginning with a digit";
  // `x-app-version` is the header's name, `x_app_version` what expressions call it.
  std::string name = lower_case(member.key);
  std::ranges::replace(name, '-', '_');
  if (is_name(name)) {
    remedy = "write " + in_quotes(name) +
             (kind == InputKind::header ? ": it stands for the header " + in_quotes(member.key)
                                        : ", and 'name: " + member.key + "' in it");
  }
  out.add(codes::kBadName, member.key_place, in_quotes(member.key) + " is no name of a parameter",
          std::move(remedy));
}

bool check_map(const config::Node& node, std::string_view what, Diagnostics& out) {
  if (node.is_map()) return true;
  refuse_kind(node, what, "a map of parameters", "", out);
  return false;
}

ParameterSyntax named(const config::Node::Member& member) {
  ParameterSyntax parameter;
  parameter.name = {member.key, member.key_place};
  parameter.wire_name = member.key;
  parameter.place = member.key_place;
  return parameter;
}

// `type`, and what is said of the values.
void read_rules(const MapReader& map, ParameterSyntax& parameter, Diagnostics& out) {
  if (const config::Node* type = map.find("type")) {
    const auto index = read_word(*type, "'type'", language::kTypeWords, out);
    if (index) parameter.type = {std::string{language::kTypeWords[*index]}, type->place};
  }
  if (const config::Node* repeated = map.find("repeated")) {
    parameter.repeated = read_boolean(*repeated, "'repeated'", out).value_or(false);
  }
  if (const config::Node* pattern = map.find("pattern")) {
    parameter.pattern = read_pattern(*pattern, parameter.type.value, out);
  }
  read_values(map, parameter.type.value, parameter.repeated, parameter, out);
  if (!parameter.type.value.empty()) check_values(parameter, nullptr, out);
}

void read_separator(const config::Node& node, const Place& key, ParameterSyntax& parameter,
                    Diagnostics& out) {
  const auto text = read_text(node, "'separator'", out);
  if (!text) return;
  const char c = text->value[0];
  if (text->value.size() != 1 || c <= 0x20 || c >= 0x7f) {
    out.add(codes::kOutOfRange, node.place, "'separator' cannot be " + in_quotes(text->value),
            "write one visible character, such as \",\"");
  } else if (!parameter.repeated) {
    out.add(codes::kMissingKey, key, "'separator' without 'repeated: true'",
            "it splits a value into several");
  } else {
    parameter.separator = text->value;
  }
}

// What the client writes for the parameter.
void read_wire_name(const MapReader& map, InputKind kind, ParameterSyntax& parameter,
                    Diagnostics& out) {
  Place place = parameter.place;
  if (const config::Node* name = map.find("name")) {
    if (auto text = read_text(*name, "'name'", out)) parameter.wire_name = std::move(text->value);
    place = name->place;
  } else if (kind == InputKind::header) {
    std::ranges::replace(parameter.wire_name, '_', '-');
  }
  if (kind == InputKind::header) {
    if (is_name(parameter.name.value) || map.find("name") != nullptr) {
      check_header_name(parameter.wire_name, place, HeaderUse::request, out);
    }
    parameter.wire_name = lower_case(parameter.wire_name);
  } else if (kind == InputKind::cookie) {
    check_cookie_name(parameter.wire_name, place, out);
  }
}

}  // namespace

std::vector<ParameterSyntax> parse_parameters(const config::Node& node, InputKind kind,
                                              Diagnostics& out) {
  std::vector<ParameterSyntax> parameters;
  if (!check_map(node, what_of(kind), out)) return parameters;
  for (const auto& member : node.members) {
    check_name(member, kind, out);
    const MapReader map{member.value, "the parameter " + in_quotes(member.key), member.key_place,
                        language::kParameter, out};
    ParameterSyntax parameter = named(member);
    read_rules(map, parameter, out);
    read_wire_name(map, kind, parameter, out);
    if (const config::Node* separator = map.find("separator")) {
      read_separator(*separator, map.place_of("separator"), parameter, out);
    }
    if (const config::Node* required = map.find("required")) {
      parameter.required = read_boolean(*required, "'required'", out).value_or(false);
      if (parameter.required && map.find("default") != nullptr) {
        out.add(codes::kContradiction, map.place_of("required"),
                "'required' beside 'default': one of them has no effect", "write one of them");
      }
    }
    const auto same = std::ranges::find(parameters, parameter.wire_name,
                                        [](const auto& other) { return other.wire_name; });
    if (same != parameters.end()) {
      out.add(codes::kRepeated, member.key_place,
              in_quotes(member.key) + " and " + in_quotes(same->name.value) + " are both '" +
                  parameter.wire_name + "' in a request",
              "declare it once");
    }
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

std::vector<ParameterSyntax> parse_path_parameters(const config::Node& node,
                                                   const route::PathTemplate* path,
                                                   Diagnostics& out) {
  std::vector<ParameterSyntax> parameters;
  if (!check_map(node, "'path'", out)) return parameters;
  std::vector<std::string_view> names;
  if (path != nullptr) {
    for (const auto& variable : path->variables) names.push_back(variable.name);
  }
  for (const auto& member : node.members) {
    if (path != nullptr && std::ranges::find(names, member.key) == names.end()) {
      const std::string remedy = did_you_mean(member.key, names);
      out.add(codes::kNoSuchVariable, member.key_place,
              "the path " + in_quotes(path->text) + " has no variable " + in_quotes(member.key),
              remedy.empty() && !names.empty() ? write_one_of(names) : remedy);
    }
    const MapReader map{member.value, "the path parameter " + in_quotes(member.key),
                        member.key_place, language::kPathParameter, out};
    ParameterSyntax parameter = named(member);
    read_rules(map, parameter, out);
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

std::vector<ParameterSyntax> parse_view_query(const config::Node& node,
                                              std::span<const ParameterSyntax> declared,
                                              Diagnostics& out) {
  std::vector<ParameterSyntax> parameters;
  if (!check_map(node, "'query'", out)) return parameters;
  std::vector<std::string_view> names;
  for (const auto& parameter : declared) names.push_back(parameter.name.value);
  for (const auto& member : node.members) {
    const auto route =
        std::ranges::find(declared, member.key, [](const auto& p) { return p.name.value; });
    if (route == declared.end()) {
      out.add(codes::kNoSuchParameter, member.key_place,
              "the route has no query parameter " + in_quotes(member.key),
              did_you_mean(member.key, names));
    }
    const MapReader map{member.value, "the view's parameter " + in_quotes(member.key),
                        member.key_place, language::kViewParameter, out};
    ParameterSyntax parameter = named(member);
    if (route != declared.end()) parameter.wire_name = route->wire_name;
    const std::string_view type =
        route == declared.end() ? std::string_view{} : std::string_view{route->type.value};
    read_values(map, type, route != declared.end() && route->repeated, parameter, out);
    if (!type.empty()) check_values(parameter, &*route, out);
    if (route != declared.end() && route->required && parameter.default_value) {
      out.add(codes::kContradiction, map.place_of("default"),
              "'default' for a parameter that the route requires", "leave one of them out");
    }
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

}  // namespace bff::plan
