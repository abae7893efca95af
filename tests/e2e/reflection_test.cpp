// SPDX-License-Identifier: Apache-2.0
// Protos that the services tell, here those of grpc++'s own server reflection (v1alpha).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/demo_services.hpp"
#include "support/gateway.hpp"
#include "support/http.hpp"

namespace bff::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

struct Reflection : testing::Test {
  TempFolder folder;
  GatewaySetup setup;

  Reflection() {
    folder.write("routes/home.yaml", read_file(BFF_SOURCE_DIR "/routes/home.yaml"));
    auto config = read_file(write_config(folder));
    for (const auto& [key, line] : {std::pair{"\nprotos:",
                                              "\nprotos: { reflection: { upstreams: "
                                              "[users, orders, catalog], cache: "
                                              "services.pb } }"},
                                    std::pair{"\nin_process:", "\n"}}) {
      const auto begin = config.find(key), end = config.find("\n\n", begin);
      config.replace(begin, end - begin, line);
    }
    setup.config = folder.write("gateway.yaml", config).string();
  }

  void use(const std::string& address) { setup.users = setup.orders = setup.catalog = address; }
  std::pair<int, std::string> check() {
    Process run{{setup.executable, "check", "--config", setup.config}, environment_of(setup)};
    const int status = run.wait().value();
    return {status, run.output()};
  }
};

TEST_F(Reflection, BringsTheProtosAndTheCacheDoesWhenTheServicesAreDown) {
  EXPECT_THAT(check(),
              testing::Pair(1, HasSubstr("error[BFF155]: no protos: the upstream 'users'")));

  DemoServices services{"users,orders,catalog"};
  use(services.address());
  {
    Gateway web{setup};
    EXPECT_EQ(get(web.port(), "/v1/home", token(1)).body,
              read_file(BFF_SOURCE_DIR "/tests/routes/home.web.json"));
  }
  const auto kept = read_file(folder / "services.pb");
  EXPECT_EQ(check(), std::pair(0, setup.config + ": 1 routes for client 'web', no problems\n"));
  EXPECT_EQ(read_file(folder / "services.pb"), kept);

  use("");
  EXPECT_THAT(check(), testing::Pair(0, AllOf(HasSubstr("note: the protos are those of"),
                                              HasSubstr("no problems"))));
  Gateway web{setup};
  // Ahead of `ready`, for which Gateway has waited.
  nlohmann::json event;
  for (const auto& line : web.process().lines()) {
    if (line.find("protos_from_cache") != std::string::npos) event = nlohmann::json::parse(line);
  }
  ASSERT_TRUE(event.is_object()) << web.process().output();
  EXPECT_EQ(event["level"], "warn");
  EXPECT_EQ(event["cache"], (folder / "services.pb").string());
  EXPECT_THAT(event["reason"].get<std::string>(), HasSubstr("the upstream 'users': UNAVAILABLE"));
  EXPECT_GE(event["age_s"].get<int>(), 0);
}

}  // namespace
}  // namespace bff::test
