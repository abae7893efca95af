// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "bff/run.hpp"
#include "contract/openapi.hpp"

namespace bff::app {

enum class Command {
  serve,
  check,
  health,
  types,
  openapi,
  lock,
  diff,
  routes,
  explain,
  test,
  convert,
  keys,
  signing_key
};

struct Options {
  Command command = Command::serve;
  std::string config_file;
  std::string format = "text";    // check, routes, explain: each has its own
  std::string route;              // explain
  bool mock = false;              // serve
  std::string service;            // convert
  Extensions extensions;          // not of the command line: run() adds them
  contract::OpenApiInfo openapi;  // openapi
  struct Keys {
    enum class Action { list, add, revoke } action = Action::list;
    std::string subject, plan, expires;  // add
    std::vector<std::string> scopes;     // add
    std::string id;                      // revoke
  } keys;                                // keys
  std::string algorithm = "ES256";       // signing_key
  std::string old_lock, new_lock;        // diff; no new one: what the gateway serves now
};

// Reads the command line. Nullopt when the process is to end now, with `exit_status`: after
// --help and --version (printed to standard output), or a wrong line (told on standard error).
std::optional<Options> parse_options(int argc, char** argv, const GatewayInfo& info,
                                     int& exit_status);

}  // namespace bff::app
