// SPDX-License-Identifier: Apache-2.0
#include "proto/well_known.hpp"

#include <gtest/gtest.h>

namespace bff::proto {
namespace {

constexpr std::int64_t kFirstSecond = -62'135'596'800, kLastSecond = 253'402'300'799;

template <class Append, class... Value>
std::string written(Append append, Value... value) {
  std::string out;
  bool good = false;
  {
    json::Appender appender{out};
    good = append(appender, value...);
  }
  return good ? out : "refused";
}

std::string timestamp(std::int64_t seconds, std::int32_t nanos) {
  return written(append_timestamp, seconds, nanos);
}

std::string duration(std::int64_t seconds, std::int32_t nanos) {
  return written(append_duration, seconds, nanos);
}

std::string path(std::string_view text) { return written(append_mask_path, text); }

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
