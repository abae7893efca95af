// SPDX-License-Identifier: Apache-2.0
#include "plan/arguments.hpp"

#include <optional>
#include <utility>

#include "json/writer.hpp"
#include "plan/query_text.hpp"
#include "plan/scalar_text.hpp"

namespace bff::plan {
namespace {

using proto::FieldType;

std::string_view prefix_of(Input::Source source) noexcept {
  switch (source) {
    case Input::Source::path:
      return "path.";
    case Input::Source::query:
      return "query.";
    case Input::Source::header:
      return "header.";
    case Input::Source::cookie:
      return "cookie.";
    case Input::Source::claim:
      return "auth.";
    case Input::Source::request:
      return "request.";
  }
  return "";
}

// "query.recent" and what is wrong with it: "query.recent must be an int32 from 1 to 20".
Error refuse(const Input& input, const std::string& what) {
  Error error;
  error.code = input.source == Input::Source::claim ? Errc::invalid_claim : Errc::invalid_parameter;
  error.parameter = std::string(prefix_of(input.source)) + input.name;
  error.detail = error.parameter + " " + what;
  return error;
}

// `text` is in the arena already.
Result<Argument> read(const Input& input, std::string_view text) {
  Argument argument;
  if (!json::valid_utf8(text)) return refuse(input, "must be valid UTF-8");
  if (!parse_scalar(text, input.type, argument.cell) || !within_bounds(argument.cell, input)) {
    return refuse(input, "must be " + expectation(input));
  }
  return argument;
}

Argument when_absent(const Input& input) {
  Argument argument;
  if (!input.default_value) {
    argument.null = true;
  } else if (input.type == FieldType::text) {
    // Not the cell: its pointer may be of a plan that was moved since.
    argument.cell = proto::Cell::view(input.default_text);
  } else {
    argument.cell = *input.default_value;
  }
  return argument;
}

// What the query says of each input; the others' places stay empty.
struct Found {
  std::string_view raw;
  std::uint32_t times = 0;
};

std::pmr::vector<Found> find_in_query(const RoutePlan& plan, std::string_view query,
                                      std::pmr::memory_resource& arena) {
  std::pmr::vector<Found> found(plan.inputs.size(), &arena);
  for_each_pair(query, [&](std::string_view raw_name, std::string_view raw_value) {
    // A name that is no percent-encoding is the name of nothing that is declared.
    const std::optional<std::string_view> name = decode_form(raw_name, arena);
    if (!name) return;
    for (std::size_t i = 0; i < found.size(); ++i) {
      const Input& input = plan.inputs[i];
      if (input.source != Input::Source::query || input.name != *name) continue;
      found[i].raw = raw_value;
      ++found[i].times;
    }
  });
  return found;
}

Result<Argument> read_query(const Input& input, const Found& found,
                            std::pmr::memory_resource& arena) {
  if (found.times == 0) {
    if (input.required) return refuse(input, "is required");
    return when_absent(input);
  }
  if (found.times > 1) return refuse(input, "may be given only once");
  const std::optional<std::string_view> text = decode_form(found.raw, arena);
  if (!text) return refuse(input, "is not properly percent-encoded");
  return read(input, *text);
}

std::string_view path_variable(const RoutePlan& plan, std::span<const std::string> variables,
                               const std::string& name) {
  std::size_t number = 0;
  for (const auto& segment : plan.path.segments) {
    if (!segment.variable) continue;
    if (segment.text == name) return variables[number];
    ++number;
  }
  return {};  // compile() has refused a variable that the path does not have
}

}  // namespace

Result<std::pmr::vector<Argument>> bind(const RoutePlan& plan,
                                        std::span<const std::string> variables,
                                        std::string_view query, const auth::Principal* principal,
                                        std::pmr::memory_resource& arena) {
  const std::pmr::vector<Found> found = find_in_query(plan, query, arena);
  std::pmr::vector<Argument> arguments(&arena);
  arguments.reserve(plan.inputs.size());
  for (std::size_t i = 0; i < plan.inputs.size(); ++i) {
    const Input& input = plan.inputs[i];
    Result<Argument> argument = Argument{};
    switch (input.source) {
      case Input::Source::path:
        argument = read(input, copy_text(path_variable(plan, variables, input.name), arena));
        break;
      case Input::Source::query:
        argument = read_query(input, found[i], arena);
        break;
      case Input::Source::header:
      case Input::Source::cookie:
      case Input::Source::request:
        break;
      case Input::Source::claim: {
        const std::string* claim = principal != nullptr ? principal->claim(input.name) : nullptr;
        argument = claim != nullptr ? read(input, copy_text(*claim, arena)) : when_absent(input);
        break;
      }
    }
    if (!argument) return std::move(argument).error();
    arguments.push_back(*argument);
  }
  return arguments;
}

}  // namespace bff::plan
