// SPDX-License-Identifier: Apache-2.0
#include "json/writer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

namespace bff::json {
namespace {

template <class Append, class Value>
std::string written(Append append, Value value) {
  std::string out = "[";  // what is there already stays
  {
    Appender appender{out};
    append(appender, value);
  }
  EXPECT_EQ(out.substr(0, 1), "[");
  return out.substr(1);
}

std::string text(std::string_view value) { return written(append_string, value); }

TEST(JsonWriter, WritesIntegersToTheirLimits) {
  EXPECT_EQ(written(append_int, 0), "0");
  EXPECT_EQ(written(append_int, std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(written(append_int, std::numeric_limits<std::int64_t>::max()), "9223372036854775807");
  EXPECT_EQ(written(append_uint, std::numeric_limits<std::uint64_t>::max()),
            "18446744073709551615");
  EXPECT_EQ(written(append_quoted_int, std::numeric_limits<std::int64_t>::min()),
            R"("-9223372036854775808")");
  EXPECT_EQ(written(append_quoted_uint, std::numeric_limits<std::uint64_t>::max()),
            R"("18446744073709551615")");
}

TEST(JsonWriter, WritesTheShortestTextOfADouble) {
  EXPECT_EQ(written(append_double, 5.0), "5");
  EXPECT_EQ(written(append_double, 0.1), "0.1");
  EXPECT_EQ(written(append_double, -0.0), "-0");
  EXPECT_EQ(written(append_double, 1e22), "1e+22");
  EXPECT_EQ(written(append_double, std::numeric_limits<double>::max()), "1.7976931348623157e+308");
  EXPECT_EQ(written(append_double, std::numeric_limits<double>::denorm_min()), "5e-324");
  EXPECT_EQ(written(append_double, -std::numeric_limits<double>::min()),
            "-2.2250738585072014e-308");
}

TEST(JsonWriter, WritesAFloatByItsOwnPrecision) {
  EXPECT_EQ(written(append_float, 0.1F), "0.1");
  EXPECT_EQ(written(append_float, 16777216.0F), "16777216");
  EXPECT_EQ(written(append_float, std::numeric_limits<float>::max()), "3.4028235e+38");
}

TEST(JsonWriter, QuotesWhatIsNoJsonNumber) {
  EXPECT_EQ(written(append_double, std::nan("")), "\"NaN\"");
  EXPECT_EQ(written(append_double, -std::nan("")), "\"NaN\"");
  EXPECT_EQ(written(append_double, HUGE_VAL), "\"Infinity\"");
  EXPECT_EQ(written(append_float, -HUGE_VALF), "\"-Infinity\"");
}

TEST(JsonWriter, EscapesWhatJsonWantsEscaped) {
  EXPECT_EQ(text(""), R"("")");
  EXPECT_EQ(text("a\"b\\c/d"), R"("a\"b\\c/d")");
  EXPECT_EQ(text("\b\f\n\r\t"), R"("\b\f\n\r\t")");
  EXPECT_EQ(text(std::string_view("\0\x1f\x0b", 3)), R"("\u0000\u001f\u000b")");
  EXPECT_EQ(text("\x7f"), "\"\x7f\"");
  EXPECT_EQ(text("\u8c37\u6b4c \U0001F601"), "\"\u8c37\u6b4c \U0001F601\"");
}

// The scan reads eight bytes at a time: an escape must be found at each place in a word, and
// nothing else be taken for one.
TEST(JsonWriter, FindsEachByteThatIsEscapedAtEachPlace) {
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    const bool escaped = byte < 0x20 || c == '"' || c == '\\';
    for (std::size_t place = 0; place < 20; ++place) {
      std::string value(20, 'x');
      value[place] = c;
      const std::string out = text(value);
      EXPECT_EQ(out.size() > 22, escaped) << byte << " at " << place;
      EXPECT_EQ(out.substr(0, place + 1), '"' + std::string(place, 'x'));
      EXPECT_EQ(out.substr(out.size() - (20 - place)), std::string(19 - place, 'x') + '"');
    }
  }
}

TEST(JsonWriter, WritesBase64WithPadding) {  // RFC 4648 section 10
  EXPECT_EQ(written(append_base64, ""), R"("")");
  EXPECT_EQ(written(append_base64, "f"), R"("Zg==")");
  EXPECT_EQ(written(append_base64, "fo"), R"("Zm8=")");
  EXPECT_EQ(written(append_base64, "foo"), R"("Zm9v")");
  EXPECT_EQ(written(append_base64, "foobar"), R"("Zm9vYmFy")");
  EXPECT_EQ(written(append_base64, "\xfb\xff\xfe"), R"("+//+")");
}

TEST(Utf8, AcceptsEveryCodePointInItsOneForm) {
  for (std::uint32_t point = 0; point <= 0x10FFFF; ++point) {
    std::string encoded;
    const auto tail = [&](int shift) {
      encoded += static_cast<char>(0x80 | ((point >> shift) & 0x3F));
    };
    if (point < 0x80) {
      encoded += static_cast<char>(point);
    } else if (point < 0x800) {
      encoded += static_cast<char>(0xC0 | (point >> 6));
      tail(0);
    } else if (point < 0x10000) {
      encoded += static_cast<char>(0xE0 | (point >> 12));
      tail(6);
      tail(0);
    } else {
      encoded += static_cast<char>(0xF0 | (point >> 18));
      tail(12);
      tail(6);
      tail(0);
    }
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    ASSERT_EQ(valid_utf8(encoded), !surrogate) << point;
  }
}

TEST(Utf8, RefusesWhatIsNoSequence) {
  for (const char* bad :
       {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xed\xa0\x80",
        "\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff",
        "\xc3", "\xe2\x82", "\xf0\x9f\x98", "\xc3\x28", "\xe2\x28\xa1", "\xf0\x28\x8c\xbc"}) {
    for (std::size_t before = 0; before < 10; ++before) {
      const std::string framed = std::string(before, 'a') + bad;
      EXPECT_FALSE(valid_utf8(framed)) << bad << " behind " << before;
      EXPECT_FALSE(valid_utf8(framed + "then more text")) << bad << " behind " << before;
    }
  }
}

TEST(Utf8, AcceptsLongPlainAndMixedTexts) {
  EXPECT_TRUE(valid_utf8(""));
  EXPECT_TRUE(valid_utf8(std::string(1000, 'a')));
  EXPECT_TRUE(valid_utf8("plain text, then \u00e9, \u8c37\u6b4c and \U0001F601, then plain again"));
}

}  // namespace
}  // namespace bff::json
