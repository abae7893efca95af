// SPDX-License-Identifier: Apache-2.0
#include "proto/load.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <gtest/gtest.h>

#include "support/temp_folder.hpp"
#include "unit/config/findings.hpp"

namespace bff::proto {
namespace {

constexpr const char* kOrders = R"(syntax = "proto3";
package shop.v1;
import "google/protobuf/timestamp.proto";

enum OrderStatus {
  ORDER_STATUS_UNSPECIFIED = 0;
}

message Order {
  string id = 1;
  OrderStatus status = 2;
  google.protobuf.Timestamp placed_at = 3;
}

service OrderService {
  rpc GetOrder(Order) returns (Order);
}
)";

class Loading : public testing::Test {
 protected:
  std::unique_ptr<Schema> load(const std::string& text) {
    folder.write("shop/v1/orders.proto", text);
    return load_protos({folder.path()}, {{"shop/v1/orders.proto", place}}, place, out);
  }

  test::TempFolder folder;
  Place place{.source = config::test::source("x", "gateway.yaml"), .line = 1, .column = 1};
  Diagnostics out;
};

TEST_F(Loading, MakesTheTablesOfAllMessages) {
  const auto schema = load(kOrders);
  ASSERT_TRUE(schema) << out.text();
  ASSERT_EQ(schema->files().size(), 1u);
  const MessageTable* order = schema->resolve("shop.v1.Order");
  ASSERT_NE(order, nullptr);
  EXPECT_NE(order->find("placed_at"), nullptr);
  EXPECT_NE(schema->resolve("google.protobuf.Timestamp"), nullptr);
}

TEST_F(Loading, GivesNoSchemaWhenThereIsAnyProblem) {
  EXPECT_EQ(load("syntax = \"proto3\"; message Order { X x = 1; }"), nullptr);
  EXPECT_EQ(out.size(), 1u);
}

TEST_F(Loading, KnowsThePlaceOfEverything) {
  const auto schema = load(kOrders);
  ASSERT_TRUE(schema) << out.text();
  const auto& pool = schema->pool();
  const auto* order = pool.FindMessageTypeByName("shop.v1.Order");
  EXPECT_EQ(place_of(*order), "shop/v1/orders.proto:9");
  EXPECT_EQ(place_of(*order->FindFieldByName("status")), "shop/v1/orders.proto:11");
  EXPECT_EQ(place_of(*pool.FindEnumTypeByName("shop.v1.OrderStatus")), "shop/v1/orders.proto:5");
  EXPECT_EQ(place_of(*pool.FindMethodByName("shop.v1.OrderService.GetOrder")),
            "shop/v1/orders.proto:16");
}

TEST_F(Loading, HasNoPlaceForWhatComesFromTheLibrary) {
  const auto schema = load(kOrders);
  ASSERT_TRUE(schema) << out.text();
  EXPECT_EQ(place_of(*schema->pool().FindMessageTypeByName("google.protobuf.Timestamp")), "");
}

TEST_F(Loading, LoadsADescriptorSet) {
  google::protobuf::FileDescriptorSet set;
  auto* file = set.add_file();
  file->set_name("a.proto");
  file->set_syntax("proto3");
  file->add_message_type()->set_name("A");
  const auto schema =
      load_descriptor_set(folder.write("set.pb", set.SerializeAsString()), place, out);
  ASSERT_TRUE(schema) << out.text();
  EXPECT_NE(schema->resolve("A"), nullptr);
  EXPECT_EQ(place_of(*schema->pool().FindMessageTypeByName("A")), "");
  EXPECT_EQ(load_descriptor_set(folder.path() / "none.pb", place, out), nullptr);
}

}  // namespace
}  // namespace bff::proto
