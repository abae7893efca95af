// SPDX-License-Identifier: Apache-2.0
#include "support/gateway.hpp"

#include <stdexcept>

namespace bff::test {
namespace {

// Port 9 of loopback is discard's, and nobody serves it.
std::string or_nobody(const std::string& address) {
  return address.empty() ? "127.0.0.1:9" : address;
}

std::string key_folder() { return BFF_BINARY_DIR "/test-keys"; }

int port_of(const std::string& address) {
  return std::stoi(address.substr(address.rfind(':') + 1));
}

nlohmann::json parse_line(const std::string& line) {
  return nlohmann::json::parse(line, nullptr, false);
}

}  // namespace

std::map<std::string, std::string> environment_of(const GatewaySetup& setup) {
  std::map<std::string, std::string> variables{{"BFF_WEB_PORT", "0"},
                                               {"BFF_WEB_ADMIN_PORT", "0"},
                                               {"BFF_MOBILE_PORT", "0"},
                                               {"BFF_MOBILE_ADMIN_PORT", "0"},
                                               {"BFF_JWKS_FILE", key_file()},
                                               {"USERS_ADDRESS", or_nobody(setup.users)},
                                               {"ORDERS_ADDRESS", or_nobody(setup.orders)},
                                               {"CATALOG_ADDRESS", or_nobody(setup.catalog)}};
  for (const auto& [name, value] : setup.environment) variables[name] = value;
  return variables;
}

namespace {

std::vector<std::string> command_of(const GatewaySetup& setup) {
  std::vector<std::string> command{setup.executable, "serve", "--config", setup.config};
  command.insert(command.end(), setup.options.begin(), setup.options.end());
  return command;
}

}  // namespace

Gateway::Gateway(const GatewaySetup& setup) : process_(command_of(setup), environment_of(setup)) {
  const auto line = process_.await_line(
      [](const std::string& l) { return l.find("\"event\":\"ready\"") != std::string::npos; });
  if (!line) throw std::runtime_error("the gateway did not start:\n" + process_.output());
  const auto ready = parse_line(*line);
  port_ = port_of(ready["listen"][0]);
  if (const std::string admin = ready["admin"]; !admin.empty()) admin_port_ = port_of(admin);
}

nlohmann::json Gateway::access_line(const std::string& path) {
  nlohmann::json found;
  const auto line = process_.await_line([&](const std::string& l) {
    found = parse_line(l);
    return found.is_object() && found.value("event", "") == "request" &&
           found.value("path", "") == path;
  });
  if (!line) throw std::runtime_error("no access line for " + path + " in\n" + process_.output());
  return found;
}

nlohmann::json Gateway::event(const std::string& name) {
  nlohmann::json found;
  const auto line = process_.await_line([&](const std::string& l) {
    found = parse_line(l);
    return found.is_object() && found.value("event", "") == name;
  });
  if (!line) throw std::runtime_error("no event " + name + " in\n" + process_.output());
  return found;
}

std::string write_config(const TempFolder& folder, const std::string& client) {
  auto config = read_file(BFF_SOURCE_DIR "/bff-web/gateway.yaml");
  const auto replace = [&](const std::string& from, const std::string& to) {
    const auto at = config.find(from);
    if (at == std::string::npos) throw std::runtime_error("gateway.yaml has no " + from);
    config.replace(at, from.size(), to);
  };
  replace("client: web", "client: " + client);
  replace("[../protos, protos]", "[" BFF_SOURCE_DIR "/protos, " BFF_SOURCE_DIR "/bff-web/protos]");
  replace("[../routes, routes]", "[routes]");
  return folder.write("gateway.yaml", config).string();
}

std::string key_file() {
  static const std::string file = [] {
    Process make{{BFF_SOURCE_DIR "/demo/token", "--keys-only"}, {{"BFF_DEMO_HOME", key_folder()}}};
    if (make.wait() != 0) throw std::runtime_error("demo/token failed:\n" + make.output());
    return key_folder() + "/keys.json";
  }();
  return file;
}

std::string token(int user, const std::vector<std::string>& options) {
  key_file();
  std::vector<std::string> command{BFF_SOURCE_DIR "/demo/token", std::to_string(user)};
  command.insert(command.end(), options.begin(), options.end());
  Process mint{command, {{"BFF_DEMO_HOME", key_folder()}}};
  const auto line = mint.await_line([](const std::string& l) { return l.starts_with("ey"); });
  if (mint.wait() != 0 || !line) throw std::runtime_error("demo/token failed:\n" + mint.output());
  return *line;
}

}  // namespace bff::test
