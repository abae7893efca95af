// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_inputs.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <bit>

#include "plan/arguments.hpp"
#include "plan/compile_codes.hpp"
#include "plan/compile_policy.hpp"
#include "plan/scalar_text.hpp"

namespace bff::plan {
namespace {

using proto::FieldType;

long double as_number(const Input& input, const proto::Cell& cell) {
  switch (input.type) {
    case FieldType::float64:
      return std::bit_cast<double>(cell.bits);
    case FieldType::float32:
      return std::bit_cast<float>(static_cast<std::uint32_t>(cell.bits));
    case FieldType::uint32:
    case FieldType::uint64:
      return static_cast<long double>(cell.bits);
    default:
      return static_cast<long double>(static_cast<std::int64_t>(cell.bits));
  }
}

// The parser has checked a declaration by its declared type; here a text parameter may stand for
// another type, and its default must then parse like a sent one.
void set_default(Input& input, const config::Node& node, Diagnostics& out) {
  const auto take = [&](proto::Cell cell) { input.default_value = cell; };
  if (input.type == FieldType::text) {
    input.default_text = node.scalar;
    take({});
  } else if (proto::Cell cell; parse_value(node.scalar, input, cell)) {
    take(cell);
  } else {
    const bool is_enum = input.enumeration != nullptr;
    out.add(codes::kDefaultMisfit, node.place,
            "'" + node.scalar + "' is no " +
                (is_enum ? input.enumeration->full_name : std::string(name_of(input.type))) +
                ", as which '" + input.name + "' is used",
            is_enum ? did_you_mean(node.scalar, names_of(input)) : "");
  }
}

void set_bound(Input& input, std::optional<long double>& bound, const config::Node& node) {
  if (proto::Cell cell; parse_scalar(node.scalar, input.type, cell)) bound = as_number(input, cell);
}

// Reads what is declared into `input`; used for declarations and for a client's overrides.
void apply(Input& input, const ParameterSyntax& syntax, Diagnostics& out) {
  if (syntax.default_value && input.repeated) {
    out.add(codes::kDefaultMisfit, syntax.default_value->place,
            "'" + input.name + "' is repeated, and a list has no default",
            "leave it out: when nothing is sent, the list is empty");
  } else if (syntax.default_value) {
    set_default(input, *syntax.default_value, out);
  }
  if (syntax.min) set_bound(input, input.min, *syntax.min);
  if (syntax.max) set_bound(input, input.max, *syntax.max);
}

const ParameterSyntax* find(const std::vector<ParameterSyntax>& declared, std::string_view name) {
  const auto it = std::find_if(declared.begin(), declared.end(),
                               [&](const auto& p) { return p.name.value == name; });
  return it == declared.end() ? nullptr : &*it;
}

std::vector<std::string_view> names_of(const std::vector<ParameterSyntax>& declared) {
  std::vector<std::string_view> names;
  for (const auto& parameter : declared) names.push_back(parameter.name.value);
  return names;
}

const std::vector<ParameterSyntax>& declared_in(const RouteSyntax& route, Input::Source source) {
  switch (source) {
    case Input::Source::query:
      return route.query;
    case Input::Source::header:
      return route.headers;
    case Input::Source::cookie:
      return route.cookies;
    default:
      return route.path_parameters;
  }
}

// How messages call an input of that source.
std::string_view noun_of(Input::Source source) {
  return source == Input::Source::header   ? "header"
         : source == Input::Source::cookie ? "cookie"
                                           : "query parameter";
}

// The declared type; text where a path variable says nothing. nullopt: no such type.
std::optional<FieldType> declared_type(const ParameterSyntax& syntax) {
  return syntax.type.value.empty() ? FieldType::text : scalar_named(syntax.type.value);
}

std::vector<std::string_view> variables_of(const RouteModel& route) {
  std::vector<std::string_view> names;
  for (const auto& variable : route.path.variables) names.push_back(variable.name);
  return names;
}

Type path_type(RouteContext& context, const std::string& name, const Place& place) {
  const auto variables = variables_of(context.route);
  if (std::find(variables.begin(), variables.end(), name) == variables.end()) {
    if (!context.route.has_path) return {};
    const std::string near = did_you_mean(name, variables);
    context.out.add(codes::kUndeclaredInput, place, "the path has no '{" + name + "}'",
                    near.empty() ? "declare it in the route's path" : near);
    return {};
  }
  const auto* syntax = find(context.route.syntax->path_parameters, name);
  const auto type = syntax != nullptr ? declared_type(*syntax) : FieldType::text;
  return type ? scalar_type(*type) : Type{};
}

Type declared_input_type(RouteContext& context, Input::Source source, const RefSyntax& ref) {
  const std::string& name = ref.steps[0].name;
  const auto& declared = declared_in(*context.route.syntax, source);
  const auto* syntax = find(declared, name);
  if (syntax == nullptr) {
    const std::string near = did_you_mean(name, names_of(declared));
    context.out.add(
        codes::kUndeclaredInput, ref.steps[0].place,
        "the " + std::string(noun_of(source)) + " '" + name + "' is not declared",
        near.empty() ? "declare it: " + ref.name + ": { " + name + ": { type: … } }" : near);
    return {};
  }
  const auto type = declared_type(*syntax);
  if (!type) return {};
  Type out = scalar_type(*type);
  out.list = syntax->repeated;
  out.absent = !syntax->repeated && !syntax->required && !syntax->default_value;
  return out;
}

// What the gateway itself knows of a request.
Type request_type(RouteContext& context, const RefSyntax& ref) {
  static constexpr std::array<std::string_view, 3> kNames{"id", "language", "client"};
  const std::string& name = ref.steps[0].name;
  if (std::find(kNames.begin(), kNames.end(), name) != kNames.end()) {
    return scalar_type(FieldType::text);
  }
  const std::string near = did_you_mean(name, {kNames.begin(), kNames.end()});
  context.out.add(codes::kUndeclaredInput, ref.steps[0].place, "$request has no '" + name + "'",
                  near.empty() ? "it has id, language and client" : near);
  return {};
}

Type claim_type(RouteContext& context, const std::string& name, const RefSyntax& ref) {
  if (!context.route.policy) return {};
  using Mode = auth::Policy::Mode;
  if (context.route.policy->mode == Mode::open) {
    context.out.add(codes::kPublicAuth, ref.place, "the route is public, nobody is known in it",
                    "write auth: { required: true } or { required: false }");
    return {};
  }
  if (context.world.list_claims.contains(name)) {
    context.out.add(codes::kClaimMisfit, ref.place, "the claim '" + name + "' is a list",
                    "a route can ask what it contains: auth: { claims: { " + name +
                        ": { contains: admin } } }");
    return {};
  }
  Type out = scalar_type(FieldType::text);
  if (const auto it = context.world.claims.find(name); it != context.world.claims.end()) {
    out = scalar_type(it->second);
  } else if (name != "sub" && name != "iss" && name != "scope") {
    refuse_undeclared(name, ref.steps[0].place, context.world, context.out);
    return {};
  }
  // A token is only accepted with these two.
  out.absent = context.route.policy->mode != Mode::required || (name != "sub" && name != "iss");
  return out;
}

Input::Source source_of(const RefSyntax& ref) {
  return ref.name == "path"      ? Input::Source::path
         : ref.name == "query"   ? Input::Source::query
         : ref.name == "header"  ? Input::Source::header
         : ref.name == "cookie"  ? Input::Source::cookie
         : ref.name == "request" ? Input::Source::request
                                 : Input::Source::claim;
}

std::size_t add_input(RouteContext& context, Input::Source source, const std::string& declared,
                      const Type& type, const ParameterSyntax* syntax) {
  Input input{.source = source};
  input.type = type.kind == Type::Kind::enumeration ? FieldType::enumeration : type.scalar;
  input.enumeration = type.enumeration;
  input.enums = context.route.file->format.enums;
  input.name = syntax != nullptr && !syntax->wire_name.empty() ? syntax->wire_name : declared;
  auto& inputs = context.route.inputs;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const Input& known = inputs[i];
    if (known.source == source && known.name == input.name && known.type == input.type &&
        known.enumeration == input.enumeration) {
      return i;
    }
  }
  if (syntax != nullptr) {
    input.required = source != Input::Source::path && syntax->required;
    input.repeated = syntax->repeated;
    if (!syntax->separator.empty()) input.separator = syntax->separator[0];
    if (syntax->pattern) {  // the parser has seen that it holds
      input.pattern = std::make_shared<const re2::RE2>(syntax->pattern->value, re2::RE2::Quiet);
    }
    apply(input, *syntax, context.out);
  }
  inputs.push_back(std::move(input));
  return inputs.size() - 1;
}

}  // namespace

