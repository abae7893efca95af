// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "app/problem_formats.hpp"
#include "base/sorted_problems.hpp"

namespace bff::app {
namespace {

using Json = nlohmann::ordered_json;

Json problem_json(const Diagnostic& problem) {
  const Place& place = problem.place;
  Json out{{"code", problem.code},     {"severity", "error"}, {"message", problem.message},
           {"remedy", problem.remedy}, {"file", nullptr},     {"line", nullptr},
           {"column", nullptr},        {"length", nullptr},   {"source", nullptr}};
  if (place.source) out["file"] = place.source->path();
  if (place.source && place.line > 0) {
    out["line"] = place.line;
    out["column"] = place.column;
    out["length"] = place.length;
    out["source"] = std::string(place.source->line(place.line));
  }
  return out;
}

}  // namespace

std::string problems_json(const Diagnostics& problems) {
  Json list = Json::array();
  for (const Diagnostic* problem : sorted(problems)) list.push_back(problem_json(*problem));
  const Json out{{"count", list.size()}, {"problems", list}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace bff::app
