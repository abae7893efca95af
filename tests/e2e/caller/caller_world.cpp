// SPDX-License-Identifier: Apache-2.0
#include "e2e/caller/caller_world.hpp"

#include <algorithm>

namespace bff::test {
namespace {

using Json = DynamicServer::Json;
using Call = DynamicServer::Call;

constexpr std::string_view kNotOfCallers[] = {"user-agent", "x-request-id", "traceparent",
                                              "idempotency-key"};

Json seen(const Call& call) {
  auto lines = Json::array();
  for (const auto& [name, value] : call.metadata) {
    if (std::ranges::find(kNotOfCallers, name) != std::end(kNotOfCallers)) continue;
    lines.push_back(name + "=" + value);
  }
  return {{"metadata", lines}};
}

DynamicServer::Methods methods(std::atomic<int>& failures) {
  return {{"mirror.v1.Mirror/Look",
           [&failures](const Json&, Call& call) {
             if (failures > 0) {
               --failures;
               throw RpcError{14, "not now"};
             }
             return seen(call);
           }},
          {"mirror.v1.Mirror/Watch",
           [](const Json&, Call& call) {
             call.write(seen(call));
             return Json{};
           }},
          {"mirror.v1.Mirror/Talk", [](const Json& first, Call& call) {
             for (std::optional<Json> next = first; next; next = call.read()) {
               if (!call.write(seen(call))) break;
             }
             return Json{};
           }}};
}

}  // namespace

std::string CallerWorld::write(const Setup& setup) {
  const std::vector<std::string> protos{BFF_SOURCE_DIR "/tests/e2e/caller",
                                        BFF_SOURCE_DIR "/protos"};
  if (!mirror) {
    mirror = std::make_unique<DynamicServer>(protos, std::vector<std::string>{"mirror.proto"},
                                             methods(failures));
  }
  const std::string call = "{ look: { rpc: mirror.v1.Mirror/Look" + setup.call + " } }";
  folder.write("routes/a.yaml",
               "version: bff/v1\nroutes:\n"
               "  - { id: look, http: GET /look, calls: " +
                   call +
                   ", shape: { metadata: $look.metadata } }\n"
                   "  - { id: open, http: GET /open, auth: { required: false }, calls: " +
                   call +
                   ", shape: { metadata: $look.metadata } }\n"
                   "  - { id: watch, http: GET /watch, stream: ndjson, calls: { watch: { rpc: "
                   "mirror.v1.Mirror/Watch } }, shape: { metadata: $watch.metadata } }\n"
                   "expose:\n  - service: mirror.v1.Mirror\n"
                   "    protocols: [grpc_web, connect, websocket]\n");
  return folder
      .write("gateway.yaml",
             "version: bff/v1\nclient: web\n"
             "listen: [{ address: \"127.0.0.1:${BFF_WEB_PORT}\" }]\n"
             "admin: { address: \"127.0.0.1:${BFF_WEB_ADMIN_PORT}\" }\nworkers: 2\n"
             "protos: { folders: [\"" +
                 protos[0] + "\", \"" + protos[1] +
                 "\"], files: [mirror.proto] }\n"
                 "routes: [routes]\n"
                 "upstreams:\n  mirror:\n    services: [mirror.v1.Mirror]\n    endpoints: [\"" +
                 mirror->address() + "\"]\n" +
                 (setup.caller.empty() ? "" : "    caller: " + setup.caller + "\n") + setup.more +
                 "auth:\n  default: { required: true }\n"
                 "  issuers: [{ issuer: https://id.example, audience: shop, jwks_file: keys.json "
                 "}]\n" +
                 setup.auth)
      .string();
}

void CallerWorld::start(const Setup& setup) {
  gateway = std::make_unique<Gateway>(GatewaySetup{.config = write(setup)});
}

std::string CallerWorld::check(const Setup& setup) {
  const auto config = write(setup);
  Process check({GatewaySetup{}.executable, "check", "--config", config},
                environment_of({.config = config}));
  check.wait();
  return check.output();
}

std::string CallerWorld::token_of(const auth::SigningKey& key, const std::string& more) {
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count();
  return key.token(R"({"alg":"ES256"})",
                   R"({"iss":"https://id.example","aud":"shop","sub":"41","exp":)" +
                       std::to_string(now + 3600) + (more.empty() ? "" : "," + more) + "}");
}

CallerWorld::Lines CallerWorld::metadata_of(const std::string& json) {
  return nlohmann::json::parse(json)["metadata"].get<Lines>();
}

CallerWorld::Lines CallerWorld::told(const std::string& path,
                                     const httplib::Headers& headers) const {
  const auto answer = get(path, headers);
  if (answer.status != 200) return {std::to_string(answer.status)};
  return metadata_of(answer.body);
}

}  // namespace bff::test
