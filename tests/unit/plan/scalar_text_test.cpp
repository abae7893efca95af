// SPDX-License-Identifier: Apache-2.0
#include "plan/scalar_text.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <optional>

#include "plan/arguments.hpp"

namespace bff::plan {
namespace {

using proto::Cell;
using proto::FieldType;

std::optional<std::uint64_t> bits(std::string_view text, FieldType type) {
  Cell cell;
  if (!parse_scalar(text, type, cell)) return std::nullopt;
  return cell.bits;
}
std::optional<std::int64_t> integer(std::string_view text, FieldType type) {
  const auto read = bits(text, type);
  if (!read) return std::nullopt;
  return static_cast<std::int64_t>(*read);
}
std::optional<double> number(std::string_view text) {
  const auto read = bits(text, FieldType::float64);
  if (!read) return std::nullopt;
  return std::bit_cast<double>(*read);
}

TEST(ScalarText, ReadsIntegersToTheEndsOfTheirTypes) {
  EXPECT_EQ(integer("-2147483648", FieldType::int32), -2147483648LL);
  EXPECT_EQ(integer("2147483647", FieldType::sint32), 2147483647LL);
  EXPECT_EQ(integer("2147483648", FieldType::int32), std::nullopt);
  EXPECT_EQ(integer("-9223372036854775808", FieldType::int64),
            std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(integer("9223372036854775808", FieldType::int64), std::nullopt);
  EXPECT_EQ(bits("4294967295", FieldType::uint32), 4294967295u);
  EXPECT_EQ(bits("4294967296", FieldType::fixed32), std::nullopt);
  EXPECT_EQ(bits("18446744073709551615", FieldType::uint64), ~std::uint64_t{0});
  EXPECT_EQ(bits("18446744073709551616", FieldType::uint64), std::nullopt);
}

TEST(ScalarText, ZeroMayHaveASignAndNothingElseUnsigned) {
  EXPECT_EQ(integer("-0", FieldType::int64), 0);
  EXPECT_EQ(bits("-0", FieldType::uint64), 0u);
  EXPECT_EQ(bits("-1", FieldType::uint32), std::nullopt);
}

TEST(ScalarText, RefusesWhatIsNoDecimalInteger) {
  for (const char* text :
       {"", "-", "+1", "01", "-01", "1.0", "1e3", " 1", "1 ", "0x10", "1_000", "one", "--1", "٣"}) {
    EXPECT_EQ(integer(text, FieldType::int64), std::nullopt) << text;
    EXPECT_EQ(bits(text, FieldType::uint32), std::nullopt) << text;
  }
}

TEST(ScalarText, ReadsBooleansByTheirNamesOnly) {
  EXPECT_EQ(bits("true", FieldType::boolean), 1u);
  EXPECT_EQ(bits("false", FieldType::boolean), 0u);
  for (const char* text : {"", "1", "0", "TRUE", "True", "yes", "true "}) {
    EXPECT_EQ(bits(text, FieldType::boolean), std::nullopt) << text;
  }
}

TEST(ScalarText, ReadsDoubles) {
  EXPECT_EQ(number("0.1"), 0.1);
  EXPECT_EQ(number("-2.5e-3"), -2.5e-3);
  EXPECT_EQ(number("1E+2"), 100.0);
  EXPECT_EQ(number("7"), 7.0);
  EXPECT_EQ(number("Infinity"), std::numeric_limits<double>::infinity());
  EXPECT_EQ(number("-Infinity"), -std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(number("NaN").value()));
}

TEST(ScalarText, RefusesWhatIsNoJsonNumber) {
  for (const char* text : {"", ".5", "5.", "1e", "1e+", "+1", "0x1p3", "inf", "nan", "infinity",
                           "01.5", "1.5f", " 1", "1,5", "1e999", "-1e999"}) {
    EXPECT_EQ(number(text), std::nullopt) << text;
  }
}

TEST(ScalarText, AFloatIsInTheLowHalf) {
  EXPECT_EQ(bits("1.5", FieldType::float32), std::bit_cast<std::uint32_t>(1.5f));
  EXPECT_EQ(bits("1e39", FieldType::float32), std::nullopt);
}

TEST(ScalarText, ATextIsItself) {
  const std::string_view text = "any \"text\"";
  Cell cell;
  ASSERT_TRUE(parse_scalar(text, FieldType::text, cell));
  EXPECT_EQ(cell.text().data(), text.data());
}

TEST(ScalarText, OtherTypesAreNoInputs) {
  for (const FieldType type : {FieldType::bytes, FieldType::enumeration, FieldType::message}) {
    EXPECT_EQ(bits("1", type), std::nullopt);
  }
}

TEST(ScalarText, SaysWhatIsExpected) {
  Input input;
  input.type = FieldType::boolean;
  EXPECT_EQ(expectation(input), "true or false");
  input.type = FieldType::int64;
  input.min = -9223372036854775807.0L;
  EXPECT_EQ(expectation(input), "an int64, at least -9223372036854775807");
  input.type = FieldType::float32;
  input.min = 0;
  input.max = 0.25L;
  EXPECT_EQ(expectation(input), "a float from 0 to 0.25");
}

}  // namespace
}  // namespace bff::plan
