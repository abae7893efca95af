// SPDX-License-Identifier: Apache-2.0
#include "e2e/bearer/issuer_world.hpp"

namespace bff::test {

DemoServices& IssuerWorld::services() {
  static DemoServices users{"users"};
  return users;
}

void IssuerWorld::start(const std::string& more, std::optional<TestCa::Server> tls,
                        const std::string& lines) {
  if (!provider) provider = std::make_unique<IdentityProvider>(std::move(tls));
  folder_.write("routes/me.yaml",
                "version: bff/v1\nroutes:\n"
                "  - id: me\n"
                "    http: GET /v1/me\n"
                "    auth: { required: true }\n"
                "    calls: { user: { rpc: shop.v1.UserService/GetUser, with: { user_id: $auth.sub "
                "} } }\n"
                "    shape: { id: $user.user!.id }\n");
  const auto config = folder_.write(
      "gateway.yaml",
      "version: bff/v1\nclient: web\n"
      "listen: [{ address: \"127.0.0.1:${BFF_WEB_PORT}\" }]\n"
      "admin: { address: \"127.0.0.1:${BFF_WEB_ADMIN_PORT}\" }\n"
      "external_url: https://api.example/shop\nworkers: 2\n"
      "protos: { folders: [" BFF_SOURCE_DIR
      "/protos], files: [shop/v1/users.proto] }\n"
      "routes: [routes]\n"
      "upstreams: { users: { services: [shop.v1.UserService], endpoints: [\"${USERS_ADDRESS}\"] } "
      "}\n"
      "auth:\n  issuers:\n    - { issuer: \"" +
          provider->issuer() + "\", audience: shop, discovery: true" + more + " }\n" + lines);
  gateway = std::make_unique<Gateway>(
      GatewaySetup{.config = config.string(), .users = services().address()});
}

httplib::Response IssuerWorld::me(const std::string& token, const std::string& scheme,
                                  httplib::Headers headers) const {
  headers.emplace("Authorization", scheme + " " + token);
  return request(gateway->port(), "GET", "/v1/me", headers);
}

double IssuerWorld::metric(const std::string& name_and_labels) const {
  const auto text = request(gateway->admin_port(), "GET", "/metrics").body;
  const auto at = text.find("\n" + name_and_labels + " ");
  return at == std::string::npos ? 0 : std::stod(text.substr(at + name_and_labels.size() + 2));
}

bool IssuerWorld::eventually(const std::function<bool()>& holds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  return true;
}

}  // namespace bff::test
