// SPDX-License-Identifier: Apache-2.0
// What users of other gateways ran into, each as a promise of this one: tests bear its words.
// These are about answers; requests and values have files of their own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "e2e/examples/status_codes.hpp"
#include "support/served_routes.hpp"

namespace bff::test {
namespace {

using Json = DynamicServer::Json;
using Call = DynamicServer::Call;
using testing::HasSubstr;

// Waits until `holds`, or for so long that the test has failed.
template <class Condition>
bool await(Condition holds) {
  for (int i = 0; i < 30'000; ++i) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  return false;
}

// ---- 1 ------------------------------------------------------------------------------------------

const std::string kThreeCalls = R"(
  - id: three
    http: GET /v1/three
    calls:
      a: { rpc: kinds.v1.KindsService/GetKinds, with: { id: 1 } }
      b: { rpc: kinds.v1.KindsService/GetKinds, with: { id: 2 }, on_error: as_null }
      c: { rpc: kinds.v1.KindsService/GetKinds, with: { id: 3 }, on_error: as_null }
    shape: { c: $c.text, $merge: { $from: $a, $pick: [text, big] }, b: $b.text }
)";

TEST(Acceptance, TheBytesOfAnAnswerAreTheSameForEveryArrivalOrderOfTheCalls) {
  std::mutex mutex;
  std::condition_variable turn;
  std::vector<int> order;  // in which the services answer
  std::size_t answered = 0;
  RunningGateway running{of_kinds(kThreeCalls),
                         {{"kinds.v1.KindsService/GetKinds", [&](const Json& in) -> Json {
                             const int id = std::stoi(in.at("id").get<std::string>());
                             std::unique_lock lock(mutex);
                             turn.wait_for(lock, std::chrono::seconds{30},
                                           [&] { return order.at(answered) == id; });
                             ++answered;
                             turn.notify_all();
                             if (id == 3) throw RpcError{kUnavailable, "c fails always"};
                             return {{"text", "of " + std::to_string(id)}, {"big", id}};
                           }}}};
  std::vector<int> permutation{1, 2, 3};
  std::string bytes;
  do {
    const std::string wanted{static_cast<char>('a' + permutation[0] - 1),
                             static_cast<char>('a' + permutation[1] - 1),
                             static_cast<char>('a' + permutation[2] - 1)};
    // Two answers may still change places on their way; the log tells who came first.
    std::string arrived;
    for (int i = 0; i < 500 && arrived != wanted; ++i) {
      {
        const std::lock_guard lock(mutex);
        order = permutation;
        order.push_back(0);
        answered = 0;
      }
      auto answer = running.get("/v1/three");
      ASSERT_EQ(answer.status, 200) << answer.body;
      const auto id = answer.get_header_value("x-request-id");
      for (auto at = answer.body.find(id); at != std::string::npos; at = answer.body.find(id)) {
        answer.body.replace(at, id.size(), "…");
      }
      if (bytes.empty()) bytes = answer.body;
      EXPECT_EQ(answer.body, bytes);
      arrived.clear();
      const auto line = running.gateway().access_line("/v1/three");
      for (const auto& call : line["calls"]) {
        arrived += call["call"].get<std::string>();
      }
    }
    EXPECT_EQ(arrived, wanted);
  } while (std::next_permutation(permutation.begin(), permutation.end()));
  EXPECT_THAT(bytes, HasSubstr(R"({"c":null,"text":"of 1","big":"1","b":"of 2","_errors":[)"));
}

// ---- 2 ------------------------------------------------------------------------------------------

TEST(Acceptance, ARequiredCallsFailureCancelsTheOthersWithinFiveMilliseconds) {
  std::atomic<int> begun{0}, cancelled{0};
  RunningGateway running{
      of_kinds(kThreeCalls),
      {{"kinds.v1.KindsService/GetKinds", [&](const Json& in, Call& call) -> Json {
          if (in.at("id") == "1") {
            await([&] { return begun == 2; });
            throw RpcError{kNotFound, "nobody"};
          }
          ++begun;
          if (await(call.cancelled)) ++cancelled;
          return Json::object();
        }}}};
  // Between the failure and the cancellation there is no wait, however busy the machine: a pause of
  // this process by the machine cannot hit each of several requests.
  double least = 1e9;
  for (int i = 0; i < 5; ++i) {
    begun = cancelled = 0;
    EXPECT_EQ(running.get("/v1/three").status, 404);
    EXPECT_TRUE(await([&] { return cancelled == 2; })) << "the services learn of it";
    std::map<std::string, nlohmann::json> calls;
    const auto line = running.gateway().access_line("/v1/three");
    for (const auto& call : line["calls"]) calls[call["call"]] = call;
    ASSERT_EQ(calls["b"]["code"], "CANCELLED");
    ASSERT_EQ(calls["c"]["code"], "CANCELLED");
    least = std::min(
        least, calls["c"]["duration_ms"].get<double>() - calls["a"]["duration_ms"].get<double>());
  }
  EXPECT_LT(least, 5);
}

// ---- 3 ------------------------------------------------------------------------------------------

const std::string kBatch = R"(
  - id: lines
    http: GET /v1/lines
    calls:
      orders: { rpc: shop.v1.OrderService/ListOrders, with: { customer_id: 1 } }
      products: { rpc: shop.v1.CatalogService/BatchGetProducts, batch: { into: ids }, index: products.id }
    shape:
      names:
        $for: l in $orders.orders[0]!.lines
        $shape: $products($l.product_id).name
)";

TEST(Acceptance, ShuffledShortDuplicatedAndExtraRowsStillJoinRightAndAMissingRowIsNull) {
  std::function<Json(Json)> mangled;
  RunningGateway running{{.folders = {BFF_SOURCE_DIR "/protos"},
                          .protos = {"shop/v1/orders.proto", "shop/v1/catalog.proto"},
                          .services = {"shop.v1.OrderService", "shop.v1.CatalogService"},
                          .routes = {{"a.yaml", "version: bff/v1\nroutes:\n" + kBatch}}},
                         {{"shop.v1.OrderService/ListOrders",
                           [](const Json&) -> Json {
                             Json lines = Json::array();
                             for (const int id : {5, 3, 5, 8})
                               lines.push_back({{"product_id", id}});
                             return {{"orders", {{{"lines", lines}}}}};
                           }},
                          {"shop.v1.CatalogService/BatchGetProducts", [&](const Json& in) -> Json {
                             Json rows = Json::array();
                             for (const auto& id : in.at("ids")) {
                               rows.push_back({{"id", id}, {"name", "P" + id.get<std::string>()}});
                             }
                             return {{"products", mangled(rows)}};
                           }}}};
  const std::string right = R"({"names":["P5","P3","P5","P8"]})";
  mangled = [](Json rows) { return rows; };
  EXPECT_EQ(running.get("/v1/lines").body, right);
  mangled = [](Json rows) {
    std::reverse(rows.begin(), rows.end());
    return rows;
  };
  EXPECT_EQ(running.get("/v1/lines").body, right) << "shuffled";
  mangled = [](Json rows) {
    rows.push_back({{"id", "5"}, {"name", "a later one"}});
    return rows;
  };
  EXPECT_EQ(running.get("/v1/lines").body, right) << "duplicated";
  mangled = [](Json rows) {
    rows.insert(rows.begin(), Json{{"id", "99"}, {"name", "nobody asked"}});
    return rows;
  };
  EXPECT_EQ(running.get("/v1/lines").body, right) << "extra";
  mangled = [](Json rows) {
    rows.erase(0);
    return rows;
  };
  EXPECT_EQ(running.get("/v1/lines").body, R"({"names":[null,"P3",null,"P8"]})") << "short";

  Process types{{GatewaySetup{}.executable, "types", "--lang", "ts", "--config", running.config()},
                environment_of({})};
  EXPECT_EQ(types.wait(), 0) << types.output();
  EXPECT_THAT(types.output(), HasSubstr("names: (string | null)[];"));
}

// ---- 12 -----------------------------------------------------------------------------------------

TEST(Acceptance, NeverA200ForARequiredCalls401Or403) {
  std::atomic<int> code{0};
  RunningGateway running{of_kinds(R"(
  - id: one
    http: GET /v1/one
    calls:
      first: { rpc: kinds.v1.KindsService/GetKinds, with: { id: 1 } }
      maybe: { rpc: kinds.v1.KindsService/GetKinds, with: { id: 2 }, on_error: as_null }
    shape:
      text: $first.text || "none"
      more: $maybe.text ?? "none"
  - id: table
    http: GET /v1/table
    query: { ids: { type: int64, repeated: true } }
    calls: { row: { rpc: kinds.v1.KindsService/GetKinds, for_each: id, with: { id: $id } } }
    shape: { texts: { $for: i in $query.ids, $shape: $row($i).text } }
  - id: void
    http: POST /v1/void
    calls: { write: { rpc: kinds.v1.KindsService/GetKinds, with: { id: 1 } } }
)"),
                         {{"kinds.v1.KindsService/GetKinds", [&](const Json& in) -> Json {
                             if (in.at("id") == "1") throw RpcError{code, "no"};
                             if (in.at("id") == "2") throw RpcError{kUnavailable, "away"};
                             return Json::object();
                           }}}};
  for (const auto& [grpc, status] : {std::pair{kUnauthenticated, 401}, {kPermissionDenied, 403}}) {
    code = grpc;
    for (const auto& [method, path] : {std::pair{"GET", "/v1/one"},
                                       {"GET", "/v1/table?ids=3&ids=1&ids=4"},
                                       {"POST", "/v1/void"}}) {
      const auto answer = running.ask(method, path);
      EXPECT_EQ(answer.status, status) << path;
      EXPECT_EQ(json_of(answer)["status"], status) << answer.body;
    }
  }
}

}  // namespace
}  // namespace bff::test
