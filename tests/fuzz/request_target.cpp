// SPDX-License-Identifier: Apache-2.0
// Where a request goes: the first line of the input is a path template, the second a request
// target. A canonical path has one reading, a route's own variables match it, and its query binds
// or is refused with the parameter's name.
#include <algorithm>
#include <memory_resource>
#include <span>

#include "fuzz/target.hpp"
#include "plan/arguments.hpp"
#include "route/canonical.hpp"
#include "route/query_text.hpp"
#include "route/router.hpp"

using namespace bff;
using fuzz::require;
using Kind = route::PathTemplate::Segment::Kind;

namespace {

plan::RoutePlan parameters() {
  using Source = plan::Input::Source;
  using Type = proto::FieldType;
  plan::RoutePlan plan;
  const auto add = [&](const char* name, Type type) -> plan::Input& {
    plan::Input input{.source = Source::query};
    input.name = name;
    input.type = type;
    return plan.inputs.emplace_back(std::move(input));
  };
  add("t", Type::text);
  add("b", Type::boolean);
  add("i", Type::int32);
  add("l", Type::int64);
  add("u", Type::uint32);
  add("m", Type::uint64);
  add("d", Type::float64);
  add("f", Type::float32);
  plan::Input& bounded = add("r", Type::int32);
  bounded.min = 1;
  bounded.max = 20;
  return plan;
}

void check_query(std::string_view query) {
  static const plan::RoutePlan plan = parameters();
  std::pmr::monotonic_buffer_resource arena;
  const auto arguments = plan::bind(plan, {.query = query}, arena);
  if (!arguments) {
    require(arguments.error().code == Errc::invalid_parameter, "a bad query is a 400");
    require(!arguments.error().parameter.empty(), "that names the parameter",
            arguments.error().detail);
    return;
  }
  require(arguments->size() == plan.inputs.size(), "each input has its argument");
  const plan::Argument& bounded = arguments->back();
  const auto value = static_cast<std::int64_t>(bounded.cell.bits);
  require(bounded.null || (value >= 1 && value <= 20), "bounds hold");
}

void check_match(const route::PathTemplate& made, std::string_view path) {
  route::RouterBuilder builder;
  require(!builder.add("GET", made, 7), "an empty router takes any template");
  const route::Router router = std::move(builder).build();
  std::string allow;
  const auto match = router.match("GET", path, allow);
  const bool canonical = route::check_canonical(path).has_value();
  if (!match) {
    require(canonical == (match.error().code == Errc::not_found),
            "only a canonical path is looked for", path);
    return;
  }
  require(canonical && match->route == 7, "what matches is canonical", path);
  require(match->variables.size() == made.variables.size(), "each variable has a value");
  for (std::size_t i = 0; i < made.variables.size(); ++i) {
    const route::PathTemplate::Variable& variable = made.variables[i];
    const std::span segments{made.segments.data() + variable.begin,
                             made.segments.data() + variable.end};
    if (std::ranges::count(segments, Kind::many, &route::PathTemplate::Segment::kind) != 0)
      continue;
    const auto& value = match->variables[i];
    require(!value.empty(), "no segment is empty", path);
    require(static_cast<std::size_t>(std::ranges::count(value, '/')) == segments.size() - 1,
            "a variable takes its segments", path);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Exact exact(fuzz::text_of(data, size));
  const std::string_view input = exact.view();
  const std::size_t line = std::min(input.find('\n'), input.size());
  const std::string_view target = input.substr(std::min(line + 1, input.size()));
  const std::size_t mark = std::min(target.find('?'), target.size());
  const std::string_view path = target.substr(0, mark);

  check_query(target.substr(std::min(mark + 1, target.size())));
  route::PathTemplate made;
  route::TemplateProblem problem;
  if (route::parse_path_template(input.substr(0, line), made, problem)) {
    check_match(made, path);
    check_match(made, made.text);  // a template without variables and wildcards is its own path
  } else {
    require(!problem.message.empty(), "a refused template says why");
    require(problem.offset + problem.length <= line, "and where", input.substr(0, line));
  }
  return 0;
}
