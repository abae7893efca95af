// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "plan/located_scalar.hpp"
#include "plan/route_parts.hpp"
#include "plan/syntax_codes.hpp"

// A route has literal segments and `{name}` of the templates that the router knows; the rest is
// for methods that are served by their google.api.http.
namespace bff::plan {

std::string_view beyond_routes(std::string_view text) {
  for (std::size_t at = 0; (at = text.find_first_of("*{:", at)) != std::string_view::npos;) {
    if (text[at] == ':') return text.substr(at);
    if (text[at] == '*') return text.substr(at, text.substr(at).starts_with("**") ? 2 : 1);
    const std::size_t equals = text.find_first_of("=}", at);
    if (text[equals] == '=') return text.substr(at, text.find('/', at) - at);
    at = equals;
  }
  return {};
}

bool parse_path(const LocatedScalar& http, std::size_t at, route::PathTemplate& out_path,
                Diagnostics& out) {
  const std::string_view text = http.text().substr(at);
  const auto place = [&](std::string_view part) {
    return http.part(at + static_cast<std::size_t>(part.data() - text.data()), part.size());
  };
  route::PathTemplate path;
  route::TemplateProblem problem;
  if (!route::parse_path_template(text, path, problem)) {
    out.add(codes::kBadPath, place(text.substr(problem.offset, problem.length)),
            std::move(problem.message), std::move(problem.remedy));
    return false;
  }
  if (const std::string_view part = beyond_routes(text); !part.empty()) {
    out.add(codes::kNotYetSupported, place(part),
            in_quotes(part) + " in a path is not yet supported",
            "write literal segments and '{name}'");
    return false;
  }
  for (const auto& variable : path.variables) {
    if (is_name(variable.name)) continue;
    const std::string_view name = text.substr(text.find("{" + variable.name + "}") + 1);
    out.add(codes::kBadPath, place(name.substr(0, variable.name.size())),
            in_quotes(variable.name) + " is no name of a variable",
            "letters, digits and '_', not beginning with a digit");
    return false;
  }
  out_path = std::move(path);
  return true;
}

}  // namespace bff::plan
