// SPDX-License-Identifier: Apache-2.0
// Keys that are made and revoked by `keys`, in place of tokens.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/served_routes.hpp"

namespace bff::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string route(const std::string& id, const std::string& auth) {
  return "  - id: " + id + "\n    http: GET /" + id + "\n    auth: { required: true" + auth +
         " }\n    calls: { kinds: { rpc: kinds.v1.KindsService/GetKinds, with: { id: $auth.sub } } "
         "}"
         "\n    shape: { who: $kinds.text }\n";
}

class ApiKeys : public testing::Test {
 protected:
  ApiKeys() {
    std::string key = keys({"add", "41", "--scope", "kinds.read", "--plan", "gold"});
    key_ = key.substr(0, key.find('\n'));
  }

  static ServedRoutes routes(const std::string& file) {
    auto served =
        of_kinds(route("any", "") + route("token", ", methods: [bearer]") +
                 route("key", ", methods: [api_key]") + route("scoped", ", scopes: [kinds.write]") +
                 route("gold", ", claims: { plan: gold }"));
    served.more = "  api_keys: { file: \"" + file + "\" }\n  claims: { plan: string }\n";
    return served;
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
  std::string list() { return keys({"list"}); }

  TempFolder folder_;
  std::string file_ = (folder_.path() / "api-keys.json").string();
  std::string config_ = write_gateway(folder_, routes(file_), "127.0.0.1:1");
  std::string key_;
};

DynamicServer::Methods echo() {
  return {
      {"kinds.v1.KindsService/GetKinds", [](const DynamicServer::Json& in) -> DynamicServer::Json {
         return {{"text", in["id"]}};
       }}};
}

TEST_F(ApiKeys, ShowWhoTheCallerIs) {
  const RunningGateway running(routes(file_), echo());
  const auto with = [&](const std::string& path, const httplib::Headers& headers) {
    return running.get(path, headers);
  };
  EXPECT_EQ(with("/any", {{"x-api-key", key_}}).body, R"({"who":"41"})");
  EXPECT_EQ(with("/key", {{"x-api-key", key_}}).status, 200);
  EXPECT_EQ(with("/gold", {{"x-api-key", key_}}).status, 200);
  const auto scoped = with("/scoped", {{"x-api-key", key_}});
  EXPECT_EQ(scoped.status, 403);
  EXPECT_THAT(scoped.body, HasSubstr("kinds.write"));
  EXPECT_EQ(with("/token", {{"x-api-key", key_}}).status, 401) << "it takes tokens only";
  EXPECT_EQ(with("/any", {}).status, 401);
  const auto bad = with("/any", {{"x-api-key", key_ + "x"}});
  EXPECT_EQ(bad.status, 401);
  EXPECT_THAT(bad.body, AllOf(HasSubstr("invalid-token"), Not(HasSubstr("bffk_"))));
  EXPECT_EQ(with("/any", {{"x-api-key", key_}, {"x-api-key", key_}}).status, 400);
}

// The first method whose credentials are there decides: what else is sent does not help.
TEST_F(ApiKeys, StandBesideTokensInTheRoutesOrder) {
  const RunningGateway running(routes(file_), echo());
  const std::string bearer = "Bearer " + token(7);
  EXPECT_EQ(running.get("/any", {{"authorization", bearer}, {"x-api-key", key_}}).body,
            R"({"who":"7"})");
  EXPECT_EQ(running.get("/any", {{"authorization", "Bearer x"}, {"x-api-key", key_}}).status, 401);
  EXPECT_EQ(running.get("/key", {{"authorization", bearer}}).status, 401);
  EXPECT_EQ(running.get("/key", {{"authorization", "Bearer x"}, {"x-api-key", key_}}).status, 200);
}

TEST_F(ApiKeys, HoldUntilTheyAreRevoked) {
  RunningGateway running(routes(file_), echo());
  std::string second = keys({"add", "42"});
  second.pop_back();
  const std::string id = key_.substr(5, 16);
  keys({"revoke", id});
  running.gateway().event("api_keys");  // no restart, and no signal
  EXPECT_EQ(running.get("/any", {{"x-api-key", key_}}).status, 401);
  EXPECT_EQ(running.get("/any", {{"x-api-key", second}}).body, R"({"who":"42"})");
}

TEST_F(ApiKeys, ServeOnWhenTheirFileIsSpoilt) {
  RunningGateway running(routes(file_), echo());
  folder_.write("api-keys.json", "{");
  EXPECT_THAT(running.gateway().event("api_keys_refused").dump(), HasSubstr("api-keys.json"));
  EXPECT_EQ(running.get("/any", {{"x-api-key", key_}}).status, 200);
}

TEST_F(ApiKeys, AreListedByTheirIds) {
  EXPECT_THAT(key_, StartsWith("bffk_"));
  const std::string id = key_.substr(5, 16);
  EXPECT_THAT(list(), AllOf(StartsWith(id), HasSubstr("41"), HasSubstr("gold"),
                            HasSubstr("kinds.read"), HasSubstr("expires never")));
  EXPECT_THAT(list(), Not(HasSubstr(key_.substr(22))));
  const auto json = nlohmann::json::parse(keys({"list", "--format", "json"}));
  EXPECT_EQ(json[0]["subject"], "41");
  keys({"revoke", id});
  EXPECT_EQ(list(), "");
}

TEST_F(ApiKeys, SayWhatIsWrong) {
  EXPECT_THAT(keys({"revoke", "0123456789abcdef"}, 2), HasSubstr("error[BFF413]"));
  EXPECT_THAT(keys({"add", "x", "--expires", "soon"}, 2), HasSubstr("error[BFF412]"));
  folder_.write("api-keys.json", "[]");
  EXPECT_THAT(keys({"list"}, 1), HasSubstr("error[BFF147]"));
}

}  // namespace
}  // namespace bff::test
