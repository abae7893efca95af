// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "plan/located_scalar.hpp"
#include "plan/map_reader.hpp"
#include "plan/parameter_values.hpp"
#include "plan/read_value.hpp"
#include "plan/route_parts.hpp"
#include "plan/syntax_codes.hpp"

// Declared inputs: `query:` and `path:` of a route, `query:` of a view.
namespace bff::plan {

using config::Node;

namespace {

constexpr std::string_view kQueryKeys[] = {"type", "default", "min", "max", "required"};
constexpr std::string_view kQueryKeysLater[] = {"pattern", "repeated"};
constexpr std::string_view kPathKeys[] = {"type", "min", "max"};
constexpr std::string_view kPathKeysLater[] = {"pattern"};
constexpr MapKeys::Misplaced kPathKeysMisplaced[] = {
    {"default", "a path parameter is always there"},
    {"required", "a path parameter is always there"}};
constexpr std::string_view kViewKeys[] = {"default", "min", "max"};
constexpr MapKeys::Misplaced kViewKeysMisplaced[] = {
    {"type", "the route declares it, a view only narrows"},
    {"required", "the route declares it, a view only narrows"}};

constexpr std::string_view kTypes[] = {"string", "bool",   "int32",  "int64",
                                       "uint32", "uint64", "double", "float"};

LocatedText read_type(MapReader& map, Diagnostics& out) {
  const Node* node = map.need("type", "write 'type: string', or what it is");
  if (node == nullptr) return {};
  const auto index = read_word(*node, "'type'", kTypes, out);
  if (!index) return {};
  return {std::string{kTypes[*index]}, node->place};
}

void check_name(const config::Node::Member& member, Diagnostics& out) {
  if (is_name(member.key)) return;
  out.add(codes::kBadName, member.key_place, in_quotes(member.key) + " is no name of a parameter",
          "letters, digits and '_', not beginning with a digit");
}

bool check_map(const Node& node, std::string_view what, Diagnostics& out) {
  if (node.is_map()) return true;
  refuse_kind(node, what, "a map of parameters", "", out);
  return false;
}

ParameterSyntax named(const config::Node::Member& member) {
  ParameterSyntax parameter;
  parameter.name = {member.key, member.key_place};
  parameter.place = member.key_place;
  return parameter;
}

}  // namespace

std::vector<ParameterSyntax> parse_query(const Node& node, Diagnostics& out) {
  std::vector<ParameterSyntax> parameters;
  if (!check_map(node, "'query'", out)) return parameters;
  for (const auto& member : node.members) {
    check_name(member, out);
    MapReader map{member.value,
                  "the parameter " + in_quotes(member.key),
                  member.key_place,
                  {.known = kQueryKeys, .later = kQueryKeysLater},
                  out};
    ParameterSyntax parameter = named(member);
    parameter.type = read_type(map, out);
    read_values(map, parameter.type.value, parameter, out);
    if (!parameter.type.value.empty()) check_bounds(parameter, nullptr, out);
    if (const Node* required = map.find("required")) {
      parameter.required = read_boolean(*required, "'required'", out).value_or(false);
      if (parameter.required && map.find("default") != nullptr) {
        out.add(codes::kContradiction, map.place_of("required"),
                "'required' beside 'default': one of them has no effect", "write one of them");
      }
    }
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

std::vector<ParameterSyntax> parse_path_parameters(const Node& node,
                                                   const route::PathTemplate* variables,
                                                   Diagnostics& out) {
  std::vector<ParameterSyntax> parameters;
  if (!check_map(node, "'path'", out)) return parameters;
  std::vector<std::string_view> names;
  if (variables != nullptr) {
    for (const auto& segment : variables->segments) {
      if (segment.variable) names.push_back(segment.text);
    }
  }
  for (const auto& member : node.members) {
    if (variables != nullptr && std::ranges::find(names, member.key) == names.end()) {
      out.add(
          codes::kNoSuchVariable, member.key_place,
          "the path " + in_quotes(variables->text) + " has no variable " + in_quotes(member.key),
          did_you_mean(member.key, names));
    }
    MapReader map{member.value,
                  "the path parameter " + in_quotes(member.key),
                  member.key_place,
                  {.known = kPathKeys, .later = kPathKeysLater, .misplaced = kPathKeysMisplaced},
                  out};
    ParameterSyntax parameter = named(member);
    parameter.type = read_type(map, out);
    read_values(map, parameter.type.value, parameter, out);
    if (!parameter.type.value.empty()) check_bounds(parameter, nullptr, out);
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

std::vector<ParameterSyntax> parse_view_query(const Node& node,
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
    const MapReader map{member.value,
                        "the view's parameter " + in_quotes(member.key),
                        member.key_place,
                        {.known = kViewKeys, .misplaced = kViewKeysMisplaced},
                        out};
    ParameterSyntax parameter = named(member);
    const std::string_view type =
        route == declared.end() ? std::string_view{} : std::string_view{route->type.value};
    read_values(map, type, parameter, out);
    if (!type.empty()) check_bounds(parameter, &*route, out);
    if (route != declared.end() && route->required && parameter.default_value) {
      out.add(codes::kContradiction, map.place_of("default"),
              "'default' for a parameter that the route requires", "leave one of them out");
    }
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

}  // namespace bff::plan
