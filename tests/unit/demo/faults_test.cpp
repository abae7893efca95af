// SPDX-License-Identifier: Apache-2.0
#include "demo/faults.hpp"

#include <gmock/gmock.h>
#include <google/protobuf/repeated_ptr_field.h>
#include <gtest/gtest.h>

#include <vector>

#include "shop/v1/money.pb.h"

namespace demo {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAreArray;

BehaviourTable table() { return {{"users", {}}, {"orders", {}}, {"catalog", {}}}; }

google::protobuf::RepeatedPtrField<shop::v1::Money> rows(int count) {
  google::protobuf::RepeatedPtrField<shop::v1::Money> result;
  for (int i = 0; i < count; ++i) result.Add()->set_units(i);
  return result;
}

std::vector<std::int64_t> units(const google::protobuf::RepeatedPtrField<shop::v1::Money>& rows) {
  std::vector<std::int64_t> result;
  for (const auto& row : rows) result.push_back(row.units());
  return result;
}

TEST(Faults, AreSetForAllServicesOrForSome) {
  auto behaviours = table();
  EXPECT_EQ(set_latency("20", behaviours), "");
  EXPECT_EQ(set_latency("users=50,orders=0", behaviours), "");
  EXPECT_EQ(behaviours["users"].latency, milliseconds{50});
  EXPECT_EQ(behaviours["orders"].latency, milliseconds{0});
  EXPECT_EQ(behaviours["catalog"].latency, milliseconds{20});
}

TEST(Faults, RefuseATextWithoutAMeaning) {
  auto behaviours = table();
  EXPECT_THAT(set_latency("20ms", behaviours), HasSubstr("'20ms' is not a number"));
  EXPECT_THAT(set_latency("-1", behaviours), HasSubstr("'-1'"));
  EXPECT_THAT(set_latency("", behaviours), HasSubstr("''"));
  EXPECT_THAT(set_latency("users=1,", behaviours), HasSubstr("''"));
  EXPECT_THAT(set_latency("user=1", behaviours), HasSubstr("no service 'user'"));
  EXPECT_THAT(set_failure_rate("1.5", behaviours), HasSubstr("from 0 to 1"));
  EXPECT_THAT(set_failure_rate("nan", behaviours), HasSubstr("'nan'"));
  EXPECT_THAT(set_status("OK", behaviours), HasSubstr("'OK' is not"));
  EXPECT_THAT(set_status("unavailable", behaviours), HasSubstr("'unavailable'"));
}

TEST(Faults, FailEveryCallWhenOnlyAStatusIsGiven) {
  auto behaviours = table();
  ASSERT_EQ(set_status("orders=NOT_FOUND", behaviours), "");
  Faults orders{"orders", behaviours["orders"]}, users{"users", behaviours["users"]};
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(orders.next().error_code(), grpc::StatusCode::NOT_FOUND);
    EXPECT_TRUE(users.next().ok());
  }
}

TEST(Faults, KeepAGivenRateWhateverTheOrderOfTheSwitches) {
  auto before = table(), after = table();
  ASSERT_EQ(set_failure_rate("0.5", before) + set_status("INTERNAL", before), "");
  ASSERT_EQ(set_status("INTERNAL", after) + set_failure_rate("0.5", after), "");
  EXPECT_EQ(before["users"].failure_rate, 0.5);
  EXPECT_EQ(after["users"].failure_rate, 0.5);
}

TEST(Faults, FailTheSameCallsInEveryRun) {
  const Behaviour behaviour{.failure_rate = 0.25};
  Faults first{"users", behaviour}, second{"users", behaviour};
  int failed = 0;
  for (int i = 0; i < 1000; ++i) {
    const grpc::Status status = first.next();
    EXPECT_EQ(status.ok(), second.next().ok());
    failed += !status.ok();
  }
  EXPECT_NEAR(failed, 250, 50);
}

TEST(Faults, LeaveRowsAloneUnlessTold) {
  auto answer = rows(4);
  Faults{"catalog", {}}.disturb(answer);
  EXPECT_THAT(units(answer), ElementsAre(0, 1, 2, 3));
}

TEST(Faults, DropEveryThirdRow) {
  auto answer = rows(7);
  Faults{"catalog", {.incomplete = true}}.disturb(answer);
  EXPECT_THAT(units(answer), ElementsAre(0, 1, 3, 4, 6));
}

TEST(Faults, ShuffleSoThatNoRowKeepsItsPlace) {
  for (int count : {2, 3, 10, 100}) {
    auto answer = rows(count);
    Faults{"catalog", {.shuffle = true}}.disturb(answer);
    EXPECT_THAT(units(answer), UnorderedElementsAreArray(units(rows(count))));
    for (int i = 0; i < count; ++i) EXPECT_NE(answer[i].units(), i);
  }
}

}  // namespace
}  // namespace demo
