// SPDX-License-Identifier: Apache-2.0
#include "app/contract_commands.hpp"

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>

#include "app/schema_notice.hpp"
#include "base/files.hpp"
#include "contract/diff.hpp"
#include "contract/lock.hpp"
#include "contract/openapi.hpp"
#include "contract/typescript.hpp"
#include "plan/contract_of.hpp"
#include "runtime/session_setup.hpp"
#include "runtime/snapshot.hpp"

namespace bff::app {
namespace {

contract::Contract contract_of(const runtime::Snapshot& snapshot) {
  std::vector<std::shared_ptr<const plan::RoutePlan>> plans;
  for (const auto& route : snapshot.routes) plans.push_back(route.plan);
  return plan::contract_of(snapshot.config.client, plans, *snapshot.schema);
}

std::shared_ptr<runtime::Snapshot> load(const Options& options,
                                        const config::Environment& environment, Diagnostics& out) {
  auto snapshot = runtime::load_snapshot(options.config_file, environment, out,
                                         {.extensions = options.extensions});
  if (snapshot) std::cerr << schema_notice(*snapshot);
  return snapshot;
}

std::optional<contract::Contract> served_contract(const Options& options,
                                                  const config::Environment& environment,
                                                  Diagnostics& out) {
  const auto snapshot = load(options, environment, out);
  if (!snapshot) return std::nullopt;
  return contract_of(*snapshot);
}

contract::OpenApiSchemes schemes_of(const runtime::Snapshot& snapshot) {
  const auto& auth = snapshot.config.auth;
  contract::OpenApiSchemes out{.bearer = !auth.issuers.empty()};
  out.dpop = std::ranges::any_of(
      auth.issuers, [](const auto& issuer) { return issuer.dpop != config::Issuer::Dpop::off; });
  if (auth.api_keys) out.api_key = auth.api_keys->header;
  if (snapshot.sessions) {
    out.session = snapshot.sessions->cookie.name;
    out.login = snapshot.sessions->login;
    out.marker = snapshot.sessions->config.csrf_header;
  }
  return out;
}

std::optional<contract::Contract> locked_contract(const std::string& path, Diagnostics& out) {
  std::string why;
  const auto source = read_source(path, why);
  if (!source) {
    out.add("BFF400", {}, "cannot read the lock '" + path + "': " + why,
            "the command 'lock' writes one");
    return std::nullopt;
  }
  return contract::read_lock(source, out);
}

std::string text_of(const Options& options, const runtime::Snapshot& snapshot) {
  const auto contract = contract_of(snapshot);
  switch (options.command) {
    case Command::types:
      return contract::to_typescript(contract);
    case Command::openapi: {
      auto info = options.openapi;
      info.schemes = schemes_of(snapshot);
      return contract::to_openapi(contract, info);
    }
    default:
      return contract::to_lock(contract);
  }
}

}  // namespace

void check_lock(const runtime::Snapshot& snapshot, Diagnostics& out) {
  const auto& config = snapshot.config;
  if (!config.lock) return;
  const auto old = locked_contract(config.lock->string(), out);
  if (!old) return;
  for (const auto& change : contract::diff(*old, contract_of(snapshot))) {
    if (!change.copied) continue;
    out.add("BFF404", config.lock_place,
            "the lock does not know " + change.where + " of '" + change.route +
                "', which comes with a message that is copied whole",
            "leave the field out ($omit, $pick), or write the lock anew: bff-" + config.client +
                " lock > " + display_path(*config.lock));
  }
}

int print_contract(const Options& options, const config::Environment& environment) {
  Diagnostics problems;
  const auto snapshot = load(options, environment, problems);
  if (!snapshot) {
    std::cerr << problems.text();
    return 1;
  }
  std::cout << text_of(options, *snapshot);
  return 0;
}

int print_diff(const Options& options, const config::Environment& environment) {
  Diagnostics problems;
  const auto old = locked_contract(options.old_lock, problems);
  const auto now = options.new_lock.empty() ? served_contract(options, environment, problems)
                                            : locked_contract(options.new_lock, problems);
  if (old && now && old->client != now->client) {
    problems.add(
        "BFF403", {},
        "the contracts are of two clients, '" + old->client + "' and '" + now->client + "'",
        "compare two of one client");
  }
  if (!problems.empty()) {
    std::cerr << problems.text();
    return 2;
  }
  const auto changes = contract::diff(*old, *now);
  std::cout << contract::to_text(changes, now->client);
  return contract::any_breaks(changes) ? 1 : 0;
}

}  // namespace bff::app
