// SPDX-License-Identifier: Apache-2.0
#include "plan/text_value.hpp"

#include "unit/plan/shape_fixture.hpp"

namespace bff::plan {
namespace {

using B = PlanBuilder;
using Encoding = TextPart::Encoding;

class TextValue : public ShapeFixture {
 protected:
  TextValue() : ShapeFixture("t.Feed") {}
  TextPart part(const std::string& path, Encoding encoding = {}) {
    return B::part(builder.at("a." + path), encoding);
  }
  template <class... Parts>
  std::string text(const std::string& answer, Parts... parts) {
    return written(B::value(builder.joined(std::move(parts)...)), answer);
  }
};

TEST_F(TextValue, JoinsItsPartsAndEscapesTheWholeOnce) {
  EXPECT_EQ(text(R"(sections { article { title: "say \"hi\"" } })", B::part("a/"),
                 part("sections[0].article.title"), B::part("!")),
            R"("a/say \"hi\"!")");
}
TEST_F(TextValue, IsNullWhenAPartIsNull) {
  EXPECT_EQ(text("sections {}", B::part("a/"), part("sections[0].article.title")), "null");
}
TEST_F(TextValue, PrintsNumbersAsJsonDoes) {
  EXPECT_EQ(text("score: -2.5 big: 18446744073709551615", part("score"), B::part(" "), part("big")),
            R"("-2.5 18446744073709551615")");
}
TEST_F(TextValue, PrintsWhatJsonQuotesWithoutQuotes) {
  EXPECT_EQ(text(R"(score: nan raw: "\377")", part("score"), B::part(" "), part("raw")),
            R"("NaN /w==")");
}
TEST_F(TextValue, PrintsBooleansAndEnums) {
  EXPECT_EQ(text("sections { members_only: true status: STATUS_PAID }",
                 part("sections[0].members_only"), B::part("."), part("sections[0].status")),
            R"("true.PAID")");
}
TEST_F(TextValue, PrintsEnumsByTheRoutesFormat) {
  builder.plan().format.enums = proto::JsonFormat::Enums::number;
  EXPECT_EQ(text("sections { status: STATUS_PAID }", part("sections[0].status")), R"("1")");
}
TEST_F(TextValue, KeepsUnreservedCharactersOnly) {
  EXPECT_EQ(text(R"(sections { note: "aZ09-._~/?#&% \r\n\303\251" })",
                 part("sections[0].note", Encoding::percent)),
            R"("aZ09-._~%2F%3F%23%26%25%20%0D%0A%C3%A9")");
}
TEST_F(TextValue, KeepsSlashesWhereTheyAreAskedFor) {
  EXPECT_EQ(text(R"(sections { note: "/a b/c" })",
                 part("sections[0].note", Encoding::percent_but_slashes)),
            R"("/a%20b/c")");
}
TEST_F(TextValue, IsMissingWhenAPartIs) {
  auto expression = builder.joined(B::part("x"), part("score"));
  PlanScope scope(builder.build(nullptr));
  scope.miss(0);
  EXPECT_EQ(evaluate(expression, *scope)->kind, Value::Kind::missing);
}

}  // namespace
}  // namespace bff::plan
