// SPDX-License-Identifier: Apache-2.0
// What users of other gateways ran into, each as a promise of this one: tests bear its words.
// Those about values are in values_test.cpp.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <thread>

#include "support/served_routes.hpp"

namespace bff::test {
namespace {

using Json = DynamicServer::Json;
using Call = DynamicServer::Call;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr int kNotFound = 5, kPermissionDenied = 7, kUnavailable = 14, kUnauthenticated = 16;

// Routes over tests/types/kinds.proto.
ServedRoutes of_kinds(const std::string& routes) {
  return {.folders = {BFF_SOURCE_DIR "/tests/types"},
          .protos = {"kinds.proto"},
          .services = {"kinds.v1.KindsService"},
          .routes = {{"a.yaml", "version: bff/v1\nroutes:\n" + routes}}};
}

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
                             // The answer before this one is on its way; the log tells who came
                             // first.
                             lock.unlock();
                             std::this_thread::sleep_for(std::chrono::milliseconds{5});
                             lock.lock();
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
    // On a busy machine two answers may still change places on their way.
    std::string arrived;
    for (int i = 0; i < 50 && arrived != wanted; ++i) {
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

// ---- 5, as far as routes declare what they take -------------------------------------------------

TEST(Acceptance, TheSameRequestByQueryOrByBodyGivesTheSameToTheService) {
  RunningGateway running{of_kinds(R"(
  - id: by-query
    http: GET /v1/kinds
    query:
      id: { type: string, required: true }      # parsed to the field's int64
      others: { type: int64, repeated: true }
    calls:
      kinds:
        rpc: kinds.v1.KindsService/GetKinds
        with: { id: $query.id, others: $query.others }
    shape: { asked: $kinds.text }
  - id: by-body
    http: POST /v1/kinds
    body: kinds.v1.GetKindsRequest
    calls: { kinds: { rpc: kinds.v1.KindsService/GetKinds, with: $body } }
    shape: { asked: $kinds.text }
)"),
                         {{"kinds.v1.KindsService/GetKinds", [](const Json& in) -> Json {
                             return {{"text", in.dump()}};
                           }}}};
  const auto by_query = running.get("/v1/kinds?id=7&others=3&others=9&others=3");
  ASSERT_EQ(by_query.status, 200) << by_query.body;
  const auto by_body = running.ask("POST", "/v1/kinds", {}, R"({"id":"7","others":["3",9,"3"]})");
  ASSERT_EQ(by_body.status, 200) << by_body.body;
  EXPECT_EQ(by_query.body, by_body.body);
  EXPECT_EQ(json_of(by_body)["asked"], R"({"id":"7","others":["3","9","3"]})");
  const auto unknown = running.get("/v1/kinds?id=seven");
  EXPECT_EQ(unknown.status, 400);
  EXPECT_EQ(json_of(unknown)["parameter"], "query.id");
}

// ---- 6 ------------------------------------------------------------------------------------------

TEST(Acceptance, ALiteralSegmentBeatsAVariableWhateverTheOrder) {
  const auto fixed = [](const std::string& id, const std::string& path) {
    return "  - id: " + id + "\n    http: GET " + path + "\n    shape: { is: " + id + " }\n";
  };
  RunningGateway running{
      of_kinds(fixed("search1", "/v1/first/search") + fixed("by-id1", "/v1/first/{id}") +
               fixed("by-id2", "/v1/second/{id}") + fixed("search2", "/v1/second/search")),
      {}};
  EXPECT_EQ(running.get("/v1/first/search").body, R"({"is":"search1"})");
  EXPECT_EQ(running.get("/v1/second/search").body, R"({"is":"search2"})");
  EXPECT_EQ(running.get("/v1/first/7").body, R"({"is":"by-id1"})");
  EXPECT_EQ(running.get("/v1/second/7").body, R"({"is":"by-id2"})");
}

// ---- 8 ------------------------------------------------------------------------------------------

TEST(Acceptance, EveryRefusalIsAProblemThatNamesTheCulprit) {
  auto served = of_kinds(R"(
  - id: kinds
    http: GET /v1/kinds
    query: { id: { type: int64, default: 1 } }
    calls: { kinds: { rpc: kinds.v1.KindsService/GetKinds, with: { id: $query.id } } }
    shape: $kinds.text
  - id: post
    http: POST /v1/kinds
    body: kinds.v1.GetKindsRequest
    calls: { kinds: { rpc: kinds.v1.KindsService/GetKinds, with: $body } }
    shape: $kinds.text
)");
  served.more = "limits: { body: 64B }\n";
  RunningGateway running{served, {}};
  struct Refused {
    std::string method, path, body;
    int status;
    std::string type, member, culprit;
  };
  const std::string large = "{\"id\":\"" + std::string(100, '0') + "1\"}";
  const std::vector<Refused> all{
      {"GET", "/v1/nothing", "", 404, "not-found", "instance", "/v1/nothing"},
      {"DELETE", "/v1/kinds", "", 405, "method-not-allowed", "instance", "/v1/kinds"},
      {"GET", "/v1/kinds?id=x", "", 400, "invalid-parameter", "parameter", "query.id"},
      {"GET", "/v1/kinds?id=1&id=2", "", 400, "invalid-parameter", "parameter", "query.id"},
      {"GET", "/v1/%2e%2e", "", 400, "invalid-path", "instance", "/v1/%2e%2e"},
      {"POST", "/v1/kinds", large, 413, "content-too-large", "title", "The body is too large"},
      {"POST", "/v1/kinds", "{\"id\":", 400, "invalid-body", "parameter", "body/id"},
      {"POST", "/v1/kinds", "{\"id\":\"x\"}", 400, "invalid-body", "parameter", "body/id"},
      {"POST", "/v1/kinds", "{\"colour\":1}", 400, "invalid-body", "parameter", "body/colour"},
  };
  for (const auto& [method, path, body, status, type, member, culprit] : all) {
    const auto answer = running.ask(method, path, {}, body);
    EXPECT_EQ(answer.status, status) << method << " " << path;
    EXPECT_EQ(answer.get_header_value("content-type"), "application/problem+json");
    auto problem = json_of(answer);
    EXPECT_EQ(problem["type"], "urn:bff:" + type) << answer.body;
    EXPECT_EQ(problem["status"], status);
    EXPECT_EQ(problem[member], culprit) << answer.body;
    if (status == 405) {
      EXPECT_EQ(answer.get_header_value("allow"), "GET, HEAD, POST");
    }
  }
}

// ---- 9 ------------------------------------------------------------------------------------------

TEST(Acceptance, CookiesAndHopByHopHeadersReachNoServiceUnasked) {
  std::multimap<std::string, std::string> seen;
  RunningGateway running{of_kinds(R"(
  - id: plain
    http: GET /v1/plain
    calls: { kinds: { rpc: kinds.v1.KindsService/GetKinds } }
    shape: $kinds.text
  - id: asked
    http: GET /v1/asked
    cookie: { session: { type: string } }
    calls:
      kinds: { rpc: kinds.v1.KindsService/GetKinds, metadata: { session: $cookie.session } }
    shape: $kinds.text
)"),
                         {{"kinds.v1.KindsService/GetKinds", [&](const Json&, Call& call) {
                             seen = call.metadata;
                             return Json::object();
                           }}}};
  const httplib::Headers headers{{"cookie", "session=s1; other=s2"},
                                 {"authorization", "Bearer x"},
                                 {"connection", "close, x-hop"},
                                 {"x-hop", "1"},
                                 {"keep-alive", "timeout=5"},
                                 {"proxy-authorization", "Basic eA=="},
                                 {"te", "trailers"},
                                 {"upgrade", "websocket"},
                                 {"x-user-id", "42"}};
  ASSERT_EQ(running.get("/v1/plain", headers).status, 200);
  for (const auto& [name, value] : seen) {
    EXPECT_THAT(name, testing::AnyOf("x-request-id", "traceparent", "user-agent")) << value;
    EXPECT_EQ(value.find("s1"), std::string::npos) << name;
  }
  ASSERT_EQ(running.get("/v1/asked", headers).status, 200);
  EXPECT_EQ(seen.count("cookie"), 0U);
  ASSERT_EQ(seen.count("session"), 1U);
  EXPECT_EQ(seen.find("session")->second, "s1");
}

// ---- 10 -----------------------------------------------------------------------------------------

TEST(Acceptance, AnUnknownKeyInAnyFileRefusesToStart) {
  const std::string route = "  - { id: a, http: GET /a, shape: { x: 1 } }\n";
  const auto starts = [](const ServedRoutes& served) {
    TempFolder folder;
    Process gateway{{GatewaySetup{}.executable, "serve", "--config",
                     write_gateway(folder, served, "127.0.0.1:9")},
                    environment_of({})};
    const auto ready = gateway.await_line([](const std::string& line) {
      return line.find("\"event\":\"ready\"") != std::string::npos;
    });
    return ready ? std::string{"ready"} : gateway.output();
  };
  EXPECT_EQ(starts(of_kinds(route)), "ready");

  auto served = of_kinds(route);
  served.more = "limit: { body: 1MiB }\n";
  EXPECT_THAT(starts(served), HasSubstr("did you mean 'limits'?"));
  served = of_kinds(route);
  served.more = "limits: { bodies: 1MiB }\n";
  EXPECT_THAT(starts(served), HasSubstr("error[BFF115]"));
  EXPECT_THAT(starts(of_kinds("  - { id: a, http: GET /a, timout: 1s, shape: { x: 1 } }\n")),
              HasSubstr("error[BFF201]"));
  EXPECT_THAT(starts(of_kinds("  - { id: a, http: GET /a, shape: { $form: 1 } }\n")),
              HasSubstr("error[BFF201]"));
  served = of_kinds(route);
  served.routes["a.yaml"].insert(served.routes["a.yaml"].find("routes:"), "import: [b.yaml]\n");
  served.routes["b.yaml"] = "version: bff/v1\nshape: {}\nshapes: {}\n";
  EXPECT_THAT(starts(served), HasSubstr("b.yaml:2:1: error[BFF201]"));
}

// ---- 11 -----------------------------------------------------------------------------------------

TEST(Acceptance, TwoSetCookieHeadersSurvive) {
  RunningGateway running{
      of_kinds(R"(
  - id: passed
    http: GET /v1/passed
    calls: { kinds: { rpc: kinds.v1.KindsService/GetKinds } }
    respond: { pass: [set-cookie] }
    shape: $kinds.text
  - id: kept
    http: GET /v1/kept
    calls: { kinds: { rpc: kinds.v1.KindsService/GetKinds } }
    shape: $kinds.text
)"),
      {{"kinds.v1.KindsService/GetKinds", [](const Json&, Call& call) {
          call.answer_metadata = {{"set-cookie", "a=1; Path=/"}, {"set-cookie", "b=2; Secure"}};
          return Json::object();
        }}}};
  const auto answer = running.get("/v1/passed");
  std::vector<std::string> cookies;
  const auto [begin, end] = answer.headers.equal_range("set-cookie");
  std::transform(begin, end, std::back_inserter(cookies), [](const auto& h) { return h.second; });
  EXPECT_THAT(cookies, testing::UnorderedElementsAre("a=1; Path=/", "b=2; Secure"));
  EXPECT_EQ(answer.get_header_value("cache-control"), "no-store");
  EXPECT_FALSE(running.get("/v1/kept").has_header("set-cookie"));
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
