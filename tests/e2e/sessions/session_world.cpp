// SPDX-License-Identifier: Apache-2.0
#include "e2e/sessions/session_world.hpp"

#include <chrono>
#include <thread>

namespace bff::test {
namespace {

constexpr const char* kSecret = "kept by the gateway";

}  // namespace

DemoServices& SessionWorld::services() {
  static DemoServices users{"users"};
  return users;
}

// Where the provider sends browsers, and tells that somebody has logged out.
void SessionWorld::tell_provider() {
  nlohmann::json client{{"client_id", "web"},
                        {"client_secret", kSecret},
                        {"redirect_uris", {std::string{kHome} + "/auth/callback"}},
                        {"post_logout_redirect_uris", {std::string{kHome} + "/"}}};
  if (!gateways.empty()) client["backchannel_logout_uri"] = at("/auth/backchannel-logout");
  folder.write("clients.json", nlohmann::json::array({client}).dump());
}

void SessionWorld::start(const std::string& sessions, const std::vector<std::string>& flags) {
  tell_provider();
  provider =
      std::make_unique<DemoIdentity>(std::vector{"@" + (folder / "clients.json").string()}, flags);
  folder.write("secret", kSecret + std::string{"\n"});
  folder.write("keys", std::string(64, '1') + "\n");
  folder.write("routes/me.yaml",
               "version: bff/v1\nroutes:\n"
               "  - id: me\n"
               "    http: GET /v1/me\n"
               "    auth: { required: true }\n"
               "    calls: { user: { rpc: shop.v1.UserService/GetUser, with: { user_id: $auth.sub "
               "} } }\n"
               "    shape: { id: $user.user!.id }\n"
               "  - id: change\n"
               "    http: POST /v1/me\n"
               "    auth: { required: true }\n"
               "    calls: { user: { rpc: shop.v1.UserService/GetUser, with: { user_id: $auth.sub "
               "} } }\n"
               "    shape: { id: $user.user!.id }\n"
               "  - id: mine\n"
               "    http: GET /v1/mine\n"
               "    auth: { required: true, methods: [session] }\n"
               "    calls: { user: { rpc: shop.v1.UserService/GetUser, with: { user_id: $auth.sub "
               "} } }\n"
               "    shape: { id: $user.user!.id }\n"
               "  - id: anybody\n"
               "    http: GET /v1/anybody\n"
               "    auth: { required: false }\n"
               "    calls: { user: { rpc: shop.v1.UserService/GetUser, with: { user_id: 1 } } }\n"
               "    shape: { id: $user.user!.id, sub: $auth.sub }\n" +
                   (exposed ? "expose:\n  - service: " + exposed->service +
                                  "\n    protocols: [websocket]\n    auth: { required: true }\n"
                            : ""));
  folder.write("gateway.yaml",
               "version: bff/v1\nclient: web\n"
               "listen: [{ address: \"127.0.0.1:${BFF_WEB_PORT}\" }]\n"
               "admin: { address: \"127.0.0.1:${BFF_WEB_ADMIN_PORT}\" }\n"
               "external_url: " +
                   std::string{kHome} + "\nworkers: 2\n" + top +
                   "protos: { folders: [" BFF_SOURCE_DIR "/protos" +
                   (exposed ? ", " + exposed->folder : "") + "], files: [shop/v1/users.proto" +
                   (exposed ? ", " + exposed->file : "") +
                   "] }\n"
                   "routes: [routes]\n"
                   "upstreams:\n  users: { services: [shop.v1.UserService], endpoints: "
                   "[\"${USERS_ADDRESS}\"] }\n" +
                   (exposed ? "  exposed: { services: [" + exposed->service + "], endpoints: [\"" +
                                  exposed->address + "\"] }\n"
                            : "") +
                   "auth:\n  sessions: { issuer: \"" + provider->issuer() +
                   "\", client_id: web, client_secret_file: secret" + sessions + " }\n");
  add_gateway();
  tell_provider();
}

void SessionWorld::add_gateway() {
  gateways.push_back(std::make_unique<Gateway>(
      GatewaySetup{.config = (folder / "gateway.yaml").string(), .users = services().address()}));
}

std::string SessionWorld::at(const std::string& path, std::size_t gateway) const {
  return "http://127.0.0.1:" + std::to_string(gateways[gateway]->port()) + path;
}

std::string SessionWorld::callback_of(Browser& browser, int user, const std::string& query,
                                      std::size_t gateway) const {
  auto page = browser.open(at("/auth/login" + query, gateway), kHome);
  if (page.answer.status == 200) {
    page = browser.follow(browser.submit(page, {{"user", std::to_string(user)}}), kHome);
  }
  const std::string target = page.location();
  if (!target.starts_with(kHome)) return target;
  return at(target.substr(std::string{kHome}.size()), gateway);
}

Browser::Page SessionWorld::log_in(Browser& browser, int user, const std::string& query,
                                   std::size_t gateway) const {
  return browser.get(callback_of(browser, user, query, gateway));
}

httplib::Response SessionWorld::me(Browser& browser, std::size_t gateway) const {
  return browser.get(at("/v1/me", gateway)).answer;
}

nlohmann::json SessionWorld::session(Browser& browser) const {
  return json_of(browser.get(at("/auth/session")).answer);
}

bool SessionWorld::has_session(const Browser& browser) {
  return browser.cookies.contains({"127.0.0.1", "bff"});
}

bool SessionWorld::eventually(const std::function<bool()>& holds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  return true;
}

}  // namespace bff::test
