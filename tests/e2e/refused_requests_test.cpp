// SPDX-License-Identifier: Apache-2.0
// Requests that must never be served, sent to a gateway whose routes for `/` would call a service.
#include "support/refused_requests.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "support/demo_services.hpp"
#include "support/gateway.hpp"
#include "support/http.hpp"
#include "support/raw_connection.hpp"
#include "support/temp_folder.hpp"

namespace bff::test {
namespace {

class RefusedRequests : public testing::Test {
 protected:
  RefusedRequests() {
    const auto route = [](const std::string& id, const std::string& http) {
      return "  - id: " + id + "\n    http: " + http +
             "\n    auth: public\n    calls:\n"
             "      product: { rpc: shop.v1.CatalogService/GetProduct, with: { product_id: 7 } }\n"
             "    shape: { name: $product.product!.name }\n";
    };
    folder_.write("routes/root.yaml", "version: bff/v1\nroutes:\n" + route("get-root", "GET /") +
                                          route("post-root", "POST /") +
                                          route("put-url", "PUT /url"));
    gateway_ = std::make_unique<Gateway>(GatewaySetup{.config = write_config(folder_),
                                                      .users = services_.address(),
                                                      .orders = services_.address(),
                                                      .catalog = services_.address()});
  }

  // Sends the bytes, half-closes where asked, and gives the whole answer of a closed connection.
  std::string answer_to(const std::string& bytes, bool end, const std::string& name) const {
    RawConnection connection{gateway_->port()};
    connection.send(bytes);
    if (end) connection.end_sending();
    bool closed = false;
    auto answer = connection.read_to_end(closed);
    EXPECT_TRUE(closed) << name << " left the connection open";
    return answer;
  }

  // The services log a line for each call.
  std::size_t calls_seen() {
    std::size_t calls = 0;
    for (const auto& line : services_.process().lines()) calls += line.starts_with("call ") ? 1 : 0;
    return calls;
  }

  void expect_service_untouched() {
    EXPECT_EQ(calls_seen(), 0U);
    // The routes do call it, and the gateway has survived everything.
    EXPECT_EQ(get(gateway_->port(), "/").status, 200);
    EXPECT_EQ(request(gateway_->port(), "POST", "/").status, 200);
    const auto called = [](const std::string& line) { return line.starts_with("call "); };
    EXPECT_TRUE(services_.process().await_line(called) && services_.process().await_line(called));
  }

  DemoServices services_{"users,orders,catalog", {"--log-calls"}};
  TempFolder folder_;
  std::unique_ptr<Gateway> gateway_;
};

TEST_F(RefusedRequests, GetTheirStatusAndAClosedConnection) {
  ASSERT_GE(test::refused_requests().size(), 100U);
  for (const auto& row : test::refused_requests()) {
    const auto answer = answer_to(row.bytes, row.wants_end_of_input, row.name);
    EXPECT_EQ(status_of(answer), row.status) << row.name << ": " << row.rule << "\n" << answer;
    EXPECT_NE(answer.find("application/problem+json"), std::string::npos) << row.name;
    EXPECT_NE(answer.find("connection: close"), std::string::npos) << row.name;
  }
  expect_service_untouched();
}

TEST_F(RefusedRequests, OfLlhttpConformanceGetA4xxOr501) {
  const std::string data = BFF_CONFORMANCE_DATA;
  if (data.empty()) GTEST_SKIP() << "BFF_CONFORMANCE_DATA is not set";
  std::ifstream file{data + "/llhttp-http1.jsonl"};
  ASSERT_TRUE(file) << data;
  int refused = 0;
  for (std::string line; std::getline(file, line);) {
    const auto vector = nlohmann::json::parse(line);
    if (!vector["must_refuse"].get<bool>()) continue;
    std::string bytes;
    const std::string hex = vector["input_hex"];
    for (std::size_t i = 0; i < hex.size(); i += 2)
      bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    const auto status = status_of(answer_to(bytes, true, vector["name"]));
    EXPECT_TRUE((status >= 400 && status < 500) || status == 501)
        << vector["name"] << ": " << status;
    ++refused;
  }
  EXPECT_EQ(refused, 52);
  expect_service_untouched();
}

TEST_F(RefusedRequests, BehindAGoodOneDoNotTakeItsAnswerAway) {
  RawConnection connection{gateway_->port()};
  connection.send(
      "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\nGET / "
      "HTTP/1.1\r\nHost: a\r\n\r\n");
  bool closed = false;
  const auto answers = connection.read_to_end(closed);
  EXPECT_TRUE(closed);
  EXPECT_EQ(status_of(answers), 404);
  const auto second = answers.find("HTTP/1.1", 1);
  ASSERT_NE(second, std::string::npos);
  EXPECT_EQ(status_of(answers.substr(second)), 400);
  EXPECT_EQ(answers.find("HTTP/1.1", second + 1), std::string::npos) << "nothing behind it is read";
  expect_service_untouched();
}

}  // namespace
}  // namespace bff::test
