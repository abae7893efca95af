// SPDX-License-Identifier: Apache-2.0
#include "app/options.hpp"

#include <filesystem>
#include <iostream>
#include <system_error>

#include <CLI/CLI.hpp>

namespace bff::app {
namespace {

// From the executable's own place, so that an installed tree can be moved. In a build tree nothing
// is there, and the sources' own gateway.yaml is meant.
std::string default_config(const GatewayInfo& info) {
  if (info.installed_config_file == nullptr) return info.config_file;
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  const auto installed = (self.parent_path() / info.installed_config_file).lexically_normal();
  // When neither is there, the installed one is what an operator can put there.
  const bool in_build_tree = !std::filesystem::exists(installed, error) &&
                             std::filesystem::exists(info.config_file, error);
  return in_build_tree ? info.config_file : installed.string();
}

}  // namespace

std::optional<Options> parse_options(int argc, char** argv, const GatewayInfo& info,
                                     int& exit_status) {
  Options options{.config_file = default_config(info)};
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
  auto* health = app.add_subcommand(
      "health", "Ask the gateway that serves with this configuration whether it is ready");
  for (auto* command : {serve, check, health}) add_config(*command);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    exit_status = app.exit(e, std::cout, std::cerr) == 0 ? 0 : 2;
    return std::nullopt;
  }
  if (check->parsed()) options.command = Command::check;
  if (health->parsed()) options.command = Command::health;
  return options;
}

}  // namespace bff::app
