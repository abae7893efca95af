// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include <utility>

#include "cases/case.hpp"
#include "cases/case_keys.hpp"
#include "cases/case_reader.hpp"
#include "cases/codes.hpp"
#include "config/document.hpp"
#include "plan/located_scalar.hpp"
#include "plan/map_reader.hpp"
#include "plan/read_value.hpp"
#include "plan/syntax_codes.hpp"

namespace bff::cases {
namespace {

using config::Node;
using plan::in_quotes;

// The plan of the route, or null: another client's route, or none at all, which is reported.
std::shared_ptr<const plan::RoutePlan> find_route(const plan::LocatedText& id,
                                                  const runtime::Snapshot& snapshot,
                                                  Diagnostics& out) {
  for (const auto& route : snapshot.routes) {
    if (route.plan->id == id.value) return route.plan;
  }
  if (!snapshot.known_routes.contains(id.value)) {
    out.add(codes::kNoSuchRoute, id.place, "there is no route " + in_quotes(id.value),
            did_you_mean(id.value, {snapshot.known_routes.begin(), snapshot.known_routes.end()}));
  }
  return nullptr;
}

void check_version(const Node& version, Diagnostics& out) {
  if (version.is_text() && version.scalar == "bff/v1") return;
  out.add(plan::codes::kVersion, version.place, "this is no version of the tests of routes",
          "write 'bff/v1'");
}

CaseFile read_file(std::shared_ptr<const Source> source, const runtime::Snapshot& snapshot,
                   Diagnostics& out) {
  CaseFile file{.source = source};
  const auto root = config::load_document(source, out);
  if (!root) return file;
  const plan::MapReader map{*root, "a file of tests", root->place, language::kFile, out};
  if (const Node* version = map.find("version")) check_version(*version, out);
  std::shared_ptr<const plan::RoutePlan> route;
  if (const Node* id = map.find("route")) {
    if (const auto text = plan::read_text(*id, "'route'", out)) {
      file.route = text->value;
      route = find_route(*text, snapshot, out);
    }
  }
  const Node* cases = map.find("cases");
  if (cases == nullptr || !plan::check_list(*cases, "'cases'", "write one", out)) return file;
  std::set<std::string> names;
  for (const Node& item : cases->items) {
    auto one = CaseReader{*snapshot.schema, route, out}.read(item);
    if (!one.name.empty() && !names.insert(one.name).second) {
      out.add(plan::codes::kRepeated, one.place,
              "the name " + in_quotes(one.name) + " stands twice");
    }
    file.cases.push_back(std::move(one));
  }
  return file;
}

}  // namespace

std::vector<CaseFile> read_cases(const std::vector<std::shared_ptr<const Source>>& sources,
                                 const runtime::Snapshot& snapshot, Diagnostics& out) {
  std::vector<CaseFile> files;
  for (const auto& source : sources) files.push_back(read_file(source, snapshot, out));
  return files;
}

}  // namespace bff::cases
