// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <thread>

#include "e2e/gateways.hpp"
#include "support/demo_services.hpp"
#include "support/http.hpp"
#include "support/temp_folder.hpp"

namespace bff::test {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kWeb = BFF_BINARY_DIR "/bff-web/bff-web";

TEST(Operations, AdminTellsHealthReadinessAndMetrics) {
  DemoServices services{"users,orders,catalog"};
  Gateway web{over(services.address())};
  EXPECT_EQ(get(web.admin_port(), "/healthz").status, 200);
  EXPECT_EQ(get(web.admin_port(), "/readyz").status, 200);
  get(web.port(), "/v1/home", token(1));
  get(web.port(), "/v1/nothing");
  const auto metrics = get(web.admin_port(), "/metrics").body;
  EXPECT_THAT(metrics, HasSubstr("bff_requests_total{route=\"home\",status=\"200\"} 1\n"));
  EXPECT_THAT(metrics, HasSubstr("bff_requests_total{route=\"-\",status=\"404\"} 1\n"));
  EXPECT_THAT(metrics,
              HasSubstr("bff_calls_total{route=\"home\",call=\"profile\",code=\"OK\"} 1\n"));
  EXPECT_THAT(metrics, HasSubstr("bff_request_duration_seconds_count{route=\"home\"} 1\n"));
}

TEST(Operations, HealthAsksTheGatewayThatServesWithTheSameConfiguration) {
  Gateway web{GatewaySetup{}};
  auto variables = environment_of({});
  variables["BFF_WEB_ADMIN_PORT"] = std::to_string(web.admin_port());
  Process ready{{kWeb, "health"}, variables};
  EXPECT_EQ(ready.wait(), 0) << ready.output();

  web.process().signal(SIGTERM);
  ASSERT_EQ(web.process().wait(), 0);
  Process gone{{kWeb, "health"}, variables};
  EXPECT_EQ(gone.wait(), 1);
  EXPECT_THAT(gone.output(),
              HasSubstr("no answer from 127.0.0.1, port " + variables["BFF_WEB_ADMIN_PORT"]));

  Process unknown{{kWeb, "health"}, environment_of({})};
  EXPECT_EQ(unknown.wait(), 1);
  EXPECT_THAT(unknown.output(), HasSubstr("'admin.address' must name a port"));
}

TEST(Operations, DemoServicesCheckThoseThatServe) {
  DemoServices services{"users,catalog"};
  const auto check = [&](const std::string& names, const std::string& address) {
    return std::make_unique<Process>(std::vector<std::string>{
        BFF_BINARY_DIR "/demo/demo-services", "--services", names, "--check", address});
  };
  EXPECT_EQ(check("users,catalog", services.address())->wait(), 0);
  const auto absent = check("users,orders", services.address());
  EXPECT_EQ(absent->wait(), 1);
  EXPECT_THAT(absent->output(), HasSubstr("shop.v1.OrderService"));
  EXPECT_EQ(check("users", "127.0.0.1:9")->wait(), 1);
}

TEST(Operations, ReadinessDoesNotDependOnServices) {
  Gateway web{GatewaySetup{}};
  EXPECT_EQ(get(web.admin_port(), "/readyz").status, 200);
}

TEST(Operations, AccessLogHoldsOneLineARequest) {
  DemoServices services{"users,orders,catalog"};
  Gateway web{over(services.address())};
  const auto answer =
      get(web.port(), "/v1/home?recent=2", token(1),
          {{"traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}});
  const auto line = web.access_line("/v1/home");
  EXPECT_EQ(line["request_id"], answer.get_header_value("x-request-id"));
  EXPECT_EQ(line["trace_id"], "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_EQ(line["client"], "web");
  EXPECT_EQ(line["route"], "home");
  EXPECT_EQ(line["method"], "GET");
  EXPECT_EQ(line["status"], 200);
  EXPECT_EQ(line["peer"], "127.0.0.1");
  ASSERT_EQ(line["calls"].size(), 3U);
  EXPECT_EQ(line["calls"][0]["call"], "profile");
  EXPECT_EQ(line["calls"][0]["upstream"], "users");
  EXPECT_EQ(line["calls"][0]["code"], "OK");
  EXPECT_EQ(line.dump().find("recent"), std::string::npos) << "the query may hold secrets";
}

TEST(Operations, CallsCarryTheRequestsNamesAndNothingElseOfTheClients) {
  DemoServices services{"users,orders,catalog", {"--log-calls"}};
  Gateway web{over(services.address())};
  const auto answer =
      get(web.port(), "/v1/home", token(1),
          {{"traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"},
           {"Cookie", "secret=1"},
           {"X-User-Id", "42"}});
  ASSERT_EQ(answer.status, 200);
  for (const std::string call : {"GetUser", "ListOrders", "BatchGetProducts"}) {
    const auto line = services.process().await_line(
        [&](const std::string& l) { return l.find(call) != std::string::npos; });
    ASSERT_TRUE(line) << call;
    EXPECT_THAT(*line, HasSubstr("x-request-id=" + answer.get_header_value("x-request-id")));
    EXPECT_THAT(*line, HasSubstr("traceparent=00-4bf92f3577b34da6a3ce929d0e0e4736-"));
    EXPECT_THAT(*line, HasSubstr("deadline="));
    EXPECT_THAT(*line, Not(HasSubstr("secret")));
    EXPECT_THAT(*line, Not(HasSubstr("authorization")));
    EXPECT_THAT(*line, Not(HasSubstr("x-user-id")));
  }
}

TEST(Operations, ADescriptorSetServesAsWellAsProtoFiles) {
  TempFolder folder;
  Process protoc{{"protoc", "-I", BFF_SOURCE_DIR "/protos", "-I", BFF_SOURCE_DIR "/bff-web/protos",
                  "--include_imports", "--descriptor_set_out=" + (folder / "shop.binpb").string(),
                  "shop/v1/users.proto", "shop/v1/orders.proto", "shop/v1/catalog.proto",
                  "shop/web/order_totals.proto"}};
  ASSERT_EQ(protoc.wait(), 0) << protoc.output();
  folder.write("routes/home.yaml", read_file(BFF_SOURCE_DIR "/routes/home.yaml"));
  auto config = read_file(write_config(folder));
  const auto begin = config.find("protos:"), end = config.find("\n\n", begin);
  config.replace(begin, end - begin, "protos: { descriptor_set: shop.binpb }");
  DemoServices services{"users,orders,catalog"};
  auto setup = over(services.address());
  setup.config = folder.write("gateway.yaml", config).string();
  Gateway web{setup};
  EXPECT_EQ(get(web.port(), "/v1/home", token(1)).body,
            read_file(BFF_SOURCE_DIR "/tests/routes/home.web.json"));
}

TEST(Operations, TermFinishesWhatIsUnderWayAndExitsWithZero) {
  DemoServices services{"users,orders,catalog", {"--latency", "users=150"}};
  Gateway web{over(services.address())};
  const auto bearer = token(1);
  std::thread client{[&] {
    const auto answer = get(web.port(), "/v1/home", bearer);
    EXPECT_EQ(answer.status, 200);
  }};
  // The request is under way once its connection is counted.
  while (get(web.admin_port(), "/metrics").body.find("bff_connections 1\n") == std::string::npos)
    std::this_thread::yield();
  web.process().signal(SIGTERM);
  client.join();
  EXPECT_EQ(web.process().wait(), 0);
  EXPECT_THAT(web.process().output(), HasSubstr("\"event\":\"stopped\""));
}

TEST(Operations, TermEndsAnIdleGatewayAtOnce) {
  Gateway web{GatewaySetup{}};
  httplib::Client idle{"127.0.0.1", web.port()};
  idle.set_keep_alive(true);
  idle.Get("/v1/nothing");
  web.process().signal(SIGTERM);
  EXPECT_EQ(web.process().wait(Seconds{5}), 0);
}

TEST(Operations, ATakenPortIsNamed) {
  Gateway first{GatewaySetup{}};
  const auto port = std::to_string(first.port());
  auto variables = environment_of({});
  variables["BFF_WEB_PORT"] = port;
  Process second{{kWeb}, variables};
  EXPECT_EQ(second.wait(), 1);
  EXPECT_THAT(second.output(), HasSubstr("cannot listen on 127.0.0.1:" + port));

  auto admin = environment_of({});
  admin["BFF_WEB_ADMIN_PORT"] = std::to_string(first.admin_port());
  Process third{{kWeb}, admin};
  EXPECT_EQ(third.wait(), 1);
  EXPECT_THAT(third.output(),
              HasSubstr("cannot listen on 127.0.0.1:" + std::to_string(first.admin_port())));
}

TEST(Operations, CheckReportsAllProblemsAndServesNothing) {
  TempFolder folder;
  const auto file = folder.write(
      "gateway.yaml",
      "version: bff/v1\nclient: web\nlisten: [{ adress: \"127.0.0.1:0\" }]\nworkers: some\n");
  Process check{{kWeb, "check", "--config", file.string()}, environment_of({})};
  EXPECT_EQ(check.wait(), 1);
  EXPECT_THAT(check.output(), HasSubstr("gateway.yaml:3:12"));
  EXPECT_THAT(check.output(), HasSubstr("did you mean 'address'?"));
  EXPECT_THAT(check.output(), HasSubstr("gateway.yaml:4:10"));
}

TEST(Operations, CheckPassesWhatIsShipped) {
  for (const std::string client : {"web", "mobile"}) {
    Process check{{BFF_BINARY_DIR "/bff-" + client + "/bff-" + client, "check"},
                  environment_of({})};
    EXPECT_EQ(check.wait(), 0) << check.output();
  }
}

TEST(Operations, TheCommandLineExplainsItself) {
  Process help{{kWeb, "--help"}};
  EXPECT_EQ(help.wait(), 0);
  EXPECT_THAT(help.output(), HasSubstr("check"));
  Process version{{kWeb, "--version"}};
  EXPECT_EQ(version.wait(), 0);
  EXPECT_THAT(version.output(), HasSubstr("bff-web 0."));
  Process wrong{{kWeb, "sevre"}};
  EXPECT_EQ(wrong.wait(), 2);
  EXPECT_THAT(wrong.output(), HasSubstr("sevre"));
}

}  // namespace
}  // namespace bff::test
