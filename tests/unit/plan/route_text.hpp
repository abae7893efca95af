// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostics.hpp"
#include "plan/route_file.hpp"

// Route files as texts, for the tests of their parser.
namespace bff::plan {

// "line:column+length CODE message -- remedy", in the order of reporting.
inline std::vector<std::string> shown(const Diagnostics& problems) {
  std::vector<std::string> lines;
  for (const auto& item : problems.items()) {
    lines.push_back(std::to_string(item.place.line) + ":" + std::to_string(item.place.column) +
                    "+" + std::to_string(item.place.length) + " " + item.code + " " + item.message +
                    (item.remedy.empty() ? "" : " -- " + item.remedy));
  }
  return lines;
}

inline std::optional<RouteFile> parsed(std::string text, Diagnostics& problems) {
  return parse_route_file(std::make_shared<const Source>("home.yaml", std::move(text)), problems);
}

inline std::vector<std::string> syntax_problems(std::string text) {
  Diagnostics problems;
  parsed(std::move(text), problems);
  return shown(problems);
}

// A file with one route, whose further keys are `lines`: they begin on line 5, indented by 4.
inline std::string route_with(std::string_view lines) {
  std::string text = "version: bff/v1\nroutes:\n  - id: home\n    http: GET /v1/home/{id}\n";
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    text += "    " + std::string{lines.substr(0, end)} + "\n";
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  return text;
}

// The same for one part of the route: what it says, or what is wrong with it.
inline std::vector<std::string> route_problems(std::string_view lines) {
  return syntax_problems(route_with(lines));
}

// The route, which must hold.
inline RouteSyntax route_of(std::string_view lines) {
  Diagnostics problems;
  auto file = parsed(route_with(lines), problems);
  if (!problems.empty() || !file || file->routes.size() != 1) {
    throw std::runtime_error("the route does not hold:\n" + problems.text());
  }
  return std::move(file->routes.front());
}

// The same with problems: what is left of the route.
inline RouteSyntax remains_of(std::string_view lines) {
  Diagnostics problems;
  auto file = parsed(route_with(lines), problems);
  if (problems.empty() || !file || file->routes.size() != 1) {
    throw std::runtime_error("the route was expected to have problems");
  }
  return std::move(file->routes.front());
}

// The shape is the value in column 12 of line 5.
inline std::vector<std::string> shape_problems(const std::string& shape) {
  return route_problems("shape: " + shape);
}
inline ShapeSyntax shape_of(const std::string& shape) {
  return std::move(*route_of("shape: " + shape).shape);
}

// The call `c` on line 6, its keys in braces from column 10 on, behind `rpc: p.S/M, `: column 24.
inline std::string call_with(const std::string& keys) {
  return "calls:\n  c: { rpc: p.S/M, " + keys + " }";
}
inline std::vector<std::string> call_problems(const std::string& keys) {
  return route_problems(call_with(keys));
}
inline CallSyntax call_of(const std::string& keys) {
  return std::move(route_of(call_with(keys)).calls[0]);
}

}  // namespace bff::plan
