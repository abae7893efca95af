// SPDX-License-Identifier: Apache-2.0
#include "plan/arguments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <bit>
#include <limits>
#include <memory>
#include <vector>

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
    return bff::plan::bind(plan, {.query = text}, arena);
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
  plan.path.variables = {{"a", 1, 2}, {"b", 3, 4}};  // "/v1/{a}/x/{b}"
  add(Input::Source::path, "b", FieldType::int64);
  add(Input::Source::path, "a", FieldType::text);
  const std::vector<std::string> variables{"first", "-2"};
  const auto bound = bff::plan::bind(plan, {.variables = variables}, arena);
  ASSERT_TRUE(bound);
  EXPECT_EQ(static_cast<std::int64_t>((*bound)[0].cell.bits), -2);
  EXPECT_EQ((*bound)[1].cell.text(), "first");

  const std::vector<std::string> wrong{"first", "second"};
  const auto refused = bff::plan::bind(plan, {.variables = wrong}, arena);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::invalid_parameter);
  EXPECT_EQ(refused.error().detail, "path.b must be an int64");
}

TEST_F(Arguments, ReadsClaimsOfThePrincipal) {
  add(Input::Source::claim, "sub", FieldType::text);
  add(Input::Source::claim, "tenant", FieldType::int32);
  auth::Principal principal;
  principal.claims = {{"sub", "u-1"}, {"tenant", "12"}};
  const auto bound = bff::plan::bind(plan, {.principal = &principal}, arena);
  ASSERT_TRUE(bound);
  EXPECT_EQ((*bound)[0].cell.text(), "u-1");
  EXPECT_EQ((*bound)[1].cell.bits, 12u);

  principal.claims = {{"sub", "u-1"}, {"tenant", "acme"}};
  const auto refused = bff::plan::bind(plan, {.principal = &principal}, arena);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::invalid_claim);
  EXPECT_EQ(refused.error().parameter, "auth.tenant");
}

TEST_F(Arguments, AnAnonymousCallersClaimsAreNull) {
  add(Input::Source::claim, "sub", FieldType::text);
  const auto anonymous = bff::plan::bind(plan, {}, arena);
  ASSERT_TRUE(anonymous);
  EXPECT_TRUE((*anonymous)[0].null);
  const auth::Principal without;
  EXPECT_TRUE(bff::plan::bind(plan, {.principal = &without}, arena).value()[0].null);
}

TEST_F(Arguments, KeepsItsOwnCopyOfTexts) {
  plan.path.variables = {{"id", 0, 1}};
  add(Input::Source::path, "id", FieldType::text);
  query("q", FieldType::text);
  std::vector<std::string> variables{"a long enough text to be on the heap"};
  std::string text = "q=plain";
  const auto bound = bff::plan::bind(plan, {.variables = variables, .query = text}, arena);
  variables[0].assign(variables[0].size(), '#');
  text.assign(text.size(), '#');
  EXPECT_EQ((*bound)[0].cell.text(), "a long enough text to be on the heap");
  EXPECT_EQ((*bound)[1].cell.text(), "plain");
}

class OfEnums : public Arguments {
 protected:
  OfEnums() {
    const std::pair<std::int32_t, const char*> values[] = {
        {-1, "MINUS"}, {0, "UNSPECIFIED"}, {1, "RED"}, {2, "7"}};
    for (const auto& [number, name] : values) {
      table.values.push_back({number, std::string("HUE_") + name, name});
      table.full_names.add(table.values.back().full_name, static_cast<std::uint32_t>(number));
      table.short_names.add(name, static_cast<std::uint32_t>(number));
    }
  }
  Input& hue() {
    Input& input = query("hue", FieldType::enumeration);
    input.enumeration = &table;
    return input;
  }
  std::string number(const std::string& text) {
    const auto bound = from_query("hue=" + text);
    if (!bound) return "ERROR " + bound.error().detail;
    return std::to_string(static_cast<std::int64_t>((*bound)[0].cell.bits));
  }

  proto::EnumTable table;
};

