// SPDX-License-Identifier: Apache-2.0
// Tests of routes by `test`, and gateways without services by `serve --mock`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "e2e/gateways.hpp"
#include "support/http.hpp"
#include "support/temp_folder.hpp"

namespace bff::test {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

Printed run_tests(const std::string& client, std::vector<std::string> arguments = {},
                  std::map<std::string, std::string> environment = environment_of({})) {
  arguments.insert(arguments.begin(), "test");
  return run(client, std::move(arguments), std::move(environment));
}

TEST(RouteTests, OfTheShippedRoutesHoldForBothClients) {
  for (const std::string client : {"web", "mobile"}) {
    const auto printed = run_tests(client);
    EXPECT_EQ(printed.status, 0) << printed.text;
    EXPECT_THAT(printed.text, HasSubstr("for client '" + client + "', 0 failed"));
  }
}

TEST(RouteTests, NeedNoKeys) {
  auto environment = environment_of({});
  environment["BFF_JWKS_FILE"] = "/nowhere/keys.json";
  EXPECT_EQ(run_tests("web", {}, environment).status, 0);
}

TEST(RouteTests, FailWhereTheExpectationStands) {
  TempFolder folder;
  folder.write("routes/product.yaml", read_file(BFF_SOURCE_DIR "/routes/product.yaml"));
  auto tests = read_file(BFF_SOURCE_DIR "/routes/product.test.yaml");
  tests.replace(tests.find("name: Lamp\n        description"), 10, "name: Bulb");
  folder.write("routes/product.test.yaml", tests);
  const auto printed = run_tests("web", {"--config", write_config(folder)});
  EXPECT_EQ(printed.status, 1);
  EXPECT_THAT(printed.text, HasSubstr("  FAIL  a lamp\n"));
  EXPECT_THAT(printed.text, HasSubstr("error[BFF510]: '/name' is \"Lamp\""));
  EXPECT_THAT(printed.text, HasSubstr("        name: Bulb\n"));
  EXPECT_THAT(printed.text, HasSubstr("3 cases for client 'web', 1 failed\n"));
}

TEST(RouteTests, AreCheckedWithTheRoutes) {
  TempFolder folder;
  folder.write("routes/product.yaml", read_file(BFF_SOURCE_DIR "/routes/product.yaml"));
  folder.write("routes/product.test.yaml", "version: bff/v1\nroute: prodct\ncases: []\n");
  Process check{{BFF_BINARY_DIR "/bff-web/bff-web", "check", "--config", write_config(folder)},
                environment_of({})};
  EXPECT_EQ(check.wait(), 1);
  EXPECT_THAT(check.output(), HasSubstr("error[BFF500]: there is no route 'prodct'"));
}

TEST(RouteTests, AreMissedWhenThereAreNone) {
  TempFolder folder;
  folder.write("routes/product.yaml", read_file(BFF_SOURCE_DIR "/routes/product.yaml"));
  const auto printed = run_tests("web", {"--config", write_config(folder)});
  EXPECT_EQ(printed.status, 1);
  EXPECT_THAT(printed.text, HasSubstr("no test was run"));
}

TEST(Mock, ServesCasesAndMadeUpAnswersWithoutServices) {
  Gateway gateway{{.options = {"--mock"}}};
  EXPECT_EQ(gateway.event("mock")["level"], "warn");
  const auto ask = [&](const std::string& path, const std::string& wanted = "") {
    httplib::Headers headers;
    if (!wanted.empty()) headers.emplace("bff-case", wanted);
    return get(gateway.port(), path, token(7), headers);
  };
  // A case's request has the case's answer, whole.
  auto answer = ask("/v1/products/5");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(Json::parse(answer.body)["name"], "Lamp");
  EXPECT_EQ(ask("/v1/products/404").status, 404);
  // What no case has is made up, and fits together.
  answer = ask("/v1/products/17");
  EXPECT_EQ(Json::parse(answer.body)["id"], "17");
  EXPECT_EQ(Json::parse(answer.body)["name"], "Name 1");
  answer = ask("/v1/home?recent=9");
  EXPECT_EQ(answer.status, 200);
  const auto home = Json::parse(answer.body);
  EXPECT_EQ(home["user"]["id"], "7");
  EXPECT_EQ(home["orders"][0]["lines"][0]["product"]["id"], "1");
  // A client can ask for a case.
  answer = ask("/v1/home", "without the catalogue the rest is there");
  EXPECT_EQ(Json::parse(answer.body)["_errors"][0]["call"], "products");
  // Who may call is judged as ever.
  EXPECT_EQ(get(gateway.port(), "/v1/home").status, 401);
}

}  // namespace
}  // namespace bff::test
