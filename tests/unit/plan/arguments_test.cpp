// SPDX-License-Identifier: Apache-2.0
#include "plan/arguments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <limits>

namespace bff::plan {
namespace {

using proto::Cell;
using proto::FieldType;
using testing::HasSubstr;

class Arguments : public testing::Test {
 protected:
  Input& add(Input::Source source, const std::string& name, FieldType type) {
    Input& input = plan.inputs.emplace_back();
    input.source = source;
    input.name = name;
    input.type = type;
    return input;
  }
  Input& query(const std::string& name, FieldType type) {
    return add(Input::Source::query, name, type);
  }
  Result<std::pmr::vector<Argument>> from_query(std::string_view text) {
    return bff::plan::bind(plan, {}, text, nullptr, arena);
  }
  Error refusal(std::string_view text) {
    const auto bound = from_query(text);
    return bound ? Error{} : bound.error();
  }

  RoutePlan plan;
  std::pmr::monotonic_buffer_resource arena;
};

TEST_F(Arguments, ReadsADeclaredQueryParameter) {
  query("recent", FieldType::int32);
  const auto bound = from_query("a=1&recent=7&b");
  ASSERT_TRUE(bound);
  EXPECT_FALSE((*bound)[0].null);
  EXPECT_EQ((*bound)[0].cell.bits, 7u);
}

TEST_F(Arguments, IgnoresWhatIsNotDeclared) {
  query("recent", FieldType::int32);
  const auto bound = from_query("recen=7&recent%20=8&%zz=9&&=1&x=%");
  ASSERT_TRUE(bound);
  EXPECT_TRUE((*bound)[0].null);
}

TEST_F(Arguments, DecodesNamesAndValuesOfTheQuery) {
  query("full name", FieldType::text);
  const auto bound = from_query("full+name=J%C3%B6rg+%26%2B+co%3d");
  ASSERT_TRUE(bound);
  EXPECT_EQ((*bound)[0].cell.text(), "Jörg &+ co=");
}

TEST_F(Arguments, AnEmptyValueIsAnEmptyTextAndNoNumber) {
  query("q", FieldType::text);
  for (const char* text : {"q", "q="}) {
    const auto bound = from_query(text);
    ASSERT_TRUE(bound);
    EXPECT_FALSE((*bound)[0].null);
    EXPECT_EQ((*bound)[0].cell.text(), "");
  }
  query("n", FieldType::int32);
  EXPECT_EQ(refusal("n=").detail, "query.n must be an int32");
}

TEST_F(Arguments, AnAbsentParameterHasItsDefault) {
  query("recent", FieldType::int32).default_value = Cell::number(5);
  Input& text = query("sort", FieldType::text);
  text.default_text = "new";
  text.default_value = Cell{};
  query("cursor", FieldType::text);
  const auto bound = from_query("");
  ASSERT_TRUE(bound);
  EXPECT_EQ((*bound)[0].cell.bits, 5u);
  EXPECT_EQ((*bound)[1].cell.text(), "new");
  EXPECT_TRUE((*bound)[2].null);
}

TEST_F(Arguments, RefusesARequiredParameterThatIsAbsent) {
  query("q", FieldType::text).required = true;
  const Error error = refusal("p=1");
  EXPECT_EQ(error.code, Errc::invalid_parameter);
  EXPECT_EQ(error.parameter, "query.q");
  EXPECT_EQ(error.detail, "query.q is required");
}

TEST_F(Arguments, RefusesASingleValuedParameterGivenTwice) {
  query("recent", FieldType::int32);
  const Error error = refusal("recent=1&recent=1");
  EXPECT_EQ(error.code, Errc::invalid_parameter);
  EXPECT_EQ(error.detail, "query.recent may be given only once");
  EXPECT_THAT(refusal("recent=1&rec%65nt=2").detail, HasSubstr("only once"));
}

TEST_F(Arguments, KeepsBoundsAndNamesThem) {
  Input& recent = query("recent", FieldType::int32);
  recent.min = 1;
  recent.max = 20;
  EXPECT_TRUE(from_query("recent=1"));
  EXPECT_TRUE(from_query("recent=20"));
  EXPECT_EQ(refusal("recent=0").detail, "query.recent must be an int32 from 1 to 20");
  EXPECT_EQ(refusal("recent=21").parameter, "query.recent");
  EXPECT_EQ(refusal("recent=x").detail, "query.recent must be an int32 from 1 to 20");
}

TEST_F(Arguments, BoundsOf64BitIntegersAreExact) {
  Input& id = query("id", FieldType::uint64);
  id.max = 18446744073709551614.0L;
  EXPECT_TRUE(from_query("id=18446744073709551614"));
  EXPECT_EQ(refusal("id=18446744073709551615").detail,
            "query.id must be a uint64, at most 18446744073709551614");
}

TEST_F(Arguments, NotANumberKeepsNoBounds) {
  Input& ratio = query("ratio", FieldType::float64);
  EXPECT_TRUE(from_query("ratio=NaN"));
  ratio.min = 0.5;
  EXPECT_EQ(refusal("ratio=NaN").detail, "query.ratio must be a double, at least 0.5");
}

TEST_F(Arguments, RefusesBadEncodingsOfDeclaredParameters) {
  query("q", FieldType::text);
  for (const char* bad : {"q=%", "q=%4", "q=%4g", "q=%zz"}) {
    EXPECT_EQ(refusal(bad).detail, "query.q is not properly percent-encoded") << bad;
  }
  EXPECT_EQ(refusal("q=%ff").detail, "query.q must be valid UTF-8");
  EXPECT_EQ(refusal("q=%ed%a0%80").code, Errc::invalid_parameter);  // a surrogate
}

TEST_F(Arguments, OneParameterMayBeReadInTwoTypes) {
  query("id", FieldType::text);
  query("id", FieldType::int64);
  const auto bound = from_query("id=42");
  ASSERT_TRUE(bound);
  EXPECT_EQ((*bound)[0].cell.text(), "42");
  EXPECT_EQ((*bound)[1].cell.bits, 42u);
}

TEST_F(Arguments, TakesPathVariablesByTheirPlaceInTheTemplate) {
  plan.path.segments = {{false, "v1"}, {true, "a"}, {false, "x"}, {true, "b"}};
  add(Input::Source::path, "b", FieldType::int64);
  add(Input::Source::path, "a", FieldType::text);
  const std::vector<std::string> variables{"first", "-2"};
  const auto bound = bff::plan::bind(plan, variables, "", nullptr, arena);
  ASSERT_TRUE(bound);
  EXPECT_EQ(static_cast<std::int64_t>((*bound)[0].cell.bits), -2);
  EXPECT_EQ((*bound)[1].cell.text(), "first");

  const std::vector<std::string> wrong{"first", "second"};
  const auto refused = bff::plan::bind(plan, wrong, "", nullptr, arena);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::invalid_parameter);
  EXPECT_EQ(refused.error().detail, "path.b must be an int64");
}

TEST_F(Arguments, ReadsClaimsOfThePrincipal) {
  add(Input::Source::claim, "sub", FieldType::text);
  add(Input::Source::claim, "tenant", FieldType::int32);
  auth::Principal principal;
  principal.claims = {{"sub", "u-1"}, {"tenant", "12"}};
  const auto bound = bff::plan::bind(plan, {}, "", &principal, arena);
  ASSERT_TRUE(bound);
  EXPECT_EQ((*bound)[0].cell.text(), "u-1");
  EXPECT_EQ((*bound)[1].cell.bits, 12u);

  principal.claims = {{"sub", "u-1"}, {"tenant", "acme"}};
  const auto refused = bff::plan::bind(plan, {}, "", &principal, arena);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::invalid_claim);
  EXPECT_EQ(refused.error().parameter, "auth.tenant");
}

TEST_F(Arguments, AnAnonymousCallersClaimsAreNull) {
  add(Input::Source::claim, "sub", FieldType::text);
  const auto anonymous = bff::plan::bind(plan, {}, "", nullptr, arena);
  ASSERT_TRUE(anonymous);
  EXPECT_TRUE((*anonymous)[0].null);
  const auth::Principal without;
  EXPECT_TRUE(bff::plan::bind(plan, {}, "", &without, arena).value()[0].null);
}

TEST_F(Arguments, KeepsItsOwnCopyOfTexts) {
  plan.path.segments = {{true, "id"}};
  add(Input::Source::path, "id", FieldType::text);
  query("q", FieldType::text);
  std::vector<std::string> variables{"a long enough text to be on the heap"};
  std::string text = "q=plain";
  const auto bound = bff::plan::bind(plan, variables, text, nullptr, arena);
  variables[0].assign(variables[0].size(), '#');
  text.assign(text.size(), '#');
  EXPECT_EQ((*bound)[0].cell.text(), "a long enough text to be on the heap");
  EXPECT_EQ((*bound)[1].cell.text(), "plain");
}

}  // namespace
}  // namespace bff::plan