TEST_F(OfEnums, AreReadByTheirNamesAndNumbers) {
  hue();
  EXPECT_EQ(number("RED"), "1");
  EXPECT_EQ(number("HUE_RED"), "1");
  EXPECT_EQ(number("1"), "1");
  EXPECT_EQ(number("MINUS"), "-1");
  EXPECT_EQ(number("-1"), "-1");
  EXPECT_EQ(number("7"), "2") << "a name that looks like a number is the name";
}
TEST_F(OfEnums, MayBeUnknownNumbersWhereTheyAreOpen) {
  hue();
  EXPECT_EQ(number("-9"), "-9");
  EXPECT_EQ(number("2147483647"), "2147483647");
  table.closed = true;
  EXPECT_EQ(number("2"), "2");
  EXPECT_EQ(number("-9"), "ERROR query.hue must be one of MINUS, UNSPECIFIED, RED, 7");
}
TEST_F(OfEnums, AreNothingElse) {
  hue();
  for (const char* text : {"", "red", "BLUE", "RED%20", "1.0", "01", "2147483648", "null"}) {
    EXPECT_EQ(number(text), "ERROR query.hue must be one of MINUS, UNSPECIFIED, RED, 7") << text;
  }
  EXPECT_EQ(refusal("hue=BLUE").code, Errc::invalid_parameter);
  EXPECT_EQ(refusal("hue=BLUE").parameter, "query.hue");
}
TEST_F(OfEnums, HaveFullNamesOnlyWhereBodiesHave) {
  hue().enums = proto::JsonFormat::Enums::full_name;
  EXPECT_EQ(number("HUE_RED"), "1");
  EXPECT_EQ(number("RED"),
            "ERROR query.hue must be one of HUE_MINUS, HUE_UNSPECIFIED, HUE_RED, HUE_7");
}
TEST_F(OfEnums, NameNotAllOfMany) {
  for (std::int32_t i = 0; i < 500; ++i) table.values.push_back({100 + i, "HUE_X", "X"});
  hue();
  const std::string detail = number("BLUE");
  EXPECT_LT(detail.size(), 100u);
  EXPECT_THAT(detail, testing::EndsWith(", X, …"));
}
TEST_F(OfEnums, MayBeRepeatedAndHaveADefault) {
  Input& many = hue();
  many.repeated = true;
  many.separator = ',';
  hue().default_value = Cell::number(1);
  plan.inputs[1].name = "other";
  const auto bound = from_query("hue=RED,7&hue=-9");
  ASSERT_TRUE(bound);
  const proto::Slot& slot = *(*bound)[0].list;
  ASSERT_EQ(slot.count, 3u);
  EXPECT_EQ(slot.items[1].bits, 2u);
  EXPECT_EQ(static_cast<std::int64_t>(slot.items[2].bits), -9);
  EXPECT_EQ((*bound)[1].cell.bits, 1u);
}
TEST_F(OfEnums, MayBeClaims) {
  Input& claim = add(Input::Source::claim, "hue", FieldType::enumeration);
  claim.enumeration = &table;
  auth::Principal principal;
  principal.claims = {{"hue", "BLUE"}};
  const auto refused = bff::plan::bind(plan, {.principal = &principal}, arena);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::invalid_claim);
}

class OfHeaders : public Arguments {
 protected:
  Result<std::pmr::vector<Argument>> from(std::vector<RequestInputs::Header> headers) {
    return bff::plan::bind(plan, {.headers = headers}, arena);
  }
  std::string cookie(std::string_view header) {
    const auto bound = from({{"Cookie", header}});
    if (!bound) return "ERROR " + bound.error().detail;
    return (*bound)[0].null ? "NULL" : std::string((*bound)[0].cell.text());
  }
};

