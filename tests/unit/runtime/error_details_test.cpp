// SPDX-License-Identifier: Apache-2.0
#include "runtime/error_details.hpp"

#include <gtest/gtest.h>

#include "support/error_details.hpp"
#include "upstream/status.hpp"

namespace bff::runtime {
namespace {

namespace code = upstream::code;

upstream::RpcOutcome outcome_of(int rpc_code) {
  return {.code = rpc_code,
          .message = "secret",
          .details =
              test::rpc_status(rpc_code, "secret",
                               {test::retry_info(5, 0),
                                test::rpc_any("LocalizedMessage", test::wire_field(2, "Later"))})};
}

TEST(ErrorDetails, GoOutWhereTheClientCanAct) {
  for (const int rpc_code :
       {code::kInvalidArgument, code::kNotFound, code::kAlreadyExists, code::kPermissionDenied,
        code::kResourceExhausted, code::kFailedPrecondition, code::kAborted, code::kOutOfRange,
        code::kUnavailable, code::kUnauthenticated}) {
    const auto outcome = outcome_of(rpc_code);
    Error error = upstream::error_of(outcome);
    EXPECT_TRUE(add_details(error, outcome, kDefaultDetails));
    EXPECT_EQ(error.detail, "Later") << rpc_code;
    ASSERT_NE(error.details, nullptr) << rpc_code;
    EXPECT_EQ(error.details->members, ",\"retry_after\":5");
    EXPECT_EQ(error.details->retry_after, 5);
  }
}

TEST(ErrorDetails, StayWhereTheServiceIsAtFault) {
  for (const int rpc_code : {code::kCancelled, code::kUnknown, code::kDeadlineExceeded,
                             code::kUnimplemented, code::kInternal, code::kDataLoss}) {
    const auto outcome = outcome_of(rpc_code);
    Error error = upstream::error_of(outcome);
    EXPECT_TRUE(add_details(error, outcome, kDefaultDetails));
    EXPECT_EQ(error.detail, "") << rpc_code;
    EXPECT_EQ(error.details, nullptr) << rpc_code;
  }
}

TEST(ErrorDetails, AreThoseThatTheRouteLetsOut) {
  const auto outcome = outcome_of(code::kUnavailable);
  Error error = upstream::error_of(outcome);
  EXPECT_TRUE(add_details(error, outcome, {}));
  EXPECT_EQ(error.detail, "");
  DetailKinds kinds;
  kinds.add(DetailKind::localized_message);
  EXPECT_TRUE(add_details(error, outcome, kinds));
  EXPECT_EQ(error.detail, "Later");
  ASSERT_NE(error.details, nullptr);
  EXPECT_EQ(error.details->members, "") << "it is the problem's detail";
  EXPECT_EQ(error.details->messages.size(), 1U);
}

TEST(ErrorDetails, ThatCannotBeReadLeaveTheErrorAsItIs) {
  auto outcome = outcome_of(code::kUnavailable);
  outcome.details.pop_back();
  Error error = upstream::error_of(outcome);
  EXPECT_FALSE(add_details(error, outcome, kDefaultDetails));
  EXPECT_EQ(error.detail, "");
  EXPECT_EQ(error.details, nullptr);
}

}  // namespace
}  // namespace bff::runtime