void declare_inputs(RouteContext& context) {
  const auto declare = [&](const ParameterSyntax& syntax, Input::Source source) {
    if (const auto type = declared_type(syntax)) {
      add_input(context, source, syntax.name.value, scalar_type(*type), &syntax);
    }
  };
  for (const auto& syntax : context.route.syntax->path_parameters) {
    declare(syntax, Input::Source::path);
  }
  for (const auto& syntax : context.route.syntax->query) declare(syntax, Input::Source::query);
  for (const auto& syntax : context.route.syntax->headers) declare(syntax, Input::Source::header);
  for (const auto& syntax : context.route.syntax->cookies) declare(syntax, Input::Source::cookie);
}

Type input_type(RouteContext& context, const RefSyntax& ref) {
  const RefSyntax::Step& first = ref.steps[0];
  const Input::Source source = source_of(ref);
  if (source == Input::Source::request) return request_type(context, ref);
  Type type = source == Input::Source::path    ? path_type(context, first.name, first.place)
              : source == Input::Source::claim ? claim_type(context, first.name, ref)
                                               : declared_input_type(context, source, ref);
  type.text_input = type.kind == Type::Kind::scalar && type.scalar == FieldType::text;
  return type;
}

std::size_t input_as(RouteContext& context, const RefSyntax& ref, const Type& type) {
  const Input::Source source = source_of(ref);
  const bool declared = source != Input::Source::claim && source != Input::Source::request;
  const ParameterSyntax* syntax =
      declared ? find(declared_in(*context.route.syntax, source), ref.steps[0].name) : nullptr;
  return add_input(context, source, ref.steps[0].name, type, syntax);
}

void override_inputs(const std::vector<ParameterSyntax>& overrides, std::vector<Input>& inputs,
                     Diagnostics& out) {
  for (const ParameterSyntax& syntax : overrides) {
    for (Input& input : inputs) {
      if (input.source == Input::Source::query && input.name == syntax.wire_name) {
        apply(input, syntax, out);
      }
    }
  }
}

std::optional<auth::Policy> compile_policy(const RouteSyntax& route, const CompileContext& context,
                                           Diagnostics& out) {
  auto policy = policy_of(route.auth, context, out);
  if (!policy && !route.damaged) {
    out.add(codes::kNoAuth, route.id.place, "the route '" + route.id.value + "' has no auth",
            std::string(kWriteAuth));
  }
  return policy;
}

}  // namespace bff::plan
