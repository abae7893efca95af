// SPDX-License-Identifier: Apache-2.0
#include "proto/well_known.hpp"

#include <gtest/gtest.h>

namespace bff::proto {
namespace {

constexpr std::int64_t kFirstSecond = -62'135'596'800, kLastSecond = 253'402'300'799;

template <class Append, class... Value>
std::string appended(Append append, Value... value) {
  std::string out;
  bool good = false;
  {
    json::Appender appender{out};
    good = append(appender, value...);
  }
  return good ? out : "refused";
}

std::string timestamp(std::int64_t seconds, std::int32_t nanos) {
  return appended(append_timestamp, seconds, nanos);
}

std::string duration(std::int64_t seconds, std::int32_t nanos) {
  return appended(append_duration, seconds, nanos);
}

std::string path(std::string_view text) { return appended(append_mask_path, text); }

TEST(Timestamp, IsWrittenInUtcWithTheDigitsThatItNeeds) {
  EXPECT_EQ(timestamp(0, 0), R"("1970-01-01T00:00:00Z")");
  EXPECT_EQ(timestamp(1'709'164'799, 0), R"("2024-02-28T23:59:59Z")");
  EXPECT_EQ(timestamp(1'709'164'800, 500'000'000), R"("2024-02-29T00:00:00.500Z")");
  EXPECT_EQ(timestamp(1, 10'000), R"("1970-01-01T00:00:01.000010Z")");
  EXPECT_EQ(timestamp(1, 1), R"("1970-01-01T00:00:01.000000001Z")");
  EXPECT_EQ(timestamp(-1, 999'000'000), R"("1969-12-31T23:59:59.999Z")");
}

TEST(Timestamp, ReachesFromYear1ToYear9999) {
  EXPECT_EQ(timestamp(kFirstSecond, 0), R"("0001-01-01T00:00:00Z")");
  EXPECT_EQ(timestamp(kLastSecond, 999'999'999), R"("9999-12-31T23:59:59.999999999Z")");
  EXPECT_EQ(timestamp(kFirstSecond - 1, 0), "refused");
  EXPECT_EQ(timestamp(kLastSecond + 1, 0), "refused");
  EXPECT_EQ(timestamp(INT64_MIN, 0), "refused");
  EXPECT_EQ(timestamp(INT64_MAX, 0), "refused");
}

TEST(Timestamp, RefusesNanosOutsideASecond) {
  EXPECT_EQ(timestamp(0, -1), "refused");
  EXPECT_EQ(timestamp(0, 1'000'000'000), "refused");
  EXPECT_EQ(timestamp(0, INT32_MIN), "refused");
}

TEST(Duration, IsWrittenInSecondsWithTheDigitsThatItNeeds) {
  EXPECT_EQ(duration(0, 0), R"("0s")");
  EXPECT_EQ(duration(3, 0), R"("3s")");
  EXPECT_EQ(duration(1, 500'000'000), R"("1.500s")");
  EXPECT_EQ(duration(0, 1'000), R"("0.000001s")");
  EXPECT_EQ(duration(0, -1), R"("-0.000000001s")");
  EXPECT_EQ(duration(-1, -500'000'000), R"("-1.500s")");
}

TEST(Duration, IsAtMostTenThousandYearsEitherWay) {
  EXPECT_EQ(duration(315'576'000'000, 999'999'999), R"("315576000000.999999999s")");
  EXPECT_EQ(duration(-315'576'000'000, 0), R"("-315576000000s")");
  EXPECT_EQ(duration(315'576'000'001, 0), "refused");
  EXPECT_EQ(duration(-315'576'000'001, 0), "refused");
  EXPECT_EQ(duration(INT64_MIN, 0), "refused");
}

TEST(Duration, RefusesNanosOfAnotherSignOrAboveASecond) {
  EXPECT_EQ(duration(1, -1), "refused");
  EXPECT_EQ(duration(-1, 1), "refused");
  EXPECT_EQ(duration(0, 1'000'000'000), "refused");
  EXPECT_EQ(duration(0, INT32_MIN), "refused");
}

// What is written reads back; what else is read, and what is refused, json_oracle_test.cpp shows.
TEST(WellKnownText, ReadsBackWhatIsWritten) {
  const auto unquoted = [](const std::string& text) { return text.substr(1, text.size() - 2); };
  const std::int32_t nanos[] = {0, 1, 10'000, 500'000'000, 999'999'999};
  for (const std::int64_t seconds :
       {kFirstSecond, std::int64_t{-1}, std::int64_t{0}, std::int64_t{951'782'400}, kLastSecond}) {
    for (const std::int32_t part : nanos) {
      std::int64_t found = 7;
      std::int32_t rest = 7;
      ASSERT_TRUE(parse_timestamp(unquoted(timestamp(seconds, part)), found, rest)) << seconds;
      EXPECT_EQ(found, seconds);
      EXPECT_EQ(rest, part);
    }
  }
  for (const std::int64_t seconds : {0, 1, 59, 1'000'000}) {
    for (const std::int32_t part : nanos) {
      for (const int sign : {1, -1}) {
        std::int64_t found = 7;
        std::int32_t rest = 7;
        ASSERT_TRUE(parse_duration(unquoted(duration(sign * seconds, sign * part)), found, rest));
        EXPECT_EQ(found, sign * seconds);
        EXPECT_EQ(rest, sign * part);
      }
    }
  }
  for (const char* one : {"name", "user.display_name", "line2.zip_code_x", "_hidden"}) {
    EXPECT_EQ(appended(append_snake_path, path(one)), one);
  }
}

TEST(WellKnownText, CountsTheDaysOfEveryYear) {
  for (int year = 1; year <= 9999; ++year) {
    char text[32];
    std::snprintf(text, sizeof text, "%04d-03-01T00:00:00Z", year);
    std::int64_t seconds;
    std::int32_t nanos;
    ASSERT_TRUE(parse_timestamp(text, seconds, nanos)) << text;
    EXPECT_EQ(timestamp(seconds, 0), '"' + std::string(text) + '"');
    std::snprintf(text, sizeof text, "%04d-02-29T00:00:00Z", year);
    EXPECT_EQ(parse_timestamp(text, seconds, nanos),
              year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
        << text;
  }
}

TEST(MaskPath, TurnsSnakeCaseIntoCamelCase) {
  EXPECT_EQ(path("name"), "name");
  EXPECT_EQ(path("user.display_name"), "user.displayName");
  EXPECT_EQ(path("line2.zip_code_x"), "line2.zipCodeX");
  EXPECT_EQ(path("_hidden"), "Hidden");
}

TEST(MaskPath, RefusesWhatWouldNotReadBackTheSame) {
  for (const char* bad : {"", "fooBar", "foo__bar", "foo_3_bar", "foo_", "foo_.bar", "foo-bar",
                          "foo,bar", "foo bar", "a.B", "\""}) {
    EXPECT_EQ(path(bad), "refused") << bad;
  }
}

}  // namespace
}  // namespace bff::proto
