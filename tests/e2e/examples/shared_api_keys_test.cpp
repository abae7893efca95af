// SPDX-License-Identifier: Apache-2.0
// API keys that gateways share in Redis.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "support/redis_server.hpp"
#include "support/served_routes.hpp"

namespace bff::test {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class SharedApiKeys : public testing::Test {
 protected:
  void SetUp() override {
    if (!RedisServer::is_installed()) GTEST_SKIP() << RedisServer::kMissing;
    redis_.emplace(RedisServer::Setup{.persistent = true});
    routes_ = of_kinds(
        "  - id: any\n    http: GET /any\n    auth: { required: true }\n"
        "    calls: { kinds: { rpc: kinds.v1.KindsService/GetKinds, with: { id: $auth.sub } } }\n"
        "    shape: { who: $kinds.text }\n");
    routes_.more =
        "  attempts: off\n  api_keys: { redis: true }\nredis: { url: \"redis://127.0.0.1:" +
        std::to_string(redis_->port()) + "\", keep: 4s }\n";
    config_ = write_gateway(folder_, routes_, "127.0.0.1:1");
  }

  std::unique_ptr<RunningGateway> gateway() const {
    return std::make_unique<RunningGateway>(
        routes_, DynamicServer::Methods{{"kinds.v1.KindsService/GetKinds",
                                         [](const DynamicServer::Json& in) -> DynamicServer::Json {
                                           return {{"text", in["id"]}};
                                         }}});
  }
  // What `keys` prints; of a failure what it says.
  std::string keys(std::vector<std::string> arguments, int status = 0) {
    std::vector<std::string> command{GatewaySetup{}.executable, "keys"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    command.insert(command.end(), {"--config", config_});
    Process process(command, environment_of({.config = config_}));
    EXPECT_EQ(process.wait(), status) << process.output();
    return process.output();
  }
  std::string add(const std::string& subject) {
    std::string key = keys({"add", subject, "--scope", "a b", "--scope", "c"});
    key.pop_back();
    return key;
  }
  static httplib::Response ask(const RunningGateway& gateway, const std::string& key) {
    return gateway.get("/any", {{"x-api-key", key}});
  }
  // Asks until the answer has this status; meanwhile it must have the other one.
  static void until(const RunningGateway& gateway, const std::string& key, int status, int before) {
    const auto end = std::chrono::steady_clock::now() + 30s;
    while (std::chrono::steady_clock::now() < end) {
      const int now = ask(gateway, key).status;
      if (now == status) return;
      ASSERT_EQ(now, before);
      std::this_thread::sleep_for(10ms);
    }
    FAIL() << "never " << status;
  }

  std::optional<RedisServer> redis_;
  ServedRoutes routes_;
  TempFolder folder_;
  std::string config_;
};

TEST_F(SharedApiKeys, AreTakenAndRefusedWhileGatewaysRun) {
  const auto one = gateway(), other = gateway();
  const std::string key = add("41");
  until(*one, key, 200, 401);
  until(*other, key, 200, 401);
  EXPECT_EQ(ask(*one, key).body, R"({"who":"41"})");
  EXPECT_EQ(ask(*one, key.substr(0, key.size() - 1) + "!").status, 401);
  one->gateway().process().signal(SIGHUP);
  one->gateway().event("reloaded");
  EXPECT_EQ(ask(*one, key).status, 200) << "a reload loses none";
  keys({"revoke", key.substr(5, 16)});
  until(*one, key, 401, 200);
  until(*other, key, 401, 200);
}

// Nobody is taken for a stranger because Redis is away.
TEST_F(SharedApiKeys, ServeOnForAWhileWithoutRedis) {
  const std::string key = add("41");
  const auto running = gateway();
  until(*running, key, 200, 503);
  redis_->kill();
  EXPECT_EQ(ask(*running, key).status, 200);
  EXPECT_THAT(running->gateway().event("api_keys_unreachable").dump(), HasSubstr("127.0.0.1"));
  until(*running, key, 503, 200);
  const auto refused = ask(*running, key);
  EXPECT_EQ(refused.get_header_value("retry-after"), "5");
  EXPECT_THAT(refused.body,
              AllOf(HasSubstr("urn:bff:upstream-unavailable"), Not(HasSubstr("127.0.0.1"))));
  EXPECT_EQ(ask(*running, "wrong").status, 503) << "it cannot be told";
  EXPECT_EQ(running->get("/any").status, 401) << "without any key nothing is asked";
  running->gateway().event("api_keys_too_old");
  redis_->start();
  until(*running, key, 200, 503);
  EXPECT_EQ(ask(*running, "wrong").status, 401);
  EXPECT_EQ(running->gateway().event("api_keys")["keys"], 1);
}

TEST_F(SharedApiKeys, AreListedAndRevokedByTheirIds) {
  const std::string key = add("41"), id = key.substr(5, 16);
  EXPECT_THAT(keys({"list"}), AllOf(StartsWith(id), HasSubstr("41"), HasSubstr("scopes a b c")));
  EXPECT_THAT(keys({"list"}), Not(HasSubstr(key.substr(22))));
  EXPECT_THAT(keys({"revoke", "0123456789abcdef"}, 2),
              AllOf(HasSubstr("error[BFF413]"), HasSubstr("in Redis at 127.0.0.1:")));
  EXPECT_THAT(keys({"revoke", "last"}, 2), HasSubstr("error[BFF413]"));
  keys({"revoke", id});
  EXPECT_EQ(keys({"list"}), "");
  Process spoil(
      {"redis-cli", "-p", std::to_string(redis_->port()), "HSET", "bff:api-keys", "x", "{"});
  ASSERT_EQ(spoil.wait(), 0) << spoil.output();
  EXPECT_THAT(keys({"list"}, 1), HasSubstr("error[BFF421]"));
  keys({"revoke", "x"});
  EXPECT_EQ(keys({"list"}), "");
  redis_->kill();
  EXPECT_THAT(keys({"list"}, 1), AllOf(HasSubstr("error[BFF420]"), HasSubstr("redis: { url")));
}

}  // namespace
}  // namespace bff::test
