// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <thread>

#include "support/demo_services.hpp"
#include "support/gateway.hpp"
#include "support/http.hpp"
#include "support/temp_folder.hpp"

namespace bff::test {
namespace {

// A gateway over route files of the test's own, and clients that ask it without a pause.
class Reload : public testing::Test {
 protected:
  Reload() {
    config_file_ = write_config(folder_);
    write_route("name");
    gateway_ = std::make_unique<Gateway>(GatewaySetup{.config = config_file_,
                                                      .users = services_.address(),
                                                      .orders = services_.address(),
                                                      .catalog = services_.address()});
  }

  void write_route(const std::string& key) {
    folder_.write("routes/product.yaml",
                  "version: bff/v1\nroutes:\n  - id: product\n    http: GET /v1/products/{id}\n    "
                  "auth: public\n"
                  "    calls:\n      product: { rpc: shop.v1.CatalogService/GetProduct, with: { "
                  "product_id: $path.id } }\n"
                  "    shape: { " +
                      key + ": $product.product!.name }\n");
  }

  void start_load() {
    for (int i = 0; i < 4; ++i) {
      clients_.emplace_back([this] {
        httplib::Client client{"127.0.0.1", gateway_->port()};
        client.set_keep_alive(true);
        while (!stop_) {
          const auto answer = client.Get("/v1/products/7");
          ++asked_;
          if (!answer || answer->status != 200) ++failed_;
        }
      });
    }
  }
  void stop_load() {
    stop_ = true;
    for (auto& client : clients_) client.join();
  }

  std::string keys() {
    const auto answer = json_of(get(gateway_->port(), "/v1/products/7"));
    return answer.begin().key();
  }

  DemoServices services_{"users,orders,catalog"};
  TempFolder folder_;
  std::string config_file_;
  std::unique_ptr<Gateway> gateway_;
  std::atomic<bool> stop_{false};
  std::atomic<int> asked_{0}, failed_{0};
  std::vector<std::thread> clients_;
};

TEST_F(Reload, TakesInANewRouteFile) {
  EXPECT_EQ(keys(), "name");
  write_route("title");
  gateway_->process().signal(SIGHUP);
  EXPECT_EQ(gateway_->event("reloaded")["routes"], 1);
  // The event is written before the last worker has it; each serves it from its next request on.
  for (int i = 0; i < 100 && keys() != "title"; ++i) std::this_thread::yield();
  EXPECT_EQ(keys(), "title");
}

TEST_F(Reload, AHundredTimesUnderLoadFailsNoRequest) {
  start_load();
  for (int i = 0; i < 100; ++i) {
    write_route(i % 2 == 0 ? "title" : "name");
    gateway_->process().signal(SIGHUP);
    gateway_->event("reloaded");
  }
  stop_load();
  EXPECT_EQ(failed_, 0);
  EXPECT_GT(asked_, 100);
}

TEST_F(Reload, ToABrokenFileChangesNothingAndReportsEveryProblem) {
  start_load();
  folder_.write("routes/product.yaml",
                "version: bff/v1\nroutes:\n  - id: product\n    http: GET /v1/products/{id}\n    "
                "auth: public\n"
                "    calls:\n      product: { rpc: shop.v1.CatalogService/GetProdukt, with: { "
                "product_id: $path.id } }\n"
                "    shape: { name: $produkt.product!.name }\n");
  gateway_->process().signal(SIGHUP);
  const auto first = gateway_->event("reload_problem");
  const auto second = gateway_->event("reload_problem");
  EXPECT_EQ(gateway_->event("reload_refused")["problems"], 2);
  EXPECT_NE(first["place"].get<std::string>().find("routes/product.yaml:7:"), std::string::npos);
  EXPECT_NE(second["place"].get<std::string>().find("routes/product.yaml:8:"), std::string::npos);
  stop_load();
  EXPECT_EQ(failed_, 0);
  EXPECT_EQ(keys(), "name");
}

TEST_F(Reload, RefusesWhatOnlyARestartCanChange) {
  auto config = read_file(config_file_);
  config.replace(config.find("${BFF_WORKERS:-auto}"), 20, "7");
  folder_.write("gateway.yaml", config);
  gateway_->process().signal(SIGHUP);
  EXPECT_NE(gateway_->event("reload_problem")["message"].get<std::string>().find("workers"),
            std::string::npos);
  EXPECT_EQ(keys(), "name");
}

}  // namespace
}  // namespace bff::test
