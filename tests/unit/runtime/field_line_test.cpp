// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/field_line.hpp"

#include <gtest/gtest.h>

#include <string>

namespace bff::runtime::http1 {
namespace {

Fault field_fault(std::string_view line) {
  HeaderField field;
  return parse_field_line(line, false, field);
}

TEST(FieldLine, TrimsTheValueAlone) {
  HeaderField field;
  ASSERT_EQ(parse_field_line("X-Note: \t a b\t ", true, field), Fault::none);
  EXPECT_EQ(field.name, "X-Note");
  EXPECT_EQ(field.value, "a b");
  ASSERT_EQ(parse_field_line("X:", false, field), Fault::none);
  EXPECT_EQ(field.value, "");
  ASSERT_EQ(parse_field_line("X::", false, field), Fault::none);
  EXPECT_EQ(field.value, ":");
}

// The check works on eight bytes at a time: each byte must be found in each place.
TEST(FieldLine, FindsEveryForbiddenByteInEveryPlace) {
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    const bool allowed = c == '\t' || (byte >= 0x20 && byte < 0x7f);
    for (std::size_t place = 0; place < 20; ++place) {
      std::string value(20, 'v');
      value[place] = c;
      // Text on both sides, so that a blank is not trimmed.
      EXPECT_EQ(field_fault("X: a" + value + "z") == Fault::none, allowed)
          << "byte " << byte << " at " << place;
    }
  }
}

TEST(FieldLine, AllowsTokenCharactersAloneInNames) {
  const std::string_view punctuation = "!#$%&'*+-.^_`|~";
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                         (c >= '0' && c <= '9') || punctuation.find(c) != std::string_view::npos ||
                         c == ':';  // ends the name
    EXPECT_EQ(field_fault(std::string("x") + c + "y: z") == Fault::none, allowed) << byte;
  }
}

TEST(FieldLine, TakesUtf8AsItIsDefined) {
  for (const std::string_view good : {"\xc2\xa0", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf",
                                      "\xee\x80\x80", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_EQ(field_fault("X: " + std::string(good)), Fault::none);
  }
  for (const std::string_view bad :
       {"\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80", "\xff", "\xe2\x82", "\xf0\x9f\x9b", "\xe2\x28\xa1"}) {
    EXPECT_EQ(field_fault("X: " + std::string(bad)), Fault::field_value_encoding);
  }
  EXPECT_EQ(field_fault("X: \xc2\x85"), Fault::field_value_control);
}

TEST(FieldLine, RefusesLookAlikesOfGuardedNames) {
  for (const std::string_view name :
       {"Content_Length", "CONTENT_TYPE", "transfer_encoding", "Proxy_Authorization",
        "X_Forwarded_For", "X-Forwarded_Host", "x_real_ip", "X_Original_URL", "X-User_Id",
        "Sec_Fetch-Site", "X_Request_Id"}) {
    EXPECT_EQ(field_fault(std::string(name) + ": 1"), Fault::field_name_alias) << name;
  }
  for (const std::string_view name : {"X_Note", "content_lengths", "_", "my_content_length"}) {
    EXPECT_EQ(field_fault(std::string(name) + ": 1"), Fault::none) << name;
  }
}

TEST(FieldLine, PassesALongNameIntact) {
  const std::string name = "content-length" + std::string(300, 'a');
  const std::string line = name + ": 1";
  HeaderField field;
  ASSERT_EQ(parse_field_line(line, false, field), Fault::none);
  EXPECT_EQ(field.name, name);
}

}  // namespace
}  // namespace bff::runtime::http1
