// SPDX-License-Identifier: Apache-2.0
// What users of other gateways ran into with requests, each as a promise of this one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>

#include "support/served_routes.hpp"

namespace bff::test {
namespace {

using Json = DynamicServer::Json;
using Call = DynamicServer::Call;
using testing::HasSubstr;

// ---- 5, as far as routes declare what they take -------------------------------------------------

TEST(Acceptance, TheSameRequestByQueryOrByBodyGivesTheSameToTheService) {
  RunningGateway running{of_kinds(R"(
  - id: by-query
    http: GET /v1/kinds
    query:
      id: { type: string, required: true }      # parsed to the field's int64
      others: { type: int64, repeated: true }
      colors: { type: string, repeated: true }  # parsed to the field's enum
    calls:
      kinds:
        rpc: kinds.v1.KindsService/GetKinds
        with: { id: $query.id, others: $query.others, colours: $query.colors }
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
  const auto by_query =
      running.get("/v1/kinds?id=7&others=3&others=9&others=3&colors=RED&colors=BLUE&colors=9");
  ASSERT_EQ(by_query.status, 200) << by_query.body;
  const auto by_body = running.ask("POST", "/v1/kinds", {}, R"({"id":"7","others":["3",9,"3"],
      "colours":["RED","COLOUR_BLUE",9]})");
  ASSERT_EQ(by_body.status, 200) << by_body.body;
  EXPECT_EQ(by_query.body, by_body.body);
  EXPECT_EQ(json_of(by_body)["asked"],
            R"({"colours":["COLOUR_RED","COLOUR_BLUE",9],"id":"7","others":["3","9","3"]})");
  const auto unknown = running.get("/v1/kinds?id=seven");
  EXPECT_EQ(unknown.status, 400);
  EXPECT_EQ(json_of(unknown)["parameter"], "query.id");
  const auto purple = running.get("/v1/kinds?id=7&colors=RED&colors=PURPLE");
  EXPECT_EQ(purple.status, 400);
  EXPECT_EQ(json_of(purple)["type"], "urn:bff:invalid-parameter");
  EXPECT_EQ(json_of(purple)["parameter"], "query.colors");
  EXPECT_EQ(json_of(purple)["detail"], "query.colors must be one of UNSPECIFIED, RED, BLUE");
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

}  // namespace
}  // namespace bff::test
