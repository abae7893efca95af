// SPDX-License-Identifier: Apache-2.0
#include "contract/openapi.hpp"

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
