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

void add_format(CLI::App& to, std::string& format, std::vector<std::string> known) {
  to.add_option("--format", format, "How it is printed")
      ->check(CLI::IsMember(std::move(known)))
      ->capture_default_str();
}

void add_openapi_options(CLI::App& to, contract::OpenApiInfo& info) {
  to.add_option("--title", info.title, "The interface's name")->capture_default_str();
  to.add_option("--api-version", info.version, "The interface's version")->capture_default_str();
  to.add_option("--server", info.server, "Where clients find it")
      ->type_name("URL")
      ->capture_default_str();
}

CLI::App* add_keys(CLI::App& app, Options& options) {
  using Action = Options::Keys::Action;
  auto* keys = app.add_subcommand("keys", "List, make and revoke the keys of auth.api_keys");
  keys->require_subcommand(1);
  auto* list = keys->add_subcommand("list", "Print the keys, which are told by their ids");
  add_format(*list, options.format, {"text", "json"});
  auto* add = keys->add_subcommand("add", "Make a key and print it, this once");
  add->add_option("SUBJECT", options.keys.subject, "Whose it is: `sub`")->required();
  add->add_option("--plan", options.keys.plan, "Its `plan`");
  add->add_option("--scope", options.keys.scopes, "A scope that it has; may be given again")
      ->allow_extra_args(false);
  add->add_option("--expires", options.keys.expires,
                  "For how long it holds, as 2160h; else always");
  add->callback([&options] { options.keys.action = Action::add; });
  auto* revoke = keys->add_subcommand("revoke", "Take a key back");
  revoke->add_option("ID", options.keys.id, "Its id")->required();
  revoke->callback([&options] { options.keys.action = Action::revoke; });
  for (auto* command : {list, add, revoke}) command->fallthrough();  // --config
  return keys;
}

}  // namespace

std::optional<Options> parse_options(int argc, char** argv, const GatewayInfo& info,
                                     int& exit_status) {
  Options options{.config_file = default_config(info)};
  options.openapi = {.title = info.name, .version = "1.0.0"};
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
  serve->add_flag("--mock", options.mock,
                  "Call no service: answer by the routes' tests, else by what the protos allow");
  auto* check = app.add_subcommand(
      "check", "Report every problem of the configuration and its routes, then end");
  add_format(*check, options.format, {"text", "json", "sarif", "github"});
  auto* health = app.add_subcommand(
      "health", "Ask the gateway that serves with this configuration whether it is ready");
  auto* types = app.add_subcommand("types", "Print what clients may send and get back, as code");
  std::string language = "ts";
  types->add_option("--lang", language, "The language: ts, which is TypeScript")
      ->check(CLI::IsMember({"ts"}))
      ->capture_default_str();
  auto* openapi = app.add_subcommand("openapi", "Print an OpenAPI 3.1 document of the routes");
  add_openapi_options(*openapi, options.openapi);
  auto* lock = app.add_subcommand(
      "lock", "Print what clients may send and get back, one fact a line, to be kept");
  auto* diff =
      app.add_subcommand("diff", "Tell what differs between two locks; 1: a client breaks");
  diff->add_option("OLD", options.old_lock, "A lock")->required();
  diff->add_option("NEW", options.new_lock, "Another; else what the gateway serves now");
  auto* routes = app.add_subcommand("routes", "List the routes that this client is served");
  add_format(*routes, options.format, {"text", "json"});
  auto* explain = app.add_subcommand(
      "explain", "Tell what a route calls for this client, in which order, and what it answers");
  explain->add_option("ROUTE", options.route, "The route's id")->required();
  add_format(*explain, options.format, {"text", "json", "mermaid"});
  auto* test = app.add_subcommand("test", "Run the routes' tests, without services and sockets");
  auto* convert =
      app.add_subcommand("convert", "Print the routes that a service declares as a route file");
  convert->add_option("SERVICE", options.service, "Its full name; needed where there are several");
  auto* keys = add_keys(app, options);
  auto* signing_key = app.add_subcommand(
      "signing-key", "Make a key for auth.signing.keys_file and print it, as a private JWKS");
  signing_key->add_option("--alg", options.algorithm, "What it signs by")
      ->check(CLI::IsMember({"ES256", "EdDSA"}))
      ->capture_default_str();
  for (auto* command :
       {serve, check, health, types, openapi, lock, diff, routes, explain, test, convert, keys})
    add_config(*command);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    exit_status = app.exit(e, std::cout, std::cerr) == 0 ? 0 : 2;
    return std::nullopt;
  }
  if (check->parsed()) options.command = Command::check;
  if (health->parsed()) options.command = Command::health;
  if (types->parsed()) options.command = Command::types;
  if (openapi->parsed()) options.command = Command::openapi;
  if (lock->parsed()) options.command = Command::lock;
  if (diff->parsed()) options.command = Command::diff;
  if (routes->parsed()) options.command = Command::routes;
  if (explain->parsed()) options.command = Command::explain;
  if (test->parsed()) options.command = Command::test;
  if (convert->parsed()) options.command = Command::convert;
  if (keys->parsed()) options.command = Command::keys;
  if (signing_key->parsed()) options.command = Command::signing_key;
  return options;
}

}  // namespace bff::app
