// SPDX-License-Identifier: Apache-2.0
#include "app/route_list.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "plan/contract_of.hpp"
#include "plan/explain.hpp"

namespace bff::app {
namespace {

using Json = nlohmann::ordered_json;
using Row = std::array<std::string, 6>;

std::string calls_text(const plan::RoutePlan& plan) {
  std::string out;
  for (const plan::Call& call : plan.calls) out += (out.empty() ? "" : ",") + call.name;
  return out.empty() ? "-" : out;
}

// What the contract says of it; of a route that has no part in it, nothing.
contract::Route route_of(const plan::RoutePlan& plan, const contract::Contract& contract) {
  const auto found = std::ranges::find(contract.routes, plan.id, &contract::Route::id);
  return found != contract.routes.end() ? *found : contract::Route{};
}

std::string retired_text(const contract::Route& route) {
  if (!route.sunset.empty()) return "until " + route.sunset;
  return route.deprecated ? "deprecated" : "-";
}

// Characters, which paths may have of several bytes.
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string aligned(const std::vector<Row>& rows) {
  std::array<std::size_t, std::tuple_size_v<Row>> widths{};
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  }
  std::string out;
  for (const Row& row : rows) {
    for (std::size_t i = 0; i + 1 < row.size(); ++i) {
      out += row[i] + std::string(widths[i] - width(row[i]) + 2, ' ');
    }
    out += row.back() + "\n";
  }
  return out;
}

}  // namespace

std::string route_list_text(const Plans& plans, const contract::Contract& contract) {
  std::vector<Row> rows{{"ROUTE", "HTTP", "AUTH", "CALLS", "GOING", "FILE"}};
  for (std::size_t i = 0; i < plans.size(); ++i) {
    const plan::RoutePlan& plan = *plans[i];
    rows.push_back({plan.id, plan.method + " " + plan.path.text,
                    plan::auth_text(plan::auth_of(plan.policy)), calls_text(plan),
                    retired_text(route_of(plan, contract)), plan.file});
  }
  return aligned(rows);
}

std::string route_list_json(const Plans& plans, const contract::Contract& contract) {
  Json routes = Json::array();
  for (std::size_t i = 0; i < plans.size(); ++i) {
    const plan::RoutePlan& plan = *plans[i];
    const contract::Route route = route_of(plan, contract);
    Json calls = Json::array();
    for (const plan::Call& call : plans[i]->calls) calls.push_back(call.name);
    const std::string& place = plans[i]->file;
    const auto colon = place.rfind(':');
    Json sunset = nullptr;
    if (!route.sunset.empty()) sunset = route.sunset;
    const contract::Auth auth = plan::auth_of(plan.policy);
    routes.push_back({{"id", plan.id},
                      {"method", plan.method},
                      {"path", plan.path.text},
                      {"auth", name_of(auth.mode)},
                      {"scopes", auth.scopes},
                      {"calls", calls},
                      {"deprecated", route.deprecated},
                      {"sunset", sunset},
                      {"file", place.substr(0, colon)},
                      {"line", std::stoi(place.substr(colon + 1))}});
  }
  const Json out{{"client", contract.client}, {"routes", routes}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace bff::app
