// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "support/process.hpp"
#include "support/temp_folder.hpp"

namespace bff::test {

// What a gateway under test is to use.
struct GatewaySetup {
  std::string executable = BFF_BINARY_DIR "/bff-web/bff-web";
  std::string config = BFF_SOURCE_DIR "/bff-web/gateway.yaml";
  std::string users, orders, catalog;  // addresses of services; empty: where nothing listens
  std::map<std::string, std::string> environment;  // more variables
  std::vector<std::string> options;                // more of `serve`
};

// A gateway as a process of its own on free ports, ready when constructed.
class Gateway {
 public:
  explicit Gateway(const GatewaySetup& setup);

  int port() const noexcept { return port_; }
  int admin_port() const noexcept { return admin_port_; }
  Process& process() noexcept { return process_; }

  // The next line of the access log about this path.
  nlohmann::json access_line(const std::string& path);
  // The next event of this name ("reloaded").
  nlohmann::json event(const std::string& name);

 private:
  Process process_;
  int port_ = 0, admin_port_ = 0;
};

// The command line and environment of a gateway, for tests in which it does not start.
std::map<std::string, std::string> environment_of(const GatewaySetup& setup);

// Writes bff-web's gateway.yaml into `folder`, for `client`, over the project's protos and the
// route files in `folder`/routes; gives its path.
std::string write_config(const TempFolder& folder, const std::string& client = "web");

// A valid token of the demo's issuer, made by demo/token with a key in the build folder.
std::string token(int user, const std::vector<std::string>& options = {});
// Where that key's JWKS is.
std::string key_file();

}  // namespace bff::test
