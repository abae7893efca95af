// SPDX-License-Identifier: Apache-2.0
// `$switch` over oneofs and enums, `$skip`, and that collectors see what the writer writes.
#include "plan/table.hpp"
#include "unit/plan/shape_fixture.hpp"

namespace bff::plan {
namespace {

using proto::FieldType;
using B = PlanBuilder;

class ShapeChoice : public ShapeFixture {
 protected:
  ShapeChoice() : ShapeFixture("t.Feed") {}

  // Sections of the feed: banners, articles; what else there is is left out.
  std::unique_ptr<Node> sections() {
    return builder.each("s", builder.at("a.sections"), [&] {
      auto choice = builder.choice(builder.at("s"));
      builder.member_case(*choice, "s", "banner",
                          B::object(B::member("image", value("s.banner.image"))));
      builder.member_case(*choice, "s", "article",
                          B::object(B::member("title", value("s.article.title"))));
      B::otherwise(*choice, nullptr);
      return choice;
    });
  }
};

const std::string kFeed = R"(sections { note: "n" } sections { article { title: "t" } }
  sections {} sections { banner { image: "i" } } sections { banner {} })";

TEST_F(ShapeChoice, TakesTheCaseOfTheMemberThatIsSet) {
  EXPECT_EQ(written(sections(), kFeed), R"([{"title":"t"},{"image":"i"},{"image":""}])");
}
TEST_F(ShapeChoice, ALimitCountsWhatIsNotSkipped) {
  auto shape = sections();
  shape->limit = 2;
  EXPECT_EQ(written(std::move(shape), kFeed), R"([{"title":"t"},{"image":"i"}])");
}
TEST_F(ShapeChoice, WhenAllIsSkippedTheListIsEmpty) {
  EXPECT_EQ(written(sections(), "sections {} sections {}"), "[]");
}
TEST_F(ShapeChoice, SkipLeavesAnItemOutOfAListLiteral) {
  auto item = builder.choice(builder.at("a.sections[0].status"));
  B::enum_case(*item, {1, 2}, B::literal("1"));
  B::otherwise(*item, nullptr);
  EXPECT_EQ(written(B::list(std::move(item), B::literal("9")), "sections {}"), "[9]");
}
TEST_F(ShapeChoice, AnEnumTakesTheFirstCaseThatHasItsNumber) {
  auto choice = builder.choice(builder.at("a.sections[0].status"));
  B::enum_case(*choice, {0}, B::literal("0"));
  B::enum_case(*choice, {1, 2}, B::literal("12"));
  B::otherwise(*choice, B::literal("9"));
  EXPECT_EQ(written(k(std::move(choice)), "sections { status: STATUS_SHIPPED }"), R"({"k":12})");
}
TEST_F(ShapeChoice, ANumberThatNoCaseHasIsElse) {
  auto choice = builder.choice(builder.at("a.sections[0].status"));
  B::enum_case(*choice, {0}, B::literal("0"));
  B::otherwise(*choice, B::literal("9"));
  EXPECT_EQ(written(k(std::move(choice)), "sections { status: 77 }"), R"({"k":9})");
}
TEST_F(ShapeChoice, IsNullWhenItsValueIs) {
  auto choice = builder.choice(builder.at("a.sections[0].status"));
  B::enum_case(*choice, {0}, B::literal("0"));
  B::otherwise(*choice, B::literal("9"));
  EXPECT_EQ(written(k(std::move(choice)), ""), R"({"k":null})");
}
TEST_F(ShapeChoice, ASkipWithinAFromTakesTheElementOut) {
  auto shape = builder.each("s", builder.at("a.sections"), [&] {
    return builder.from("b", builder.at("s.banner"), [&] {
      auto choice = builder.choice(builder.at("s.status"));
      B::enum_case(*choice, {0}, nullptr);
      B::otherwise(*choice, value("b.image"));
      return choice;
    });
  });
  EXPECT_EQ(written(std::move(shape), R"(sections { banner { image: "x" } } sections {}
                      sections { status: STATUS_PAID banner { image: "y" } })"),
            R"([null,"y"])");
}

// The collector of a table walks the same tree: filter, limit and skip decide which keys there are.
TEST_F(ShapeChoice, ACollectorSeesTheElementsThatAreWritten) {
  builder.call("orders", "t.Orders");
  builder.call("makers", "t.Makers");
  Table& table = builder.table("makers", "makers", "id", shop().field("t.MakersRequest", "ids"));
  auto each = builder.each("s", builder.at("a.sections"), [&] {
    auto choice = builder.choice(builder.at("s"));
    builder.member_case(*choice, "s", "article",
                        B::list(builder.keys("makers", builder.at("s.article.slug"))));
    builder.member_case(*choice, "s", "banner", B::object());
    B::otherwise(*choice, nullptr);
    return choice;
  });
  each = B::when(B::when(Condition::Op::fails, builder.at("s.members_only")), std::move(each));
  each->limit = 2;
  auto hidden = B::when(B::holds(builder.at("a.sections[0].members_only")),
                        B::object(B::member("", builder.keys("makers", builder.text("hidden")))));
  table.collector = B::object(B::member("", std::move(each)), B::member("", std::move(hidden)));
  const auto plan = builder.build(nullptr);
  PlanScope scope(plan);
  scope.answer(0, shop().encode("t.Feed", R"(
    sections { note: "skipped" } sections { article { slug: "a" } }
    sections { members_only: true article { slug: "filtered" } }
    sections { banner {} } sections { article { slug: "beyond the limit" } })"));
  TableRows rows(*plan->calls[2].table, 2, scope.arena());
  ASSERT_TRUE(*rows.collect(*scope));
  ASSERT_EQ(rows.chunks(), 1u);
  ASSERT_EQ(rows.chunk(0).size(), 1u);
  EXPECT_EQ(rows.chunk(0)[0].text(), "a");
}

}  // namespace
}  // namespace bff::plan
