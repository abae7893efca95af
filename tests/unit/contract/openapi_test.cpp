// SPDX-License-Identifier: Apache-2.0
#include "contract/openapi.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "shop_contract.hpp"
#include "support/golden.hpp"

namespace bff::contract {
namespace {

using nlohmann::json;

json document(const Contract& contract) {
  return json::parse(to_openapi(contract, {.title = "bff-web", .version = "1"}));
}

json answer_schema(Type body, bool partial = false) {
  const auto out =
      document({.client = "web",
                .routes = {{.id = "home",
                            .method = "GET",
                            .path = "/",
                            .answer = {.body = std::move(body), .partial = partial}}}});
  return out["paths"]["/"]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
}

json parameter_schema(Parameter parameter) {
  parameter.name = "p";
  const auto out = document(
      {.client = "web",
       .routes = {{.id = "home", .method = "GET", .path = "/", .parameters = {parameter}}}});
  return out["paths"]["/"]["get"]["parameters"][0]["schema"];
}

// tests/node lints it, and validates answers with it.
TEST(OpenApi, OfTheShop) {
  test::expect_golden("tests/unit/contract/golden/shop.openapi.json",
                      to_openapi(shop_contract(), {.title = "bff-web", .version = "1.2.0"}));
}

TEST(OpenApi, SaysByWhatCallersAreKnown) {
  using Mode = Auth::Mode;
  using Method = Auth::Method;
  const Contract contract{
      .client = "web",
      .routes = {{.id = "a", .method = "GET", .path = "/a", .auth = {.mode = Mode::required}},
                 {.id = "b", .method = "GET", .path = "/b", .auth = {.mode = Mode::optional}},
                 {.id = "c",
                  .method = "GET",
                  .path = "/c",
                  .auth = {.mode = Mode::required, .methods = {Method::session, Method::bearer}}},
                 {.id = "d", .method = "GET", .path = "/d"}}};
  const auto all = json::parse(to_openapi(contract, {.schemes = {.dpop = true,
                                                                 .api_key = "x-api-key",
                                                                 .session = "__Host-bff",
                                                                 .login = "/auth/login",
                                                                 .marker = "x-bff-csrf"}}));
  const auto security = [](const json& of, const std::string& path) {
    return of["paths"][path]["get"]["security"].dump();
  };
  EXPECT_EQ(security(all, "/a"), R"([{"bearer":[]},{"apiKey":[]},{"session":[]}])");
  EXPECT_EQ(security(all, "/b"), R"([{"bearer":[]},{"apiKey":[]},{"session":[]},{}])");
  EXPECT_EQ(security(all, "/c"), R"([{"session":[]},{"bearer":[]}])");
  EXPECT_EQ(security(all, "/d"), "[]");
  const auto& schemes = all["components"]["securitySchemes"];
  EXPECT_EQ(schemes["apiKey"],
            json::parse(R"({"type":"apiKey","in":"header","name":"x-api-key"})"));
  EXPECT_EQ(schemes["session"]["in"], "cookie");
  EXPECT_EQ(schemes["session"]["name"], "__Host-bff");
  EXPECT_THAT(
      schemes["session"]["description"].get<std::string>(),
      testing::AllOf(testing::HasSubstr("/auth/login"), testing::HasSubstr("`x-bff-csrf: 1`")));
  EXPECT_THAT(schemes["bearer"]["description"].get<std::string>(), testing::HasSubstr("DPoP"));

  const auto sessions =
      json::parse(to_openapi(contract, {.schemes = {.bearer = false, .session = "bff"}}));
  EXPECT_EQ(security(sessions, "/b"), R"([{"session":[]},{}])");
  EXPECT_EQ(sessions["components"]["securitySchemes"].size(), 1U);
}

TEST(OpenApi, PutsNullBesideAnyType) {
  EXPECT_EQ(answer_schema(or_null(text())), json::parse(R"({"type":["string","null"]})"));
  EXPECT_EQ(answer_schema(or_null(enum_of({"A"}))), json::parse(R"({"anyOf":[
      {"type":"string","enum":["A"]},{"type":"integer","format":"int32"},{"type":"null"}]})"));
  EXPECT_EQ(answer_schema(or_null(any())), json::object());
  EXPECT_EQ(answer_schema(or_null(literal("1"))),
            json::parse(R"({"anyOf":[{"type":"integer","const":1},{"type":"null"}]})"));
}

TEST(OpenApi, LetsAnswersGrowAndRequestsNot) {
  EXPECT_FALSE(answer_schema(object_of({{"a", text()}})).contains("additionalProperties"));
  const auto out = document({.client = "web",
                             .routes = {{.id = "add",
                                         .method = "POST",
                                         .path = "/",
                                         .body = Body{.type = object_of({{"a", text()}})}}}});
  const json body = out["paths"]["/"]["post"]["requestBody"];
  EXPECT_EQ(body["required"], true);
  EXPECT_EQ(body["content"]["application/json"]["schema"]["additionalProperties"], false);
}

TEST(OpenApi, AddsErrorsToEachObjectThatTheRootMayBe) {
  EXPECT_TRUE(answer_schema(object_of({}), true)["properties"].contains("_errors"));
  const json either = answer_schema(either_of({object_of({{"a", text()}}), text()}), true);
  EXPECT_TRUE(either["anyOf"][0]["properties"].contains("_errors"));
  EXPECT_EQ(either["anyOf"][1], json::parse(R"({"type":"string"})"));
}

TEST(OpenApi, WritesParametersAsTheyStandInAUrl) {
  EXPECT_EQ(parameter_schema({.type = text("int64"), .default_text = "5", .min = "1"}),
            json::parse(R"({"type":"integer","format":"int64","minimum":1,"default":5})"));
  EXPECT_EQ(parameter_schema({.type = text(), .default_text = "5", .pattern = "a|b"}),
            json::parse(R"({"type":"string","pattern":"^(?:a|b)$","default":"5"})"));
}

TEST(OpenApi, LeavesOutTheHeadersThatItHasPlacesFor) {
  const auto out = document(
      {.client = "web",
       .routes = {
           {.id = "home",
            .method = "GET",
            .path = "/",
            .parameters = {{.in = Parameter::In::header, .name = "Accept", .type = text()}}}}});
  EXPECT_FALSE(out["paths"]["/"]["get"].contains("parameters"));
}

}  // namespace
}  // namespace bff::contract
