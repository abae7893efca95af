// SPDX-License-Identifier: Apache-2.0
// When calls are made, what becomes of them by code, requirements, the body, and the answer's head.
#include <gmock/gmock.h>

#include "unit/plan/execution_run.hpp"

namespace bff::plan {
namespace {

using B = PlanBuilder;
using testing::ElementsAre;
using testing::Pair;

class ExecutionCalls : public ExecutionRun {
 protected:
  ExecutionCalls() {
    builder.body("t.Order");
    builder.call("user", "t.UserAnswer").on_error.kind = OnError::Kind::as_null;
    builder.call("add", "t.Added").writes = true;
    builder.call("add").request.push_back(with("t.Add", "user", builder.at("body.id")));
  }
  void begin(const std::string& order = R"(id: "o")") {
    start(B::object(B::member("user", value("user.user.id")), B::member("add", value("add.id"))),
          shop().encode("t.Order", order));
  }
  Requirement& require(Condition that, int status = 409) {
    Requirement& made = builder.plan().requirements.emplace_back();
    made.that.push_back(std::move(that));
    made.status = status;
    made.title = "The cart is empty";
    return made;
  }
};

TEST_F(ExecutionCalls, ReadTheBody) {
  begin();
  EXPECT_EQ(ready("t.Add"), "user: \nadd: user: \"o\"");
}
TEST_F(ExecutionCalls, WhatTheBodyLacksIsTheClientsFault) {
  builder.call("add").request.push_back(with("t.Add", "line", builder.at("body.total!")));
  begin();
  EXPECT_EQ(body(), "ERROR invalid-parameter body.total is required");
  EXPECT_EQ(error.parameter, "body.total");
}
TEST_F(ExecutionCalls, ABodyThatIsNoMessageEndsIt) {
  start(nullptr, "\xff");
  EXPECT_TRUE(run->done());
  EXPECT_TRUE(run->ready().empty());
  EXPECT_FALSE(run->finish());
}
TEST_F(ExecutionCalls, ThatAreNotMadeAreMissingAndNoFailure) {
  builder.call("user").when.push_back(B::holds(builder.at("body.tags")));
  begin();
  EXPECT_EQ(ready("t.Add"), "add: user: \"o\"");
  answer(0, "t.Added", "id: 1");
  EXPECT_EQ(body(), R"({"user":null,"add":"1"})");
  EXPECT_TRUE(finished.partials.empty());
}

TEST_F(ExecutionCalls, ACodeMayHaveAnActionOfItsOwn) {
  builder.call("user").on_error.kind = OnError::Kind::fail;
  OnError instead;
  instead.kind = OnError::Kind::use_default;
  instead.bytes = shop().encode("t.UserAnswer", R"(user { id: "nobody" })");
  builder.call("user").on_error_by_code.emplace_back(std::uint8_t{5}, instead);
  begin();
  ready("t.Add");
  fail(0, Errc::not_found, 5);
  answer(1, "t.Added", "");
  EXPECT_THAT(body(), testing::StartsWith(R"({"user":"nobody","add":"0","_errors":[)"));
}
TEST_F(ExecutionCalls, AnyOtherCodeIsElse) {
  builder.call("user").on_error.kind = OnError::Kind::fail;
  builder.call("user").on_error_by_code.emplace_back(std::uint8_t{5},
                                                     OnError{OnError::Kind::as_null, "", 0, ""});
  begin();
  ready("t.Add");
  fail(0, Errc::forbidden, 7);
  EXPECT_EQ(body(), "ERROR forbidden ");
}
TEST_F(ExecutionCalls, TheGatewaysOwnFailuresHaveCodesToo) {
  builder.call("user").on_error.kind = OnError::Kind::fail;
  for (const int code : {4, 13, 14}) {
    builder.call("user").on_error_by_code.emplace_back(static_cast<std::uint8_t>(code),
                                                       OnError{OnError::Kind::as_null, "", 0, ""});
  }
  for (const auto& result : {Result<std::string>(Error{.code = Errc::upstream_timeout}),
                             Result<std::string>(Error{.code = Errc::upstream_unavailable}),
                             Result<std::string>(std::string("\xff"))}) {
    if (!plan) begin();
    Execution each(*plan, arguments, arena, "");
    each.ready();
    each.complete(0, result);
    EXPECT_FALSE(each.done());
  }
}
TEST_F(ExecutionCalls, AProblemEndsTheRequestWithItsStatusAndTitle) {
  builder.call("user").on_error_by_code.emplace_back(
      std::uint8_t{9}, OnError{OnError::Kind::problem, "", 402, "The card was refused"});
  begin();
  ready("t.Add");
  answer(1, "t.Added", "");
  fail(0, Errc::invalid_argument, 9);
  EXPECT_EQ(body(), "ERROR declared-problem ");
  EXPECT_EQ(status_of(error), 402);
  EXPECT_EQ(error.title, "The card was refused");
  EXPECT_EQ(error.call, "user");
  EXPECT_THAT(error.completed, ElementsAre("add"));
}

TEST_F(ExecutionCalls, ARequirementOfTheClientsIsJudgedBeforeAnyCall) {
  require(B::holds(builder.at("body.tags")), 422);
  begin();
  EXPECT_EQ(ready("t.Add"), "");
  EXPECT_EQ(body(), "ERROR declared-problem ");
  EXPECT_EQ(status_of(error), 422);
  EXPECT_EQ(error.title, "The cart is empty");
}
TEST_F(ExecutionCalls, AWriteWaitsForWhatIsRequired) {
  require(B::holds(builder.at("user.user.id"))).needs = {0};
  builder.call("add").judged = {0};
  begin();
  EXPECT_EQ(ready("t.Add"), "user: ");
  answer(0, "t.UserAnswer", R"(user { id: "u" })");
  EXPECT_EQ(ready("t.Add"), "add: user: \"o\"");
  answer(1, "t.Added", "");
  EXPECT_EQ(body(), R"({"user":"u","add":"0"})");
}
TEST_F(ExecutionCalls, AWriteIsNotMadeWhenWhatIsRequiredDoesNotHold) {
  require(B::holds(builder.at("user.user.id"))).needs = {0};
  builder.call("add").judged = {0};
  begin();
  ready("t.Add");
  answer(0, "t.UserAnswer", "");
  EXPECT_EQ(ready("t.Add"), "");
  EXPECT_EQ(body(), "ERROR declared-problem ");
  EXPECT_TRUE(error.completed.empty());
}
TEST_F(ExecutionCalls, WhatIsRequiredOfTheLastCallIsJudgedTooAndNamesWhatWasWritten) {
  require(B::holds(builder.at("add.id"))).needs = {1};
  begin();
  ready("t.Add");
  answer(0, "t.UserAnswer", "");
  answer(1, "t.Added", "");
  EXPECT_FALSE(run->done());
  EXPECT_EQ(body(), "ERROR declared-problem ");
  EXPECT_THAT(error.completed, ElementsAre("add"));
}
TEST_F(ExecutionCalls, AProblemInTheAnswerNamesWhatWasWritten) {
  start(value("user.user!.id"), "");
  ready("t.Add");
  answer(0, "t.UserAnswer", "");
  answer(1, "t.Added", "");
  EXPECT_EQ(body(), "ERROR upstream-absent user.user is absent");
  EXPECT_THAT(error.completed, ElementsAre("add"));
}

TEST_F(ExecutionCalls, HaveMetadataOfTheirOwn) {
  builder.call("add").metadata.push_back({"x-order", B::expression(builder.at("body.id"))});
  builder.call("add").metadata.push_back({"x-null", B::expression(builder.at("body.total.units"))});
  builder.call("add").metadata.push_back({"x-raw-bin", B::expression(builder.at("body.id"))});
  begin(R"(id: "o\303\251")");
  EXPECT_EQ(body(),
            "ERROR invalid-parameter what is to be sent as 'x-order' must be printable ASCII "
            "without spaces at its ends");
}
TEST_F(ExecutionCalls, MetadataIsEvaluatedWhenTheyStart) {
  builder.call("add").metadata.push_back({"x-order", B::expression(builder.at("body.id"))});
  builder.call("add").metadata.push_back({"x-null", B::expression(builder.at("body.total.units"))});
  builder.call("add").metadata.push_back({"x-raw-bin", B::expression(builder.at("body.id"))});
  begin();
  ready("t.Add");
  EXPECT_THAT(last[1].metadata, ElementsAre(Pair("x-order", "o"), Pair("x-raw-bin", "bw==")));
}

TEST_F(ExecutionCalls, TheAnswerHasTheStatusHeadersAndCookiesOfTheRoute) {
  Respond& respond = builder.plan().respond;
  respond.status = 201;
  respond.headers.push_back(
      {"location", builder.joined(B::part("/v1/orders/"),
                                  B::part(builder.at("body.id"), TextPart::Encoding::percent))});
  respond.headers.push_back({"x-null", B::expression(builder.at("body.total.units"))});
  respond.headers.push_back({"x-plain", B::expression(builder.at("body.id"))});
  respond.cookies.push_back({"last", B::expression(builder.at("body.id")), "; Path=/; HttpOnly"});
  respond.cookies.push_back({"none", B::expression(builder.at("body.total.units")), ""});
  begin(R"(id: "a b/;\r\nx: y")");
  ready("t.Add");
  answer(0, "t.UserAnswer", "");
  answer(1, "t.Added", "");
  EXPECT_EQ(body(), R"({"user":null,"add":"0"})");
  EXPECT_EQ(finished.status, 201);
  EXPECT_THAT(finished.headers,
              ElementsAre(Pair("location", "/v1/orders/a%20b%2F%3B%0D%0Ax%3A%20y"),
                          Pair("x-plain", "a b/;%0D%0Ax: y")));
  EXPECT_THAT(finished.set_cookies, ElementsAre("last=a%20b/%3B%0D%0Ax:%20y; Path=/; HttpOnly"));
}
TEST_F(ExecutionCalls, ARouteWithoutShapeHasNoContent) {
  start(nullptr, "");
  ready("t.Add");
  answer(0, "t.UserAnswer", "");
  answer(1, "t.Added", "");
  body();
  EXPECT_EQ(finished.status, 204);
}

}  // namespace
}  // namespace bff::plan
