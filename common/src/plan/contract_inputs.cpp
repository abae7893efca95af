// SPDX-License-Identifier: Apache-2.0
#include "plan/contract_inputs.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <cmath>

#include "json/writer.hpp"
#include "proto/scalar_writer.hpp"

namespace bff::plan {
namespace {

using contract::Parameter;
using proto::FieldType;
using InputSource = Input::Source;

Parameter::In place_of(InputSource source) {
  switch (source) {
    case InputSource::path:
      return Parameter::In::path;
    case InputSource::header:
      return Parameter::In::header;
    case InputSource::cookie:
      return Parameter::In::cookie;
    default:
      return Parameter::In::query;
  }
}

bool is_sent(const Input& input) {
  return input.source != InputSource::claim && input.source != InputSource::request;
}

// As a client would write it.
std::string text_of(const proto::Cell& cell, const Input& input) {
  if (input.type == FieldType::text) return input.default_text;
  std::string out;
  {
    json::Appender to{out};
    const proto::Field field{.type = input.type, .enumeration = input.enumeration};
    proto::append_scalar(to, field, cell, {.enums = input.enums});
  }
  std::erase(out, '"');  // of 64 bits, of "NaN", of an enum's name
  return out;
}

std::string text_of(long double bound) {
  std::string out;
  {
    json::Appender to{out};
    // Beyond 64 bits are bounds of double and float only.
    if (std::trunc(bound) != bound || bound < -0x1p63L || bound >= 0x1p64L) {
      json::append_double(to, static_cast<double>(bound));
    } else if (bound < 0) {
      json::append_int(to, static_cast<std::int64_t>(bound));
    } else {
      json::append_uint(to, static_cast<std::uint64_t>(bound));
    }
  }
  return out;
}

Parameter parameter_of(const Input& input, const proto::JsonFormat& format, ContractTypes& types) {
  Parameter out{.in = place_of(input.source),
                .name = input.name,
                .type = input.enumeration != nullptr ? types.enumeration(*input.enumeration, format)
                                                     : ContractTypes::scalar(input.type, format),
                .required = input.required || input.source == InputSource::path};
  // A parameter is a text on its way: NaN is one of the numbers there.
  if (out.type.kind == contract::Type::Kind::floating) out.type.kind = contract::Type::Kind::number;
  if (input.repeated) {
    contract::Type list{.kind = contract::Type::Kind::list};
    list.items.push_back(std::move(out.type));
    out.type = std::move(list);
  }
  if (input.pattern) out.pattern = input.pattern->pattern();
  if (input.separator != 0) out.separator = std::string(1, input.separator);
  if (input.default_value) out.default_text = text_of(*input.default_value, input);
  if (input.min) out.min = text_of(*input.min);
  if (input.max) out.max = text_of(*input.max);
  return out;
}

// A text, or a list of them, that nothing says more of.
bool is_any_text(const contract::Type& type) {
  const contract::Type& one = type.kind == contract::Type::Kind::list ? type.items.at(0) : type;
  return one.kind == contract::Type::Kind::text && one.name.empty();
}

}  // namespace

std::vector<Parameter> parameters_of(const RoutePlan& plan, ContractTypes& types) {
  std::vector<Parameter> out;
  for (const auto& variable : plan.path.variables) {
    out.push_back({.in = Parameter::In::path,
                   .name = variable.name,
                   .type = {.kind = contract::Type::Kind::text},
                   .required = true});
  }
  for (const Input& input : plan.inputs) {
    if (!is_sent(input)) continue;
    Parameter parameter = parameter_of(input, plan.format, types);
    const auto same = std::ranges::find_if(out, [&](const Parameter& known) {
      return known.in == parameter.in && known.name == parameter.name;
    });
    if (same == out.end()) {
      out.push_back(std::move(parameter));
    } else if (is_any_text(same->type)) {
      // A text that is parsed where it goes has the type of that place.
      *same = std::move(parameter);
    }
  }
  return out;
}

}  // namespace bff::plan
