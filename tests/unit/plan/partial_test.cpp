// SPDX-License-Identifier: Apache-2.0
#include "plan/partial.hpp"

#include <gtest/gtest.h>

namespace bff::plan {
namespace {

class PartialAnswer : public testing::Test {
 protected:
  PartialAnswer() {
    plan.calls.resize(2);
    plan.calls[0].name = "orders";
    plan.calls[0].view_paths = {"orders"};
    plan.calls[1].name = "products";
    plan.calls[1].view_paths = {"orders.lines.product", "top.product"};
  }
  std::string with(std::string body, const std::vector<Partial>& partials) {
    append_errors(body, plan, partials);
    return body;
  }

  RoutePlan plan;
};

TEST_F(PartialAnswer, AddsProblemsAsTheLastMember) {
  EXPECT_EQ(with(R"({"a":1})", {{1, {.code = Errc::upstream_timeout}}}),
            R"({"a":1,"_errors":[{"type":"urn:bff:upstream-timeout",)"
            R"("title":"An upstream service did not answer in time","status":504,)"
            R"("call":"products","paths":["orders.lines.product","top.product"]}]})");
}

TEST_F(PartialAnswer, WritesDetailAndADifferentStatusAndNothingInternal) {
  const Error error{
      .code = Errc::conflict, .detail = "no \"stock\"", .internal = "10.0.0.1:5000", .status = 402};
  const std::string body = with("{}", {{0, error}});
  EXPECT_EQ(body, R"({"_errors":[{"type":"urn:bff:conflict",)"
                  R"("title":"The request conflicts with the present state","status":402,)"
                  R"("call":"orders","detail":"no \"stock\"","paths":["orders"]}]})");
}

TEST_F(PartialAnswer, HasWhatTheServiceSaidOfIt) {
  const Error error{.code = Errc::too_many_requests,
                    .details = std::make_shared<const ErrorDetails>(
                        ErrorDetails{.members = R"(,"retry_after":3)", .retry_after = 3})};
  EXPECT_EQ(with("{}", {{0, error}}),
            R"({"_errors":[{"type":"urn:bff:too-many-requests","title":"Too many requests",)"
            R"("status":429,"call":"orders","retry_after":3,"paths":["orders"]}]})");
}

TEST_F(PartialAnswer, KeepsTheOrderOfThePartials) {
  const std::string body =
      with("{}", {{0, {.code = Errc::not_found}}, {1, {.code = Errc::not_found}}});
  EXPECT_LT(body.find("\"call\":\"orders\""), body.find("\"call\":\"products\""));
}

TEST_F(PartialAnswer, AWholeAnswerIsLeftAlone) { EXPECT_EQ(with(R"({"a":1})", {}), R"({"a":1})"); }

TEST_F(PartialAnswer, ARootThatIsNullHasNoPlaceForThem) {
  EXPECT_EQ(with("null", {{0, {.code = Errc::not_found}}}), "null");
}

}  // namespace
}  // namespace bff::plan
