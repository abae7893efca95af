// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "support/dynamic_server.hpp"
#include "support/gateway.hpp"
#include "support/http.hpp"
#include "support/temp_folder.hpp"

namespace bff::test {

// What a gateway serves in a test. Routes are open to everybody unless they say otherwise; the
// demo's issuer is known.
struct ServedRoutes {
  std::vector<std::string> folders;           // of protos
  std::vector<std::string> protos;            // files, named as imports name them
  std::vector<std::string> services;          // "kinds.v1.KindsService"
  std::map<std::string, std::string> routes;  // texts of route files by name: "a.yaml"
  std::string more;                           // lines of gateway.yaml besides
};

// These routes, lines of a route file, over tests/types/kinds.proto and its service.
ServedRoutes of_kinds(const std::string& routes);

// Writes gateway.yaml, of the client `web`, and the route files into `folder`; gives the path of
// the former. All services are behind `address`.
std::string write_gateway(const TempFolder& folder, const ServedRoutes& served,
                          const std::string& address);

// A gateway over services that are made up from their protos.
class RunningGateway {
 public:
  using Methods = DynamicServer::Methods;

  // `folders` and `files`: the protos as the services know them, which may be others than the
  // gateway's.
  RunningGateway(const ServedRoutes& served, const std::vector<std::string>& folders,
                 const std::vector<std::string>& files, Methods methods,
                 const std::string& executable = GatewaySetup{}.executable)
      : services_(folders, files, std::move(methods)),
        config_(write_gateway(folder_, served, services_.address())),
        gateway_({.executable = executable, .config = config_}) {}
  RunningGateway(const ServedRoutes& served, Methods methods)
      : RunningGateway(served, served.folders, served.protos, std::move(methods)) {}

  httplib::Response ask(const std::string& method, const std::string& path,
                        httplib::Headers headers = {}, const std::string& body = "") const {
    if (!body.empty()) headers.emplace("content-type", "application/json");
    return request(gateway_.port(), method, path, headers, body);
  }
  httplib::Response get(const std::string& path, const httplib::Headers& headers = {}) const {
    return ask("GET", path, headers);
  }

  int port() const noexcept { return gateway_.port(); }
  const std::string& config() const noexcept { return config_; }
  DynamicServer& services() noexcept { return services_; }
  Gateway& gateway() noexcept { return gateway_; }

 private:
  TempFolder folder_;
  DynamicServer services_;
  std::string config_;
  Gateway gateway_;
};

}  // namespace bff::test
