// SPDX-License-Identifier: Apache-2.0
#include "app/route_commands.hpp"

#include <algorithm>
#include <iostream>
#include <optional>

#include "app/explain_json.hpp"
#include "app/route_list.hpp"
#include "plan/contract_of.hpp"
#include "plan/explain.hpp"
#include "runtime/snapshot.hpp"

namespace bff::app {
namespace {

struct Served {
  std::shared_ptr<const runtime::Snapshot> snapshot;
  Plans plans;
};

std::optional<Served> load(const Options& options, const config::Environment& environment) {
  Diagnostics problems;
  Served out{.snapshot = runtime::load_snapshot(options.config_file, environment, problems,
                                                {.extensions = options.extensions})};
  if (!out.snapshot) {
    std::cerr << problems.text();
    return std::nullopt;
  }
  for (const auto& route : out.snapshot->routes) out.plans.push_back(route.plan);
  return out;
}

contract::Contract contract_of(const Served& served, const Plans& plans) {
  return plan::contract_of(served.snapshot->config.client, plans, *served.snapshot->schema);
}

std::string no_route(const Options& options, const Served& served) {
  std::vector<std::string_view> known;
  for (const auto& plan : served.plans) known.push_back(plan->id);
  const std::string meant = did_you_mean(options.route, known);
  Diagnostics problems;
  problems.add(
      "BFF410", {},
      "client '" + served.snapshot->config.client + "' has no route '" + options.route + "'",
      meant.empty() ? "the command 'routes' lists those that it has" : meant);
  return problems.text();
}

std::string text_of(const Options& options, const plan::Explanation& explanation) {
  if (options.format == "json") return explain_json(explanation);
  if (options.format == "mermaid") return plan::explain_mermaid(explanation);
  return plan::explain_text(explanation);
}

}  // namespace

int print_routes(const Options& options, const config::Environment& environment) {
  const auto served = load(options, environment);
  if (!served) return 1;
  const auto contract = contract_of(*served, served->plans);
  std::cout << (options.format == "json" ? route_list_json(served->plans, contract)
                                         : route_list_text(served->plans, contract));
  return 0;
}

int print_explanation(const Options& options, const config::Environment& environment) {
  const auto served = load(options, environment);
  if (!served) return 1;
  const auto found = std::ranges::find_if(
      served->plans, [&](const auto& plan) { return plan->id == options.route; });
  if (found == served->plans.end()) {
    std::cerr << no_route(options, *served);
    return 2;
  }
  std::vector<std::string> upstreams;
  for (const auto& upstream : served->snapshot->upstreams) upstreams.push_back(upstream.name);
  std::cout << text_of(options, plan::explain(**found, contract_of(*served, {*found}), upstreams));
  return 0;
}

}  // namespace bff::app
