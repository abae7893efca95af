// SPDX-License-Identifier: Apache-2.0
// A gateway whose routes call a method of its own (tests/e2e/in_process).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/served_routes.hpp"

namespace bff::test {
namespace {

using Json = DynamicServer::Json;
using testing::HasSubstr;

const std::string kGateway = BFF_BINARY_DIR "/tests/e2e/in_process/in-process-gateway";

ServedRoutes of_carts() {
  return {.folders = {BFF_SOURCE_DIR "/tests/e2e/in_process"},
          .protos = {"cart.proto"},
          .services = {"cart.v1.CartService"},
          .routes = {{"a.yaml", R"(version: bff/v1
routes:
  - id: totals
    http: GET /v1/carts/{user}
    calls:
      cart: { rpc: cart.v1.CartService/GetCart, with: { user: $path.user } }
      sum:
        rpc: cart.v1.Local/Sum
        with:
          lines: { $for: l in $cart.lines, $shape: { quantity: $l.quantity, price: $l.price } }
    shape: { price: $sum.price, pieces: $sum.pieces }
  - id: maybe
    http: GET /v1/carts/{user}/maybe
    calls:
      cart: { rpc: cart.v1.CartService/GetCart, with: { user: $path.user } }
      sum: { rpc: cart.v1.Local/Sum, with: { lines: $cart.lines }, on_error: as_null }
    shape: { lines: { $count: $cart.lines }, price: $sum.price }
)"}},
          .more = "in_process: [cart.v1.Local]\n"};
}

const RunningGateway::Methods kCarts{
    {"cart.v1.CartService/GetCart", [](const Json& in) -> Json {
       if (in.at("user") == "ada") {
         return {{"lines",
                  {{{"product", "pen"}, {"quantity", 2}, {"price", "3000000000"}},
                   {{"product", "ink"}, {"quantity", 1}, {"price", 5}}}}};
       }
       if (in.at("user") == "bulk") return {{"lines", {{{"quantity", 1001}}}}};
       return Json::object();
     }}};

TEST(InProcess, AMethodIsCalledLikeAService) {
  const auto served = of_carts();
  RunningGateway running{served, served.folders, served.protos, kCarts, kGateway};
  const auto answer = running.get("/v1/carts/ada");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, R"({"price":"6000000005","pieces":3})");
  auto line = running.gateway().access_line("/v1/carts/ada");
  ASSERT_EQ(line["calls"].size(), 2U);
  EXPECT_EQ(line["calls"][1]["call"], "sum");
  EXPECT_EQ(line["calls"][1]["upstream"], "in-process");
  EXPECT_EQ(line["calls"][1]["code"], "OK");
  EXPECT_THAT(get(running.gateway().admin_port(), "/metrics").body,
              HasSubstr("bff_calls_total{route=\"totals\",call=\"sum\",code=\"OK\"} 1\n"));
}

TEST(InProcess, WhatAMethodReturnsOrThrowsIsItsFailure) {
  const auto served = of_carts();
  RunningGateway running{served, served.folders, served.protos, kCarts, kGateway};
  const auto empty = running.get("/v1/carts/nobody");
  EXPECT_EQ(empty.status, 400) << empty.body;
  EXPECT_EQ(json_of(empty)["call"], "sum");
  const auto thrown = running.get("/v1/carts/bulk");
  EXPECT_EQ(thrown.status, 502);
  EXPECT_EQ(json_of(thrown)["type"], "urn:bff:upstream-error") << thrown.body;
  EXPECT_EQ(thrown.body.find("more than there is"), std::string::npos) << "that is for the log";
  auto line = running.gateway().access_line("/v1/carts/bulk");
  EXPECT_EQ(line["calls"][1]["message"], "more than there is");

  const auto partial = running.get("/v1/carts/bulk/maybe");
  EXPECT_EQ(partial.status, 200);
  EXPECT_EQ(partial.get_header_value("bff-partial"), "sum");
  EXPECT_THAT(partial.body, HasSubstr(R"({"lines":1,"price":null,"_errors":[)"));
}

// `check` of a gateway over a configuration.
std::string checked(const std::string& gateway, const ServedRoutes& served) {
  TempFolder folder;
  Process check{{gateway, "check", "--config", write_gateway(folder, served, "127.0.0.1:9")},
                environment_of({})};
  const int status = check.wait().value_or(-1);
  return std::to_string(status) + "\n" + check.output();
}

TEST(InProcess, AServiceAndTheMethodsOfTheGatewayMustAgree) {
  EXPECT_THAT(checked(kGateway, of_carts()), testing::StartsWith("0\n"));

  EXPECT_THAT(checked(GatewaySetup{}.executable, of_carts()),
              testing::AllOf(testing::StartsWith("1\n"),
                             HasSubstr("error[BFF145]: 'cart.v1.Local/Sum' is in-process, but this "
                                       "gateway has no such method")));

  TempFolder other;
  auto proto = read_file(BFF_SOURCE_DIR "/tests/e2e/in_process/cart.proto");
  proto.replace(proto.find("Sum(Cart)"), 9, "Sum(Line)");
  other.write("cart.proto", proto);
  auto served = of_carts();
  served.folders = {other.path().string()};
  served.routes = {{"a.yaml",
                    "version: bff/v1\nroutes:\n  - id: a\n    http: GET /a\n"
                    "    calls: { sum: { rpc: cart.v1.Local/Sum } }\n"
                    "    shape: $sum.price\n"}};
  EXPECT_THAT(checked(kGateway, served),
              HasSubstr("error[BFF145]: the method 'cart.v1.Local/Sum' of this gateway takes "
                        "cart.v1.Cart and returns cart.v1.Totals, but its proto says cart.v1.Line "
                        "and cart.v1.Totals"));

  served = of_carts();
  served.more.clear();
  EXPECT_THAT(checked(kGateway, served),
              testing::AllOf(HasSubstr("error[BFF312]: no upstream serves cart.v1.Local"),
                             HasSubstr("`services` of an upstream or `in_process`")));
}

}  // namespace
}  // namespace bff::test
