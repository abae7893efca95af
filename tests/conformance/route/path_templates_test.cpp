// SPDX-License-Identifier: Apache-2.0
// Path templates of grpc-httpjson-transcoding, grpc-gateway and vanguard-go. They disagree with
// each other, so some are decided otherwise here, each for a stated reason.
#include <gtest/gtest.h>

#include <fstream>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "conformance/route/deviations.hpp"
#include "route/router.hpp"

namespace bff::route {
namespace {

using nlohmann::json;
using Kind = PathTemplate::Segment::Kind;

std::string text(const json& row, const char* key) { return row.at(key).get<std::string>(); }

std::optional<PathTemplate> parsed(const std::string& text) {
  PathTemplate path;
  TemplateProblem problem;
  if (!parse_path_template(text, path, problem)) return std::nullopt;
  return path;
}

// As the suites write it. What stands behind a `**` they count from the end: -1 is the end.
json described(const PathTemplate& path) {
  json segments = json::array(), variables = json::array();
  for (const auto& segment : path.segments) {
    const bool many = segment.kind == Kind::many;
    segments.push_back(many ? "**" : segment.kind == Kind::one ? "*" : segment.text);
  }
  for (const auto& variable : path.variables) {
    variables.push_back(
        {{"field", variable.name}, {"start", variable.begin}, {"end", variable.end}});
  }
  return {{"segments", segments}, {"variables", variables}, {"verb", path.verb}};
}

json expected_of(const json& row) {
  json variables = row.at("variables");
  for (json& variable : variables) {
    if (variable.at("end") < 0) {
      variable["end"] = row.at("segments").size() + 1 + variable.at("end").get<int>();
    }
    variable.erase("deep");
  }
  return {{"segments", row.at("segments")}, {"variables", variables}, {"verb", row.at("verb")}};
}

bool parses_as_stated(const json& row) {
  const auto path = parsed(text(row, "template"));
  if (path.has_value() != row.at("valid").get<bool>()) return false;
  if (path && row.contains("segments")) return described(*path) == expected_of(row);
  if (path && row.contains("fields")) {
    json fields = json::array();
    for (const auto& variable : path->variables) fields.push_back(variable.name);
    return path->verb == text(row, "verb") &&
           fields == (row.at("fields").is_null() ? json::array() : row.at("fields"));
  }
  return true;
}

struct Found {
  std::size_t route;
  std::vector<std::pair<std::string, std::string>> values;
};

// Nothing either when a template is refused, or two are equivalent: no gateway would start then.
std::optional<Found> look_up(const std::vector<std::pair<std::string, std::string>>& routes,
                             const std::string& method, const std::string& target) {
  RouterBuilder builder;
  std::vector<PathTemplate> paths;
  for (const auto& [its_method, its_path] : routes) {
    const auto path = parsed(its_path);
    const auto number = static_cast<std::uint32_t>(paths.size());
    if (!path || builder.add(its_method, *path, number)) return std::nullopt;
    paths.push_back(*path);
  }
  std::string allow;
  const auto match =
      std::move(builder).build().match(method, target.substr(0, target.find('?')), allow);
  if (!match) return std::nullopt;
  Found found{match->route, {}};
  for (std::size_t i = 0; i < match->variables.size(); ++i) {
    found.values.emplace_back(paths[match->route].variables[i].name, match->variables[i]);
  }
  return found;
}

// grpc-httpjson-transcoding. It binds the query as well, behind the path: that is no part of this.
bool finds_as_stated(const json& row) {
  std::vector<std::pair<std::string, std::string>> routes;
  for (const json& each : row.at("templates")) {
    routes.emplace_back(text(each, "method"), text(each, "template"));
  }
  const auto found = look_up(routes, text(row, "method"), text(row, "path"));
  if (!found || row.at("match").is_null()) return !found && row.at("match").is_null();
  const json& bindings = row.at("bindings");
  bool same = found->route == row.at("match").get<std::size_t>() &&
              bindings.size() >= found->values.size() &&
              (bindings.size() == found->values.size() || !text(row, "query").empty());
  for (std::size_t i = 0; same && i < found->values.size(); ++i) {
    const auto& [name, value] = found->values[i];
    same = text(bindings[i], "field") == name && text(bindings[i], "value") == value;
  }
  return same;
}

// grpc-gateway.
bool matches_as_stated(const json& row) {
  const auto found = look_up({{"GET", text(row, "template")}}, "GET", text(row, "path"));
  if (found.has_value() != row.at("match").get<bool>()) return false;
  if (!found || !row.contains("bindings")) return true;
  json values = json::object();
  for (const auto& [name, value] : found->values) values[name] = value;
  return values == row.at("bindings");
}

// What deviations.cpp calls a case.
std::string name_of(const json& row) {
  std::string input = text(row, row.contains("path") ? "path" : "template");
  if (input.size() > 60) input = input.substr(0, 20) + "..." + input.substr(input.size() - 4);
  return text(row, row.contains("test") ? "test" : "source") + " " + input;
}

TEST(PathTemplates, AreDecidedAsThePublicSuitesDoOrForAReason) {
  const std::string folder = BFF_CONFORMANCE_DATA;
  if (folder.empty()) GTEST_SKIP() << "BFF_CONFORMANCE_DATA is not set";
  std::set<std::string> listed, seen;
  for (const Deviation& deviation : deviations()) {
    for (const std::string& input : deviation.inputs) listed.insert(deviation.test + " " + input);
  }
  std::ifstream file(folder + "/path-templates.jsonl");
  std::size_t count = 0;
  for (std::string line; std::getline(file, line); ++count) {
    const json row = json::parse(line);
    const std::string name = name_of(row);
    const bool same = row.contains("valid")       ? parses_as_stated(row)
                      : row.contains("templates") ? finds_as_stated(row)
                                                  : matches_as_stated(row);
    if (same) {
      EXPECT_EQ(listed.count(name), 0U) << "deviates no more: " << name;
    } else {
      EXPECT_EQ(listed.count(name), 1U) << "deviates: " << name << "\n" << line.substr(0, 2000);
      seen.insert(name);
    }
  }
  EXPECT_EQ(count, 601U);
  EXPECT_EQ(seen, listed);
}

}  // namespace
}  // namespace bff::route
