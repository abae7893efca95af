// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <nlohmann/json.hpp>

#include "app/problem_formats.hpp"
#include "base/sorted_problems.hpp"

namespace bff::app {
namespace {

using Json = nlohmann::ordered_json;

// RFC 3986: what a path may hold as it is.
bool is_path_char(char c) {
  constexpr std::string_view kOthers = "-._~!$&'()*+,;=@/";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         kOthers.find(c) != kOthers.npos;
}

// Relative paths stay relative: SARIF's readers take them from the root of the repository.
std::string uri_of(const std::string& path) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    if (is_path_char(c)) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4];
    out += kHex[byte & 15];
  }
  return out;
}

Json location_json(const Place& place) {
  Json out{{"artifactLocation", {{"uri", uri_of(place.source->path())}}}};
  if (place.line > 0) {
    const Columns columns = columns_of(place);
    out["region"] = {
        {"startLine", place.line}, {"startColumn", columns.begin}, {"endColumn", columns.end}};
  }
  return {{"physicalLocation", out}};
}

}  // namespace

std::string problems_sarif(const Diagnostics& problems) {
  const auto shown = sorted(problems);
  std::vector<std::string> codes;
  for (const Diagnostic* problem : shown) codes.push_back(problem->code);
  std::ranges::sort(codes);
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());

  // A rule's helpUri has to be absolute, and an installed gateway has no web page.
  Json rules = Json::array();
  for (const std::string& code : codes) {
    rules.push_back({{"id", code}, {"help", {{"text", code + " is told of in docs/errors.md"}}}});
  }
  Json results = Json::array();
  for (const Diagnostic* problem : shown) {
    const auto rule = std::ranges::lower_bound(codes, problem->code) - codes.begin();
    Json result{
        {"ruleId", problem->code},
        {"ruleIndex", rule},
        {"level", "error"},
        {"message",
         {{"text", problem->message + (problem->remedy.empty() ? "" : "\n" + problem->remedy)}}}};
    if (problem->place.source) {
      result["locations"] = Json::array({location_json(problem->place)});
    }
    results.push_back(std::move(result));
  }
  const Json run{{"tool", {{"driver", {{"name", "bff"}, {"rules", rules}}}}},
                 {"columnKind", "unicodeCodePoints"},
                 {"results", results}};
  const Json out{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                 {"version", "2.1.0"},
                 {"runs", Json::array({run})}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace bff::app
