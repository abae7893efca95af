// SPDX-License-Identifier: Apache-2.0
// Service definitions that nobody here wrote, compiled as a gateway does at its start.
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include "proto/load.hpp"

namespace bff::proto {
namespace {

class RealProtos : public testing::Test {
 protected:
  void SetUp() override {
    if (folder.empty()) GTEST_SKIP() << "BFF_CONFORMANCE_DATA is not set";
    folder /= "protos";
  }
  std::unique_ptr<Schema> load(const std::string& name) {
    return load_protos({folder}, {{name, Place{}}}, Place{}, out);
  }

  std::filesystem::path folder = BFF_CONFORMANCE_DATA;
  Diagnostics out;
};

TEST_F(RealProtos, OnlineBoutiqueCompiles) {
  const auto schema = load("boutique_demo.proto");
  ASSERT_TRUE(schema) << out.text();
  ASSERT_EQ(schema->files().size(), 1u);
  EXPECT_EQ(schema->files()[0]->service_count(), 9);
  EXPECT_NE(schema->resolve("hipstershop.PlaceOrderRequest"), nullptr);
}

TEST_F(RealProtos, OpenTelemetryDemoCompiles) {
  const auto schema = load("otel_demo.proto");
  ASSERT_TRUE(schema) << out.text();
  EXPECT_NE(schema->resolve("oteldemo.Product"), nullptr);
  EXPECT_NE(schema->pool().FindServiceByName("oteldemo.CheckoutService"), nullptr);
}

// It imports files of other projects, which are not there: each is named, and nothing else.
TEST_F(RealProtos, ABitOfEverythingNamesItsMissingImports) {
  EXPECT_EQ(load("a_bit_of_everything.proto"), nullptr);
  ASSERT_FALSE(out.empty());
  for (const Diagnostic& d : out.items()) {
    EXPECT_EQ(d.code, "BFF150") << out.text();
    EXPECT_EQ(d.place.source->line(d.place.line).substr(0, 6), "import");
  }
}

}  // namespace
}  // namespace bff::proto
