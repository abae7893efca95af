// SPDX-License-Identifier: Apache-2.0
#include "json/base64.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "json/writer.hpp"

namespace bff::json {
namespace {

std::optional<std::string> decoded(std::string_view text) {
  std::string out(base64_room(text.size()), '?');
  char* const end = decode_base64(out.data(), text);
  if (end == nullptr) return {};
  out.resize(static_cast<std::size_t>(end - out.data()));
  return out;
}

TEST(Base64, ReadsBackWhatIsWritten) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    std::string text;
    {
      Appender out(text);
      append_base64(out, bytes);
    }
    text = text.substr(1, text.size() - 2);
    EXPECT_EQ(decoded(text), bytes);
    while (text.ends_with('=')) text.pop_back();
    EXPECT_EQ(decoded(text), bytes);
    bytes += static_cast<char>(i * 7);
  }
}

TEST(Base64, TakesBothAlphabets) {
  EXPECT_EQ(decoded("+/+/"), "\xFB\xFF\xBF");
  EXPECT_EQ(decoded("-_-_"), "\xFB\xFF\xBF");
  EXPECT_EQ(decoded("-_"), "\xFB");  // with four bits too many, as protobuf's own suite has it
}

TEST(Base64, RefusesForeignCharactersAndHalfThePadding) {
  for (const char* bad : {"A", "AAAAA", "A===", "AA=", "AAA==", "=", "==", "====", "AA==AA==",
                          "A A=", "AA\n", "AA==\n", "A\xC3\xA9=", "AA.A"}) {
    EXPECT_EQ(decoded(bad), std::nullopt) << bad;
  }
  EXPECT_EQ(decoded(""), "");
}

}  // namespace
}  // namespace bff::json
