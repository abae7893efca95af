// SPDX-License-Identifier: Apache-2.0
#include "plan/parameter_values.hpp"

#include <charconv>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "plan/located_scalar.hpp"
#include "plan/read_value.hpp"
#include "plan/syntax_codes.hpp"

namespace bff::plan {

using config::Node;

namespace {

template <class Integer>
bool is_integer(std::string_view text) {
  Integer value;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && stop == text.data() + text.size();
}

// 64 bits fit a long double exactly, so one domain serves all comparisons.
long double number_of(const Node& node) {
  long double value = 0;
  std::from_chars(node.scalar.data(), node.scalar.data() + node.scalar.size(), value);
  return value;
}

bool is_finite_within(std::string_view text, long double most) {
  long double value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && stop == text.data() + text.size() && value <= most &&
         value >= -most;
}

bool fits(const Node& node, std::string_view type) {
  using Kind = Node::Kind;
  if (type == "string") return node.is_text();
  if (type == "bool") return node.kind == Kind::boolean;
  if (node.kind != Kind::number) return false;
  if (type == "int32") return is_integer<std::int32_t>(node.scalar);
  if (type == "int64") return is_integer<std::int64_t>(node.scalar);
  if (type == "uint32") return is_integer<std::uint32_t>(node.scalar);
  if (type == "uint64") return is_integer<std::uint64_t>(node.scalar);
  if (type == "float") return is_finite_within(node.scalar, std::numeric_limits<float>::max());
  return is_finite_within(node.scalar, std::numeric_limits<double>::max());
}

bool has_order(std::string_view type) { return type != "string" && type != "bool"; }

// Reads a value of the parameter's type; an unknown type (reported before) takes any scalar.
std::optional<Node> read_value_of(const Node& node, std::string_view key, std::string_view type,
                                  Diagnostics& out) {
  const std::string what = in_quotes(key);
  auto value = read_literal(node, what, out);
  if (!value || type.empty() || fits(*value, type)) return value;
  std::string remedy;
  if (type == "string" && !node.is_list() && !node.is_map() && node.kind != Node::Kind::null) {
    remedy = "write \"" + node.scalar + "\"";
  }
  const bool scalar = !node.is_list() && !node.is_map() && node.kind != Node::Kind::null;
  out.add(codes::kMisfit, node.place,
          (scalar ? in_quotes(node.scalar) : std::string{config::kind_name(node.kind)}) +
              " is no " + std::string{type},
          std::move(remedy));
  return std::nullopt;
}

}  // namespace

// `default`, `min` and `max`, each by itself.
void read_values(const MapReader& map, std::string_view type, ParameterSyntax& parameter,
                 Diagnostics& out) {
  if (const Node* node = map.find("default")) {
    parameter.default_value = read_value_of(*node, "default", type, out);
  }
  for (const auto& [key, bound] :
       {std::pair{"min", &parameter.min}, std::pair{"max", &parameter.max}}) {
    const Node* node = map.find(key);
    if (node == nullptr) continue;
    if (!type.empty() && !has_order(type)) {
      out.add(codes::kNoOrder, map.place_of(key),
              in_quotes(key) + " wants a number, and the parameter is a " + std::string{type});
      continue;
    }
    *bound = read_value_of(*node, key, type, out);
  }
}

// The values of one parameter against each other. `route` is null, or what a view narrows.
void check_bounds(const ParameterSyntax& parameter, const ParameterSyntax* route,
                  Diagnostics& out) {
  const auto inherited = [route](std::optional<Node> ParameterSyntax::*part,
                                 const ParameterSyntax& own) -> const Node* {
    if (own.*part) return &*(own.*part);
    return route != nullptr && route->*part ? &*(route->*part) : nullptr;
  };
  const auto refuse = [&out](const Node& value, std::string message, std::string remedy) {
    out.add(codes::kBadBounds, value.place, std::move(message), std::move(remedy));
  };
  if (route != nullptr && parameter.min && route->min &&
      number_of(*parameter.min) < number_of(*route->min)) {
    return refuse(
        *parameter.min,
        "the view's min " + parameter.min->scalar + " is below the route's " + route->min->scalar,
        "a view only narrows");
  }
  if (route != nullptr && parameter.max && route->max &&
      number_of(*parameter.max) > number_of(*route->max)) {
    return refuse(
        *parameter.max,
        "the view's max " + parameter.max->scalar + " is above the route's " + route->max->scalar,
        "a view only narrows");
  }
  const Node* min = inherited(&ParameterSyntax::min, parameter);
  const Node* max = inherited(&ParameterSyntax::max, parameter);
  if (min != nullptr && max != nullptr && number_of(*min) > number_of(*max)) {
    return refuse(parameter.min ? *parameter.min : *max,
                  "min " + min->scalar + " is above max " + max->scalar, "");
  }
  const Node* value = inherited(&ParameterSyntax::default_value, parameter);
  if (value == nullptr) return;
  // A view that only moves a bound is at fault, not the route's default.
  const auto blame = [&](const std::optional<Node>& bound) -> const Node& {
    return parameter.default_value || !bound ? *value : *bound;
  };
  if (min != nullptr && number_of(*value) < number_of(*min)) {
    refuse(blame(parameter.min), "default " + value->scalar + " is below min " + min->scalar, "");
  } else if (max != nullptr && number_of(*value) > number_of(*max)) {
    refuse(blame(parameter.max), "default " + value->scalar + " is above max " + max->scalar, "");
  }
}

}  // namespace bff::plan
