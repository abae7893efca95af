// SPDX-License-Identifier: Apache-2.0
#include "plan/arguments.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "json/writer.hpp"
#include "plan/cell_list.hpp"
#include "plan/cookie_text.hpp"
#include "plan/scalar_text.hpp"
#include "route/query_text.hpp"

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
  // A route calls the header app-version `$header.app_version`.
  if (input.source == Input::Source::header) {
    std::replace(error.parameter.begin(), error.parameter.end(), '-', '_');
  }
  error.detail = error.parameter + " " + what;
  return error;
}

// `text` is in the arena already.
Result<Argument> read(const Input& input, std::string_view text) {
  Argument argument;
  if (!json::valid_utf8(text)) return refuse(input, "must be valid UTF-8");
  if (!parse_value(text, input, argument.cell) || !within_bounds(argument.cell, input) ||
      !matches(text, input)) {
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

// What a header, a cookie or the query says of each input; the others' places stay empty.
struct Found {
  std::string_view raw;
  std::uint32_t times = 0;
};
using AllFound = std::pmr::vector<Found>;

void note(AllFound& found, const RoutePlan& plan, Input::Source source, std::string_view name,
          std::string_view raw) {
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Input& input = plan.inputs[i];
    if (input.source != source || input.name != name) continue;
    found[i].raw = raw;
    ++found[i].times;
  }
}

void find_in_query(AllFound& found, const RoutePlan& plan, std::string_view query,
                   std::pmr::memory_resource& arena) {
  route::for_each_pair(query, [&](std::string_view raw_name, std::string_view raw_value) {
    // A name that is no percent-encoding is the name of nothing that is declared.
    const std::optional<std::string_view> name = route::decode_form(raw_name, arena);
    if (name) note(found, plan, Input::Source::query, *name, raw_value);
  });
}

bool same_name(std::string_view name, std::string_view lower) noexcept {
  return std::equal(name.begin(), name.end(), lower.begin(), lower.end(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

void find_in_headers(AllFound& found, const RoutePlan& plan,
                     std::span<const RequestInputs::Header> headers) {
  for (const auto& [name, value] : headers) {
    for (std::size_t i = 0; i < found.size(); ++i) {
      const Input& input = plan.inputs[i];
      if (input.source != Input::Source::header || !same_name(name, input.name)) continue;
      found[i].raw = value;
      ++found[i].times;
    }
    if (!same_name(name, "cookie")) continue;
    for_each_cookie(value, [&](std::string_view cookie, std::string_view raw) {
      note(found, plan, Input::Source::cookie, cookie, raw);
    });
  }
}

// One value as it was sent, decoded; nullopt when it cannot be.
std::optional<std::string_view> decoded(const Input& input, std::string_view raw,
                                        std::pmr::memory_resource& arena) {
  if (input.source == Input::Source::query) return route::decode_form(raw, arena);
  if (input.source == Input::Source::cookie) {
    if (const auto text = route::decode_percent(raw, arena)) return text;
  }
  return route::copy_text(raw, arena);
}

Result<Argument> read_single(const Input& input, const Found& found,
                             std::pmr::memory_resource& arena) {
  if (found.times == 0) {
    if (input.required) return refuse(input, "is required");
    return when_absent(input);
  }
  if (found.times > 1) return refuse(input, "may be given only once");
  const std::optional<std::string_view> text = decoded(input, found.raw, arena);
  if (!text) return refuse(input, "is not properly percent-encoded");
  return read(input, *text);
}

// Adds the elements of one value of a repeated input: itself, or what its separator parts. An
// empty value has no elements then.
Result<void> read_elements(const Input& input, std::string_view text, CellList& list) {
  if (input.separator != 0 && text.empty()) return {};
  for (;;) {
    const std::size_t end =
        input.separator != 0 ? text.find(input.separator) : std::string_view::npos;
    const Result<Argument> element = read(input, text.substr(0, end));
    if (!element) return element.error();
    list.push(element->cell);
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
}

Result<Argument> read_list(const Input& input, const Found& found, std::string_view query,
                           std::pmr::memory_resource& arena) {
  if (found.times == 0 && input.required) return refuse(input, "is required");
  CellList list(arena, found.times);
  Result<void> done;
  route::for_each_pair(query, [&](std::string_view raw_name, std::string_view raw_value) {
    if (!done || found.times == 0) return;
    const std::optional<std::string_view> name = route::decode_form(raw_name, arena);
    if (!name || *name != input.name) return;
    const std::optional<std::string_view> text = route::decode_form(raw_value, arena);
    done = text ? read_elements(input, *text, list)
                : Result<void>(refuse(input, "is not properly percent-encoded"));
  });
  if (!done) return std::move(done).error();
  if (found.times == 0 && input.default_value) list.push(when_absent(input).cell);
  Argument argument;
  argument.list = list.slot();
  return argument;
}

std::string_view path_variable(const RoutePlan& plan, std::span<const std::string> variables,
                               const std::string& name) {
  for (std::size_t i = 0; i < plan.path.variables.size(); ++i) {
    if (plan.path.variables[i].name == name) return variables[i];
  }
  return {};  // compile() has refused a variable that the path does not have
}

std::string_view of_request(const RequestInputs& request, const std::string& name) noexcept {
  if (name == "id") return request.request_id;
  return name == "language" ? request.language : request.client;
}

}  // namespace

bool reads_headers(const RoutePlan& plan) noexcept {
  return std::any_of(plan.inputs.begin(), plan.inputs.end(), [](const Input& input) {
    return input.source == Input::Source::header || input.source == Input::Source::cookie;
  });
}

Result<std::pmr::vector<Argument>> bind(const RoutePlan& plan, const RequestInputs& request,
                                        std::pmr::memory_resource& arena) {
  AllFound found(plan.inputs.size(), &arena);
  find_in_query(found, plan, request.query, arena);
  find_in_headers(found, plan, request.headers);
  std::pmr::vector<Argument> arguments(&arena);
  arguments.reserve(plan.inputs.size());
  for (std::size_t i = 0; i < plan.inputs.size(); ++i) {
    const Input& input = plan.inputs[i];
    Result<Argument> argument = Argument{};
    switch (input.source) {
      case Input::Source::path:
        argument = read(
            input, route::copy_text(path_variable(plan, request.variables, input.name), arena));
        break;
      case Input::Source::query:
        argument = input.repeated ? read_list(input, found[i], request.query, arena)
                                  : read_single(input, found[i], arena);
        break;
      case Input::Source::header:
      case Input::Source::cookie:
        argument = read_single(input, found[i], arena);
        break;
      case Input::Source::request:
        argument->cell =
            proto::Cell::view(route::copy_text(of_request(request, input.name), arena));
        break;
      case Input::Source::claim: {
        const auto* const principal = request.principal;
        const std::string* claim = principal != nullptr ? principal->claim(input.name) : nullptr;
        argument =
            claim != nullptr ? read(input, route::copy_text(*claim, arena)) : when_absent(input);
        break;
      }
    }
    if (!argument) return std::move(argument).error();
    arguments.push_back(*argument);
  }
  return arguments;
}

}  // namespace bff::plan
