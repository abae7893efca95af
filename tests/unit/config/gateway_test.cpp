// SPDX-License-Identifier: Apache-2.0
#include "config/gateway.hpp"

#include <gmock/gmock.h>

#include "unit/config/gateway_fixture.hpp"

namespace bff::config {
namespace {

using testing::HasSubstr;
using Gateways = test::GatewayTest;

TEST_F(Gateways, NeedNoMoreThanTheSmallestFile) {
  const Gateway gateway = loaded(with(""));
  EXPECT_EQ(gateway.file, folder.path() / "gateway.yaml");
  EXPECT_EQ(gateway.client, "web");
  ASSERT_EQ(gateway.listen.size(), 1u);
  EXPECT_EQ(gateway.listen[0].host, "127.0.0.1");
  EXPECT_EQ(gateway.listen[0].port, 8080);
  EXPECT_EQ(gateway.listen[0].place.line, 3u);
  EXPECT_FALSE(gateway.admin);
  EXPECT_EQ(gateway.workers, 0u);
  EXPECT_EQ(gateway.log_level, "info");
  EXPECT_TRUE(gateway.access_log);
}

// The outline of the documentation, with the environment as it is on a developer's machine.
TEST_F(Gateways, ReadTheDocumentedOutline) {
  folder.write("bff-web/keys.json", "");
  folder.write("bff-web/routes/x.yaml", "");
  const std::string text = R"(version: bff/v1
client: web
listen: [{ address: "127.0.0.1:${BFF_WEB_PORT:-8080}" }]
admin: { address: 127.0.0.1:9901 }
workers: auto
protos: { folders: [../protos], files: [shop/v1/users.proto, shop/v1/orders.proto, shop/v1/catalog.proto] }
routes: [../routes, routes]
upstreams:
  users: { services: [shop.v1.UserService], endpoints: ["${USERS_ADDRESS:-127.0.0.1:50051}"] }
auth:
  issuers: [{ issuer: https://id.example, audience: shop, jwks_file: keys.json }]
)";
  environment["BFF_WEB_PORT"] = "18080";
  const auto gateway = load_gateway(
      test::source(text, path("bff-web/gateway.yaml")),
      [this](const std::string& name) -> const char* {
        const auto found = environment.find(name);
        return found != environment.end() ? found->second.c_str() : nullptr;
      },
      out);
  ASSERT_TRUE(gateway) << out.text();
  EXPECT_EQ(gateway->listen[0].port, 18080);
  EXPECT_EQ(gateway->admin->port, 9901);
  EXPECT_EQ(gateway->proto_folders.at(0), folder.path() / "protos");
  EXPECT_EQ(gateway->proto_files.size(), 3u);
  EXPECT_EQ(gateway->routes.at(0).first, folder.path() / "routes");
  EXPECT_EQ(gateway->routes.at(1).first, folder.path() / "bff-web/routes");
  EXPECT_EQ(gateway->upstreams.at(0).endpoints.at(0), "127.0.0.1:50051");
  EXPECT_EQ(gateway->auth.issuers.at(0).jwks_file, folder.path() / "bff-web/keys.json");
}

TEST_F(Gateways, BeginWithTheirVersion) {
  EXPECT_EQ(refused(with("version", "")),
            "1:1+1 BFF118 'version' is missing | begin the file with 'version: bff/v1'");
  EXPECT_EQ(refused(with("version", "version: bff/v2")),
            "1:10+6 BFF118 the version 'bff/v2' is not known | write 'bff/v1'");
  EXPECT_EQ(refused(with("version", "version: 1")),
            "1:10+1 BFF116 'version' must be a text, not a number | write '\"1\"'");
  EXPECT_EQ(refused(with("version", "") + "version: bff/v1\n"),
            "6:1+7 BFF118 'version' must come first | move it to the top");
}

TEST_F(Gateways, NeedEachOfTheirMainKeys) {
  EXPECT_EQ(refused("version: bff/v1\n"),
            "1:1+1 BFF117 'client' is missing | write 'client: web'\n"
            "1:1+1 BFF117 'listen' is missing | write 'listen: [{ address: \"127.0.0.1:8080\" }]'\n"
            "1:1+1 BFF117 'protos' is missing | write 'protos: { folders: [...], files: [...] }'\n"
            "1:1+1 BFF117 'routes' is missing | write 'routes: [routes]'\n"
            "1:1+1 BFF117 'upstreams' is missing | write 'upstreams: { NAME: { services: [...], "
            "endpoints: [...] } }'");
}

TEST_F(Gateways, RefuseWhatIsNoMap) {
  EXPECT_EQ(refused(""), "1:1+0 BFF116 the file is empty | begin it with 'version: bff/v1'");
  EXPECT_EQ(refused("# nothing\n"),
            "1:1+0 BFF116 the file is empty | begin it with 'version: bff/v1'");
  EXPECT_EQ(refused("[]"), "1:1+1 BFF116 'gateway.yaml' must be a map, not a list");
}

TEST_F(Gateways, NameTheNearestKeyForAnUnknownOne) {
  EXPECT_EQ(refused(with("timeout: { idle: 1s }\n")),
            "7:1+7 BFF115 unknown key 'timeout' | did you mean 'timeouts'?");
  EXPECT_EQ(refused(with("upstreams", "upstream: {}")),
            "1:1+1 BFF117 'upstreams' is missing | write 'upstreams: { NAME: { services: [...], "
            "endpoints: [...] } }'\n"
            "6:1+8 BFF115 unknown key 'upstream' | did you mean 'upstreams'?");
}

TEST_F(Gateways, RefuseTheKeysOfLaterFeatures) {
  const std::string known =
      " | known are: version, client, listen, admin, external_url, workers, "
      "trusted_proxies, forwarded, app_versions, protos, proto_routes, routes, upstreams, "
      "in_process, lock, languages, error_details, redis, auth, limits, timeouts, "
      "streams, log";
  for (const std::string key : {"tls", "rate_limits", "sessions"}) {
    EXPECT_EQ(refused(with(key + ": {}\n")),
              "7:1+" + std::to_string(key.size()) + " BFF115 unknown key '" + key + "'" + known);
  }
}

TEST_F(Gateways, ReportAllProblemsAtOnce) {
  const std::string text = R"(version: bff/v1
client: Web
listen: [{ address: localhost:8080 }]
workers: many
protos: { folders: [protos], files: [users.proto] }
routes: [nowhere]
upstreams:
  users: { services: [UserService, shop.v1.], endpoints: [users] }
limits: { body: 1048576 }
timeouts: { idle: 75 }
log: { levle: info }
)";
  EXPECT_EQ(
      refused(text),
      "2:9+3 BFF126 'Web' is no name for a client | use small letters, digits, '-' and '_', a "
      "letter first, at most 63\n"
      "3:21+14 BFF120 'localhost:8080' is no IP address | write an IP address and a port, as in "
      "'127.0.0.1:8080'\n"
      "4:10+4 BFF119 'workers' must be auto or a number, not 'many'\n"
      "6:10+7 BFF123 the file or folder '" +
          path("nowhere") +
          "' does not exist\n"
          "8:36+8 BFF126 'shop.v1.' is no full name of a service | write it with its package, as "
          "in "
          "'shop.v1.UserService'\n"
          "8:59+5 BFF121 'users' has no port | write 'host:port', as in 'users.internal:50051'\n"
          "9:17+7 BFF112 '1048576' has no unit | write '1048576B' or '1048576KiB'\n"
          "10:19+2 BFF112 '75' has no unit | write '75ms' or '75s'\n"
          "11:8+5 BFF115 unknown key 'levle' in 'log' | did you mean 'level'?");
}

TEST_F(Gateways, ShowProblemsWithTheirLines) {
  load(with("timeouts: { idle: 250 }\n"));
  EXPECT_EQ(out.text(), path("gateway.yaml") +
                            ":7:19: error[BFF112]: '250' has no unit\n"
                            "    7 | timeouts: { idle: 250 }\n"
                            "      |                   ^^^ write '250ms' or '250s'\n"
                            "1 error\n");
}

TEST_F(Gateways, RefuseNullForEveryKey) {
  for (const char* key : {"client", "listen", "protos", "routes", "upstreams"}) {
    EXPECT_THAT(refused(with(key, std::string(key) + ":")),
                HasSubstr("BFF116 '" + std::string(key) + "' must be"));
  }
  for (const char* key : {"admin", "workers", "auth", "limits", "timeouts", "log"}) {
    EXPECT_THAT(refused(with(std::string(key) + ": null\n")),
                HasSubstr("BFF116 '" + std::string(key) + "' must be"));
  }
}

TEST_F(Gateways, NameTheirClient) {
  EXPECT_EQ(loaded(with("client", "client: tv-2_b")).client, "tv-2_b");
  const std::string remedy =
      "' is no name for a client | use small letters, digits, '-' and '_', a letter first, at most "
      "63";
  EXPECT_EQ(refused(with("client", "client: 2tv")), "2:9+3 BFF126 '2tv" + remedy);
  EXPECT_EQ(refused(with("client", "client: my tv")), "2:9+5 BFF126 'my tv" + remedy);
  EXPECT_EQ(refused(with("client", "client: \"\"")), "2:10+0 BFF119 'client' must not be empty");
  EXPECT_EQ(refused(with("client", "client: [web]")),
            "2:9+1 BFF116 'client' must be a text, not a list");
}

TEST_F(Gateways, ListenOnSeveralAddresses) {
  const Gateway gateway =
      loaded(with("listen", "listen: [{ address: 127.0.0.1:8080 }, { address: \"[::1]:8080\" }]"));
  ASSERT_EQ(gateway.listen.size(), 2u);
  EXPECT_EQ(gateway.listen[1].host, "::1");
}

TEST_F(Gateways, RefuseBadAddresses) {
  const std::string remedy = " | write an IP address and a port, as in '127.0.0.1:8080'";
  EXPECT_EQ(refused(with("listen", "listen: [{ address: 127.0.0.1 }]")),
            "3:21+9 BFF120 '127.0.0.1' has no port" + remedy);
  EXPECT_EQ(refused(with("listen", "listen: [{ address: \":8080\" }]")),
            "3:22+5 BFF120 ':8080' has no host" + remedy);
  EXPECT_EQ(refused(with("admin: { address: 127.0.0.1:99999 }\n")),
            "7:19+15 BFF120 '127.0.0.1:99999' has no port between 0 and 65535" + remedy);
}

TEST_F(Gateways, RefuseListenInAnotherForm) {
  EXPECT_EQ(refused(with("listen", "listen: 127.0.0.1:8080")),
            "3:9+14 BFF116 'listen' must be a list, not a text | write [\"127.0.0.1:8080\"]");
  EXPECT_EQ(refused(with("listen", "listen: []")), "3:9+1 BFF119 'listen' must not be empty");
  EXPECT_EQ(
      refused(with("listen", "listen: [127.0.0.1:8080]")),
      "3:10+14 BFF116 'listen' must be a map, not a text | write { address: \"127.0.0.1:8080\" }");
  EXPECT_EQ(refused(with("listen", "listen: [{}]")),
            "3:10+1 BFF117 'listen.address' is missing | write 'address: 127.0.0.1:8080'");
  EXPECT_EQ(refused(with("listen", "listen: [{ address: 127.0.0.1:8080, tls: {} }]")),
            "3:37+3 BFF115 unknown key 'tls' in 'listen' | known are: address");
  EXPECT_EQ(refused(with("admin: { addres: 127.0.0.1:9901 }\n")),
            "7:8+1 BFF117 'admin.address' is missing | write 'address: 127.0.0.1:8080'\n"
            "7:10+6 BFF115 unknown key 'addres' in 'admin' | did you mean 'address'?");
}

TEST_F(Gateways, TakeEachAddressOnce) {
  EXPECT_EQ(
      refused(with("admin: { address: 127.0.0.1:8080 }\n")),
      "7:19+14 BFF122 the address '127.0.0.1', port 8080, is named twice | choose another port");
  loaded(with("listen", "listen: [{ address: 127.0.0.1:0 }, { address: 127.0.0.1:0 }]"));
}

TEST_F(Gateways, ChooseTheirWorkers) {
  EXPECT_EQ(loaded(with("workers: auto\n")).workers, 0u);
  EXPECT_EQ(loaded(with("workers: 4\n")).workers, 4u);
  EXPECT_EQ(refused(with("workers: 0\n")),
            "7:10+1 BFF119 'workers' must be between 1 and 1024, not 0");
  EXPECT_EQ(refused(with("workers: 1.5\n")),
            "7:10+3 BFF119 'workers' must be between 1 and 1024, not 1.5");
  EXPECT_EQ(refused(with("workers: atuo\n")),
            "7:10+4 BFF119 'workers' must be auto or a number, not 'atuo' | did you mean 'auto'?");
  EXPECT_EQ(refused(with("workers: '4'\n")),
            "7:11+1 BFF119 'workers' must be auto or a number, not '4'");
  EXPECT_EQ(refused(with("workers: [4]\n")),
            "7:10+1 BFF116 'workers' must be a whole number, not a list");
}

TEST_F(Gateways, TakeNumbersFromTheEnvironment) {
  environment["WORKERS"] = "3";
  EXPECT_EQ(loaded(with("workers: ${WORKERS}\n")).workers, 3u);
  EXPECT_EQ(loaded(with("workers: \"${WORKERS}\"\n")).workers, 3u);
  EXPECT_EQ(loaded(with("workers: ${NONE:-auto}\n")).workers, 0u);
  EXPECT_EQ(loaded(with("limits: { connections: \"${WORKERS}00\" }\n")).limits.connections, 300u);
}

TEST_F(Gateways, NameAVariableThatIsNotSet) {
  EXPECT_EQ(refused(with("admin: { address: \"127.0.0.1:${ADMIN_PORT}\" }\n")),
            "7:30+13 BFF114 the environment variable 'ADMIN_PORT' is not set | set it, or write "
            "'${ADMIN_PORT:-default}'");
}

TEST_F(Gateways, SayNoMoreOfAValueWhoseVariableIsNotSet) {
  EXPECT_EQ(
      refused(with("workers: ${A}\nlimits: { body: \"${B}\" }\ntimeouts: { idle: \"${C}\" }\n"
                   "log: { level: \"${D}\", access: \"${E}\" }\n"
                   "auth: { default: \"${F}\", claims: { x: \"${G}\" } }\n")),
      "7:10+4 BFF114 the environment variable 'A' is not set | set it, or write '${A:-default}'\n"
      "8:18+4 BFF114 the environment variable 'B' is not set | set it, or write '${B:-default}'\n"
      "9:20+4 BFF114 the environment variable 'C' is not set | set it, or write '${C:-default}'\n"
      "10:16+4 BFF114 the environment variable 'D' is not set | set it, or write '${D:-default}'\n"
      "10:32+4 BFF114 the environment variable 'E' is not set | set it, or write '${E:-default}'\n"
      "11:19+4 BFF114 the environment variable 'F' is not set | set it, or write '${F:-default}'\n"
      "11:40+4 BFF114 the environment variable 'G' is not set | set it, or write '${G:-default}'");
}

TEST_F(Gateways, RefuseTheTrapsOfYaml) {
  EXPECT_EQ(refused(with("client: tv\n")),
            "7:1+6 BFF104 the key 'client' stands here twice | the first is in line 2");
}

}  // namespace
}  // namespace bff::config
