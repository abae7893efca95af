// SPDX-License-Identifier: Apache-2.0
#include "support/served_routes.hpp"

namespace bff::test {
namespace {

std::string list_of(const std::vector<std::string>& items) {
  std::string text;
  for (const auto& item : items) text += (text.empty() ? "" : ", ") + item;
  return "[" + text + "]";
}

}  // namespace

ServedRoutes of_kinds(const std::string& routes) {
  return {.folders = {BFF_SOURCE_DIR "/tests/types"},
          .protos = {"kinds.proto"},
          .services = {"kinds.v1.KindsService"},
          .routes = {{"a.yaml", "version: bff/v1\nroutes:\n" + routes}}};
}

std::string write_gateway(const TempFolder& folder, const ServedRoutes& served,
                          const std::string& address) {
  for (const auto& [name, text] : served.routes) folder.write("routes/" + name, text);
  return folder
      .write("gateway.yaml",
             "version: bff/v1\nclient: web\n"
             "listen: [{ address: \"127.0.0.1:${BFF_WEB_PORT}\" }]\n"
             "admin: { address: \"127.0.0.1:${BFF_WEB_ADMIN_PORT}\" }\nworkers: 1\n"
             "protos: { folders: " +
                 list_of(served.folders) + ", files: " + list_of(served.protos) +
                 " }\nroutes: [routes]\nupstreams:\n  all: { services: " +
                 list_of(served.services) + ", endpoints: [\"" + address +
                 "\"] }\nauth:\n  default: public\n  issuers: [{ issuer: https://id.example, "
                 "audience: shop, jwks_file: \"" +
                 key_file() + "\" }]\n" + served.more)
      .string();
}

}  // namespace bff::test
