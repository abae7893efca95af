// SPDX-License-Identifier: Apache-2.0
#include "framing/base64.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace bff::framing {
namespace {

std::string encoded(std::string_view bytes, Padding padding) {
  std::string out = "kept ";
  append_base64(out, bytes, padding);
  EXPECT_TRUE(out.starts_with("kept "));
  return out.substr(5);
}

// The text in pieces of `size`, with room for `room` bytes at a time.
std::optional<std::string> decoded(std::string_view text, std::size_t size, std::size_t room) {
  Base64Decoder decoder;
  std::string bytes, part(room, '?');
  for (; !text.empty(); text.remove_prefix(std::min(size, text.size()))) {
    auto piece = text.substr(0, size);
    while (!piece.empty() || decoder.broken()) {
      const char* const end = decoder.decode(piece, part.data(), room);
      if (end == nullptr) return {};
      bytes.append(part.data(), static_cast<std::size_t>(end - part.data()));
    }
  }
  if (!decoder.whole()) return {};
  return bytes;
}

TEST(FramingBase64, WritesTheVectorsOfTheStandard) {  // RFC 4648 §10
  const std::string_view rows[][2] = {{"", ""},
                                      {"f", "Zg=="},
                                      {"fo", "Zm8="},
                                      {"foo", "Zm9v"},
                                      {"foob", "Zm9vYg=="},
                                      {"fooba", "Zm9vYmE="},
                                      {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : rows) {
    EXPECT_EQ(encoded(bytes, Padding::full), text);
    EXPECT_EQ(encoded(bytes, Padding::none), text.substr(0, text.find('=')));
  }
  EXPECT_EQ(encoded("\xFB\xFF\xBF", Padding::full), "+/+/");
}

TEST(FramingBase64, ReadsBackHoweverTheTextIsCut) {
  std::string bytes;
  for (int i = 0; i < 70; ++i) {
    const std::string text = encoded(bytes, Padding::full);
    for (std::size_t size = 1; size <= text.size() + 1; ++size) {
      EXPECT_EQ(decoded(text, size, 6), bytes);
      EXPECT_EQ(decoded(text, size, 64), bytes);
    }
    bytes += static_cast<char>(i * 37);
  }
}

TEST(FramingBase64, GoesOnBehindPadding) {  // PROTOCOL-WEB.md, "Text-encoded (response) streams"
  for (std::size_t size = 1; size < 20; ++size) {
    EXPECT_EQ(decoded("Zg==Zm8=Zm9vZg==", size, 6), "ffofoof");
    EXPECT_EQ(decoded("Zg==Zm8=Zm9vZg==", size, 768), "ffofoof");
  }
}

TEST(FramingBase64, DecodesWhatStandsBeforeAFault) {
  Base64Decoder decoder;
  std::string bytes(100, '?');
  std::string_view text = "Zm9vZm9vZm*vZm9v";
  EXPECT_EQ(decoder.decode(text, bytes.data(), bytes.size()), bytes.data() + 6);
  EXPECT_TRUE(bytes.starts_with("foofoo"));
  EXPECT_TRUE(decoder.broken());
  EXPECT_EQ(decoder.decode(text, bytes.data(), bytes.size()), nullptr);
}

TEST(FramingBase64, RefusesWhatIsNone) {
  for (const auto text :
       {"Z", "Zg=", "Zm9vZ", "Zg=a", "Z===", "====", "Zm9v\nZm9v", "Zm9*", " Zm9v"}) {
    for (std::size_t size = 1; size < 10; ++size) {
      EXPECT_EQ(decoded(text, size, 64), std::nullopt) << text;
    }
  }
}

}  // namespace
}  // namespace bff::framing
