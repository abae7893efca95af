// SPDX-License-Identifier: Apache-2.0
#include "app/convert_command.hpp"

#include <iostream>

#include "config/node_text.hpp"
#include "plan/proto_form.hpp"
#include "runtime/snapshot.hpp"

namespace bff::app {
namespace {

// The service that is meant, or null and what is wrong in `out`.
const std::pair<std::string, Place>* choose(const std::string& name, const config::Gateway& config,
                                            Diagnostics& out) {
  const auto& known = config.proto_routes;
  if (name.empty() && known.size() == 1) return &known.front();
  std::vector<std::string_view> names;
  std::string all;
  for (const auto& service : known) {
    if (service.first == name) return &service;
    names.push_back(service.first);
    all += (all.empty() ? "" : ", ") + service.first;
  }
  const std::string meant = did_you_mean(name, names);
  out.add("BFF411", {},
          known.empty()  ? "the configuration has no 'proto_routes'"
          : name.empty() ? "'proto_routes' names several services"
                         : "'proto_routes' does not name '" + name + "'",
          known.empty()   ? "it names the services whose rpcs declare routes"
          : meant.empty() ? "name one of them: " + all
                          : meant);
  return nullptr;
}

}  // namespace

int convert(const Options& options, const config::Environment& environment) {
  Diagnostics problems;
  const auto snapshot = runtime::load_snapshot(options.config_file, environment, problems,
                                               {.extensions = options.extensions});
  const auto* service = snapshot ? choose(options.service, snapshot->config, problems) : nullptr;
  if (service == nullptr) {
    std::cerr << problems.text();
    return snapshot ? 2 : 1;
  }
  const auto form = plan::proto_form(*snapshot->schema, service->first, service->second, problems);
  std::cout << "# " << service->first << " as a route file.\n" << config::to_yaml(*form);
  return 0;
}

}  // namespace bff::app