TEST_F(OfHeaders, ReadsADeclaredHeaderWhateverItsCase) {
  add(Input::Source::header, "app-version", FieldType::int32);
  const auto bound = from({{"Host", "x"}, {"App-Version", "7"}});
  ASSERT_TRUE(bound);
  EXPECT_EQ((*bound)[0].cell.bits, 7u);
}
TEST_F(OfHeaders, RefusesAHeaderThatComesTwice) {
  add(Input::Source::header, "app-version", FieldType::int32);
  const auto bound = from({{"app-version", "7"}, {"app-version", "7"}});
  ASSERT_FALSE(bound);
  EXPECT_EQ(bound.error().parameter, "header.app_version");
  EXPECT_EQ(bound.error().detail, "header.app_version may be given only once");
}
TEST_F(OfHeaders, RefusesBytesThatAreNoText) {
  add(Input::Source::header, "x", FieldType::text);
  EXPECT_FALSE(from({{"x", "\xff"}}));
}
TEST_F(OfHeaders, ReadsADeclaredCookie) {
  add(Input::Source::cookie, "currency", FieldType::text);
  EXPECT_EQ(cookie("a=1; currency=EUR; b"), "EUR");
  EXPECT_EQ(cookie("currency=\"a b\""), "a b");
  EXPECT_EQ(cookie("currency=a%20b%2B+"), "a b++");
  EXPECT_EQ(cookie("currency=100%"), "100%");
  EXPECT_EQ(cookie("Currency=EUR"), "NULL");
  EXPECT_EQ(cookie(std::string(30'000, ';') + "currency=x"), "x");
}
TEST_F(OfHeaders, RefusesACookieThatComesTwice) {
  add(Input::Source::cookie, "currency", FieldType::text);
  EXPECT_EQ(cookie("currency=EUR; currency=USD"), "ERROR cookie.currency may be given only once");
}
TEST_F(OfHeaders, RequiresWhatIsRequired) {
  add(Input::Source::cookie, "currency", FieldType::text).required = true;
  EXPECT_EQ(cookie("a=1"), "ERROR cookie.currency is required");
}

class Repeated : public Arguments {
 protected:
  std::string list(std::string_view text) {
    const auto bound = from_query(text);
    if (!bound) return "ERROR " + bound.error().detail;
    std::string joined;
    const proto::Slot& slot = *(*bound)[0].list;
    for (std::uint32_t i = 0; i < slot.count; ++i) {
      joined += "[" + std::string(slot.items[i].text()) + "]";
    }
    return joined;
  }
};

TEST_F(Repeated, IsAListInItsOrder) {
  query("tag", FieldType::text).repeated = true;
  EXPECT_EQ(list("tag=a&x=1&tag=&t%61g=b,c"), "[a][][b,c]");
  EXPECT_EQ(list(""), "");
}
TEST_F(Repeated, IsPartedByItsSeparator) {
  Input& input = query("tag", FieldType::text);
  input.repeated = true;
  input.separator = ',';
  EXPECT_EQ(list("tag=a,b%2Cc&tag=&tag=d,"), "[a][b][c][d][]");
}
TEST_F(Repeated, ChecksEachElement) {
  Input& input = query("n", FieldType::int32);
  input.repeated = true;
  input.min = 1;
  EXPECT_EQ(list("n=1&n=0"), "ERROR query.n must be an int32, at least 1");
  EXPECT_EQ(list("n=%zz"), "ERROR query.n is not properly percent-encoded");
}

TEST_F(Arguments, HoldTheWholeTextAgainstItsPattern) {
  query("currency", FieldType::text).pattern = std::make_shared<re2::RE2>("[A-Z]{3}");
  EXPECT_TRUE(from_query("currency=EUR"));
  EXPECT_EQ(refusal("currency=EURO").detail,
            "query.currency must be a text that matches '[A-Z]{3}'");
}

TEST_F(Arguments, TellWhatTheGatewayKnowsOfTheRequest) {
  add(Input::Source::request, "id", FieldType::text);
  add(Input::Source::request, "language", FieldType::text);
  add(Input::Source::request, "client", FieldType::text);
  const auto bound =
      bff::plan::bind(plan, {.request_id = "r", .language = "de", .client = "web"}, arena);
  ASSERT_TRUE(bound);
  EXPECT_EQ((*bound)[0].cell.text(), "r");
  EXPECT_EQ((*bound)[1].cell.text(), "de");
  EXPECT_EQ((*bound)[2].cell.text(), "web");
}

}  // namespace
}  // namespace bff::plan
