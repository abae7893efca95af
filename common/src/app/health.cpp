// SPDX-License-Identifier: Apache-2.0
#include "app/health.hpp"

#include <httplib.h>

#include <iostream>

#include "base/files.hpp"

namespace bff::app {
namespace {

int unhealthy(const std::string& reason) {
  std::cerr << reason << "\n";
  return 1;
}

// What listens on every address is asked on this machine's own.
std::string reachable(const std::string& host) {
  if (host == "0.0.0.0") return "127.0.0.1";
  return host == "::" ? "::1" : host;
}

}  // namespace

int health(const std::string& config_file, const config::Environment& environment) {
  std::string why;
  const auto source = read_source(config_file, why);
  if (!source) return unhealthy("cannot read '" + config_file + "': " + why);
  Diagnostics problems;
  const auto config = config::load_gateway(source, environment, problems);
  if (!config) return unhealthy(problems.text());
  if (!config->admin || config->admin->port == 0) {
    return unhealthy(display_path(config->file) +
                     ": 'health' asks the admin endpoint, so 'admin.address' must name a port");
  }
  const auto host = reachable(config->admin->host);
  const auto where = host + ", port " + std::to_string(config->admin->port);
  httplib::Client client{host, config->admin->port};
  client.set_connection_timeout(2);
  client.set_read_timeout(2);
  const auto answer = client.Get("/readyz");
  if (!answer) return unhealthy("no answer from " + where + ": " + to_string(answer.error()));
  if (answer->status != 200)
    return unhealthy(where + " says " + std::to_string(answer->status) + ": " + answer->body);
  return 0;
}

}  // namespace bff::app
