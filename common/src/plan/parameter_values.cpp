// SPDX-License-Identifier: Apache-2.0
#include "plan/parameter_values.hpp"

#include <re2/re2.h>

#include <charconv>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "plan/located_scalar.hpp"
#include "plan/read_value.hpp"
#include "plan/syntax_codes.hpp"

namespace bff::plan {

namespace {

template <class Integer>
bool is_integer(std::string_view text) {
  Integer value;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && stop == text.data() + text.size();
}

// 64 bits fit a long double exactly, so one domain serves all comparisons.
long double number_of(const config::Node& node) {
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

bool fits(const config::Node& node, std::string_view type) {
  using Kind = config::Node::Kind;
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
std::optional<config::Node> read_value_of(const config::Node& node, std::string_view key,
                                          std::string_view type, Diagnostics& out) {
  const std::string what = in_quotes(key);
  auto value = read_literal(node, what, out);
  if (!value || type.empty() || fits(*value, type)) return value;
  std::string remedy;
  if (type == "string" && !node.is_list() && !node.is_map() &&
      node.kind != config::Node::Kind::null) {
    remedy = "write \"" + node.scalar + "\"";
  }
  const bool scalar = !node.is_list() && !node.is_map() && node.kind != config::Node::Kind::null;
  out.add(codes::kMisfit, node.place,
          (scalar ? in_quotes(node.scalar) : std::string{config::kind_name(node.kind)}) +
              " is no " + std::string{type},
          std::move(remedy));
  return std::nullopt;
}

// A list where the parameter is repeated.
std::optional<config::Node> read_default(const config::Node& node, std::string_view type,
                                         bool repeated, Diagnostics& out) {
  if (!repeated) return read_value_of(node, "default", type, out);
  if (!node.is_list()) {
    refuse_kind(node, "'default' of a repeated parameter", "a list", "", out);
    return std::nullopt;
  }
  config::Node list = node;
  bool good = true;
  for (config::Node& item : list.items) {
    auto value = read_value_of(item, "default", type, out);
    if (value) item = std::move(*value);
    good = value && good;
  }
  return good ? std::optional{std::move(list)} : std::nullopt;
}

re2::RE2::Options silent() {
  re2::RE2::Options options;
  options.set_log_errors(false);
  return options;
}

// The bounds and the pattern that hold for `parameter`: what a view does not set is the route's.
struct ParameterRules {
  const config::Node* min;
  const config::Node* max;
  const LocatedText* pattern;
};

void check_default(const config::Node& value, const config::Node& blamed_by_min,
                   const config::Node& blamed_by_max, const ParameterRules& rules,
                   Diagnostics& out) {
  const auto refuse = [&out](const config::Node& node, std::string message) {
    out.add(codes::kBadBounds, node.place, std::move(message));
  };
  if (rules.min != nullptr && number_of(value) < number_of(*rules.min)) {
    refuse(blamed_by_min, "default " + value.scalar + " is below min " + rules.min->scalar);
  } else if (rules.max != nullptr && number_of(value) > number_of(*rules.max)) {
    refuse(blamed_by_max, "default " + value.scalar + " is above max " + rules.max->scalar);
  } else if (rules.pattern != nullptr) {
    const re2::RE2 pattern{rules.pattern->value, silent()};
    if (!re2::RE2::FullMatch(value.scalar, pattern)) {
      refuse(value, "default " + in_quotes(value.scalar) + " does not match the pattern " +
                        in_quotes(rules.pattern->value));
    }
  }
}

}  // namespace

std::optional<LocatedText> read_pattern(const config::Node& node, std::string_view type,
                                        Diagnostics& out) {
  auto text = read_text(node, "'pattern'", out);
  if (!text) return std::nullopt;
  if (!type.empty() && type != "string") {
    out.add(codes::kBadPattern, node.place,
            "'pattern' is for a string, and the parameter is a " + std::string{type},
            "bound a number by 'min' and 'max'");
    return std::nullopt;
  }
  const re2::RE2 pattern{text->value, silent()};
  if (!pattern.ok()) {
    out.add(codes::kBadPattern, node.place,
            in_quotes(text->value) + " is no pattern: " + pattern.error(),
            "write a regular expression of RE2, without look-around and back references");
    return std::nullopt;
  }
  return text;
}

void read_values(const MapReader& map, std::string_view type, bool repeated,
                 ParameterSyntax& parameter, Diagnostics& out) {
  if (const config::Node* node = map.find("default")) {
    parameter.default_value = read_default(*node, type, repeated, out);
  }
  for (const auto& [key, bound] :
       {std::pair{"min", &parameter.min}, std::pair{"max", &parameter.max}}) {
    const config::Node* node = map.find(key);
    if (node == nullptr) continue;
    if (!type.empty() && !has_order(type)) {
      out.add(codes::kNoOrder, map.place_of(key),
              in_quotes(key) + " wants a number, and the parameter is a " + std::string{type},
              "leave it out");
      continue;
    }
    *bound = read_value_of(*node, key, type, out);
  }
}

void check_values(const ParameterSyntax& parameter, const ParameterSyntax* route,
                  Diagnostics& out) {
  const auto inherited = [route](auto ParameterSyntax::*part, const ParameterSyntax& own) {
    if (own.*part) return &*(own.*part);
    return route != nullptr && route->*part ? &*(route->*part) : nullptr;
  };
  const auto refuse = [&out](const config::Node& value, std::string message, std::string remedy) {
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
  const ParameterRules rules{inherited(&ParameterSyntax::min, parameter),
                             inherited(&ParameterSyntax::max, parameter),
                             inherited(&ParameterSyntax::pattern, parameter)};
  if (rules.min != nullptr && rules.max != nullptr &&
      number_of(*rules.min) > number_of(*rules.max)) {
    // Of a view that sets neither they are the route's own, and reported there.
    if (!parameter.min && !parameter.max) return;
    return refuse(parameter.min ? *parameter.min : *parameter.max,
                  "min " + rules.min->scalar + " is above max " + rules.max->scalar, "");
  }
  const config::Node* value = inherited(&ParameterSyntax::default_value, parameter);
  if (value == nullptr) return;
  // A view that only moves a bound is at fault, not the route's default.
  const auto blame = [&](const config::Node& one,
                         const std::optional<config::Node>& bound) -> const config::Node& {
    return parameter.default_value || !bound ? one : *bound;
  };
  if (!value->is_list()) {
    return check_default(*value, blame(*value, parameter.min), blame(*value, parameter.max), rules,
                         out);
  }
  for (const config::Node& item : value->items) {
    check_default(item, blame(item, parameter.min), blame(item, parameter.max), rules, out);
  }
}

}  // namespace bff::plan
