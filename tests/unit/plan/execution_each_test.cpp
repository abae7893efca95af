// SPDX-License-Identifier: Apache-2.0
// A call that is made for each element of a list, one after the other.
#include "unit/plan/execution_run.hpp"

namespace bff::plan {
namespace {

using B = PlanBuilder;

class EachElement : public ExecutionRun {
 protected:
  EachElement() {
    builder.body("t.Order");
    Call& add = builder.call("add", "t.Added");
    add.writes = true;
    builder.for_each("add", "line", builder.at("body.lines"));
    add.request.push_back(with("t.Add", "line", builder.at("line")));
    Call& after = builder.call("after", "t.Added");
    after.needs = {0};
  }
  std::unique_ptr<Node> ids() {
    return builder.each("a", builder.at("add"), [&] { return value("a.id"); });
  }
  void begin(const std::string& order) { start(ids(), shop().encode("t.Order", order)); }
  Call& add() { return builder.call("add"); }
};

const std::string kThree =
    "lines { product_id: 1 } lines { product_id: 1 } lines { product_id: 2 }";

TEST_F(EachElement, IsMadeInOrderOneAfterTheOther) {
  begin(kThree);
  EXPECT_EQ(ready("t.Add"), "add: line { product_id: 1 }");
  EXPECT_EQ(ready("t.Add"), "");
  answer(0, "t.Added", "id: 10");
  EXPECT_EQ(ready("t.Add"), "add: line { product_id: 1 }");
  answer(1, "t.Added", "id: 11");
  EXPECT_EQ(ready("t.Add"), "add: line { product_id: 2 }");
  answer(2, "t.Added", "id: 12");
  EXPECT_EQ(ready("t.Add"), "after: ");
  answer(3, "t.Added", "");
  EXPECT_EQ(body(), R"(["10","11","12"])");
}
TEST_F(EachElement, OfNoneIsAnEmptyListAndNothingWasWritten) {
  begin("");
  EXPECT_EQ(ready("t.Add"), "after: ");
  fail(0, Errc::upstream_error);
  EXPECT_EQ(body(), "ERROR upstream-error ");
  EXPECT_TRUE(error.completed.empty());
}
TEST_F(EachElement, AFailureEndsTheRequestAndNamesWhatWasWritten) {
  begin(kThree);
  ready("t.Add");
  answer(0, "t.Added", "");
  ready("t.Add");
  fail(1, Errc::upstream_timeout);
  EXPECT_TRUE(run->done());
  EXPECT_EQ(body(), "ERROR upstream-timeout ");
  EXPECT_EQ(error.completed, std::vector<std::string>{"add[0]"});
}
TEST_F(EachElement, WhenAllAreWrittenTheCallIsNamed) {
  begin("lines {}");
  ready("t.Add");
  answer(0, "t.Added", "");
  ready("t.Add");
  fail(1, Errc::upstream_timeout);
  EXPECT_EQ(body(), "ERROR upstream-timeout ");
  EXPECT_EQ(error.completed, std::vector<std::string>{"add"});
}
// Writes in order must not go on silently behind one that failed.
TEST_F(EachElement, AsNullStopsAtTheFirstFailure) {
  add().on_error.kind = OnError::Kind::as_null;
  begin(kThree);
  ready("t.Add");
  answer(0, "t.Added", "");
  ready("t.Add");
  fail(1, Errc::upstream_timeout);
  EXPECT_EQ(ready("t.Add"), "after: ");
  answer(2, "t.Added", "");
  EXPECT_EQ(body(), "null");
  EXPECT_EQ(finished.partials.size(), 1u);
}
TEST_F(EachElement, ADefaultStandsForTheElementThatFailed) {
  add().on_error.kind = OnError::Kind::use_default;
  add().on_error.bytes = shop().encode("t.Added", "id: 99");
  begin(kThree);
  for (std::uint16_t i = 0; i < 3; ++i) {
    ready("t.Add");
    if (i == 1) {
      fail(i, Errc::upstream_timeout);
    } else {
      answer(i, "t.Added", "id: 1");
    }
  }
  ready("t.Add");
  answer(3, "t.Added", "");
  EXPECT_EQ(body(), R"(["1","99","1"])");
}
TEST_F(EachElement, TooManyElementsAreTheClientsFaultWhereTheListIs) {
  add().each->max = 2;
  begin(kThree);
  EXPECT_EQ(body(), "ERROR invalid-parameter the list has more than 2 elements");
}
TEST_F(EachElement, AnInsistedAbsenceShowsBeforeAnythingIsWritten) {
  add().request.clear();
  add().request.push_back(with("t.Add", "user", builder.at("line.maker_id!")));
  begin(R"(lines { maker_id: "m" } lines {})");
  EXPECT_EQ(ready("t.Add"), "");
  EXPECT_EQ(body(), "ERROR invalid-parameter line.maker_id is required");
  EXPECT_EQ(error.parameter, "line.maker_id");
}
TEST_F(EachElement, IsNotMadeWhenItsConditionDoesNotHold) {
  add().when.push_back(B::holds(builder.at("body.id")));
  begin(kThree);
  EXPECT_EQ(ready("t.Add"), "after: ");
  answer(0, "t.Added", "");
  EXPECT_EQ(body(), "null");
  EXPECT_TRUE(finished.partials.empty());
}
TEST_F(EachElement, ABrokenAnswerIsItsFailure) {
  begin("lines {}");
  ready("t.Add");
  run->complete(0, std::string("\x08", 1));
  EXPECT_EQ(body(), "ERROR upstream-invalid ");
}

}  // namespace
}  // namespace bff::plan
