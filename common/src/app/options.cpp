// SPDX-License-Identifier: Apache-2.0
#include "app/options.hpp"

#include <iostream>

#include <CLI/CLI.hpp>

namespace bff::app {

std::optional<Options> parse_options(int argc, char** argv, const GatewayInfo& info,
                                     int& exit_status) {
  Options options{.config_file = info.config_file};
  CLI::App app{"The gateway between this client app and the gRPC services that it needs.",
               info.name};
  app.set_version_flag("--version", std::string{info.name} + " " BFF_VERSION);
  app.require_subcommand(0, 1);
  const auto add_config = [&](CLI::App& to) {
    to.add_option("--config", options.config_file, "The gateway's configuration")
        ->type_name("FILE")
        ->capture_default_str();
  };
  add_config(app);
  auto* serve =
      app.add_subcommand("serve", "Serve (the default). SIGHUP reloads, SIGTERM drains and ends");
  auto* check = app.add_subcommand(
      "check", "Report every problem of the configuration and its routes, then end");
  add_config(*serve);
  add_config(*check);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    exit_status = app.exit(e, std::cout, std::cerr) == 0 ? 0 : 2;
    return std::nullopt;
  }
  if (check->parsed()) options.command = Command::check;
  return options;
}

}  // namespace bff::app
