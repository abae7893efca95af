// SPDX-License-Identifier: Apache-2.0
#include "json/number.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <optional>
#include <string>

namespace bff::json {
namespace {

template <class Value>
std::optional<Value> as(const std::string& text, bool (*convert)(const Number&, Value&)) {
  Number number;
  Value value;
  if (!read_number(text, number)) {
    ADD_FAILURE() << text << " is a number";
    return {};
  }
  if (!convert(number, value)) return {};
  return value;
}
auto int64(const std::string& text) { return as<std::int64_t>(text, to_int64); }
auto uint64(const std::string& text) { return as<std::uint64_t>(text, to_uint64); }
auto real(const std::string& text) { return as<double>(text, to_double); }
auto small(const std::string& text) { return as<float>(text, to_float); }

constexpr auto kNone = std::nullopt;

TEST(JsonNumber, FollowsTheGrammar) {
  Number number;
  for (const char* good : {"0", "-0", "7", "10", "-12", "0.5", "1.50", "1e5", "1E+5", "1e-05",
                           "-0.0e0", "123456789012345678901234567890"}) {
    EXPECT_TRUE(read_number(good, number)) << good;
  }
  for (const char* bad :
       {"",      "-",   "+1",  "01", "-01", ".5",  "1.",       "1.e5", "1e",    "1e+",
        "1e5.0", "0x1", "1_0", " 1", "1 ",  "NaN", "Infinity", "--1",  "1e5e5", "1.2.3"}) {
    EXPECT_FALSE(read_number(bad, number)) << bad;
  }
}

TEST(JsonNumber, IsWholeHoweverItIsWritten) {
  for (const char* five : {"5", "5.0", "5.000", "0.5e1", "500e-2", "0.05E+2", "5e0", "50e-1",
                           "0.0000000000000000000005e22"}) {
    EXPECT_EQ(int64(five), 5) << five;
    EXPECT_EQ(uint64(five), 5U) << five;
    EXPECT_EQ(int64("-" + std::string(five)), -5) << five;
    EXPECT_EQ(uint64("-" + std::string(five)), kNone) << five;
  }
  for (const char* zero : {"0", "-0", "0.0", "0e5", "0e-5", "-0.00e1000000000", "0e-1000000000"}) {
    EXPECT_EQ(int64(zero), 0) << zero;
    EXPECT_EQ(uint64(zero), 0U) << zero;
  }
  for (const char* broken : {"0.5", "5.1", "5e-1", "1e-1000000000", "1234567e-3", "5.0000000001"}) {
    EXPECT_EQ(int64(broken), kNone) << broken;
    EXPECT_EQ(uint64(broken), kNone) << broken;
  }
}

TEST(JsonNumber, KeepsToTheRangesExactly) {
  EXPECT_EQ(int64("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(int64("9223372036854775808"), kNone);
  EXPECT_EQ(int64("-9223372036854775808"), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(int64("-9223372036854775809"), kNone);
  EXPECT_EQ(int64("9223372036854775807.0"), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(int64("9.223372036854775807e18"), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(uint64("18446744073709551615"), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(uint64("18446744073709551616"), kNone);
  EXPECT_EQ(uint64("1844674407370955161.5e1"), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(uint64("1e19"), 10'000'000'000'000'000'000U);
  EXPECT_EQ(uint64("1e20"), kNone);
  EXPECT_EQ(uint64("9999999999999999999"), 9'999'999'999'999'999'999U);
  EXPECT_EQ(uint64("1e1000000000"), kNone);
  EXPECT_EQ(uint64("1e99999999999999999999999999"), kNone);
}

TEST(JsonNumber, IsTheNearestFloat) {
  EXPECT_EQ(real("0.1"), 0.1);
  EXPECT_EQ(real("9007199254740993"), 9007199254740992.0);
  EXPECT_EQ(real("1.7976931348623157e308"), std::numeric_limits<double>::max());
  EXPECT_EQ(real("4.9e-324"), std::numeric_limits<double>::denorm_min());
  EXPECT_EQ(small("0.1"), 0.1F);
  EXPECT_EQ(small("16777217"), 16777216.0F);
  EXPECT_EQ(small("3.4028235e38"), std::numeric_limits<float>::max());
  EXPECT_EQ(small("1e-45"), std::numeric_limits<float>::denorm_min());
  // Rounded once: by way of a double this would be the even neighbour, 1.
  EXPECT_EQ(small("1.00000005960464477540000001"), std::nextafter(1.0F, 2.0F));
}

TEST(JsonNumber, IsRefusedWhereItIsTooLargeAndZeroWhereItIsTooSmall) {
  for (const char* large : {"1e309", "-1e309", "1e1000000000", "1.8e308",
                            "123456789e999999999999999999999", "0.0001e400"}) {
    EXPECT_EQ(real(large), kNone) << large;
    EXPECT_EQ(small(large), kNone) << large;
  }
  EXPECT_EQ(small("3.4028236e38"), kNone);
  for (const char* tiny : {"1e-400", "1e-1000000000", "1e-99999999999999999999", "0e1000000000",
                           "0.0000e999999999999", "10000e-500"}) {
    EXPECT_EQ(real(tiny), 0.0) << tiny;
    EXPECT_EQ(small(tiny), 0.0F) << tiny;
    EXPECT_TRUE(std::signbit(*real("-" + std::string(tiny)))) << tiny;
  }
  EXPECT_TRUE(std::signbit(*real("-0")));
  EXPECT_TRUE(std::signbit(*small("-0.0")));
}

// Long digits take time that grows with them and not faster; this would not end otherwise.
TEST(JsonNumber, TakesMillionsOfDigits) {
  const std::string zeros(2'000'000, '0'), nines(2'000'000, '9');
  EXPECT_EQ(int64("1." + zeros), 1);
  EXPECT_EQ(int64("0." + zeros + "1e2000001"), 1);
  EXPECT_EQ(int64("1" + zeros), kNone);
  EXPECT_EQ(int64("1" + zeros + "e-2000000"), 1);
  EXPECT_EQ(real("0." + nines), 1.0);
  EXPECT_EQ(real("1" + zeros + "e-2000000"), 1.0);
  EXPECT_EQ(real(nines), kNone);
}

}  // namespace
}  // namespace bff::json
