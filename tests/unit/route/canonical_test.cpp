// SPDX-License-Identifier: Apache-2.0
#include "route/canonical.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace bff::route {
namespace {

using namespace std::string_literals;

std::string refusal_of(std::string_view path) {
  const auto result = check_canonical(path);
  if (result) return "none";
  EXPECT_EQ(result.error().code, Errc::invalid_path);
  return result.error().detail;
}

TEST(CanonicalPath, IsWhatRfc3986Allows) {
  for (const auto* path :
       {"/", "/v1", "/v1/home", "/v1/home/", "/a-b.c_d~e/!$&'()*+,;=:@", "/a.b/..c/d../.../a..b",
        "/a;x=1/b", "/caf%C3%A9", "/%e2%82%ac/%F0%9F%98%80", "/a%20b/100%25/%3Fq%23f", "/%7Euser",
        "/.well-known/x", "/%25%32%65"}) {
    EXPECT_EQ(refusal_of(path), "none") << path;
  }
}

TEST(CanonicalPath, BeginsWithASlash) {
  for (const auto* path : {"", "*", "v1/home", "svc/Method", "http://a/b", "%2Fv1"}) {
    EXPECT_EQ(refusal_of(path), "the path does not begin with '/'") << path;
  }
}

TEST(CanonicalPath, HasNoEmptySegments) {
  for (const auto* path : {"//", "//v1", "/v1//home", "/v1/home//", "///"}) {
    EXPECT_EQ(refusal_of(path), "the path has an empty segment ('//')") << path;
  }
}

TEST(CanonicalPath, HasNoDotSegmentInAnySpelling) {
  for (const auto* path : {"/.",
                           "/..",
                           "/v1/./home",
                           "/v1/../admin",
                           "/v1/..",
                           "/%2e",
                           "/%2E%2e/x",
                           "/.%2e/x",
                           "/%2e./x",
                           "/..;/admin",
                           "/.;",
                           "/a;x/..;/admin",
                           "/a;x/../admin",
                           "/..;a=b/x",
                           "/..%3b/x",
                           "/%2e%2E;x/y",
                           "/%2e%2e%3Bx",
                           "/..:undelete",
                           "/%2e:x",
                           "/a/..:x/b"}) {
    EXPECT_EQ(refusal_of(path), "the path has a segment '.' or '..'") << path;
  }
}

TEST(CanonicalPath, HidesNoSlashAndNoControl) {
  const auto refused = [](std::string_view escape) {
    return "the path holds '" + std::string{escape} + "', which cannot be a part of a segment";
  };
  EXPECT_EQ(refusal_of("/v1%2Fhome"), refused("%2F"));
  EXPECT_EQ(refusal_of("/v1%2fhome"), refused("%2F"));
  EXPECT_EQ(refusal_of("/v1%5C..%5cadmin"), refused("%5C"));
  EXPECT_EQ(refusal_of("/v1%00"), refused("%00"));
  EXPECT_EQ(refusal_of("/v1%0d%0aSet-Cookie:x"), refused("%0D"));
  EXPECT_EQ(refusal_of("/v1%09"), refused("%09"));
  EXPECT_EQ(refusal_of("/v1%7f"), refused("%7F"));
}

TEST(CanonicalPath, HasNoRawBytesBeyondItsAlphabet) {
  EXPECT_EQ(refusal_of("/a#b"), "the path holds a '#', which must be percent-encoded as '%23'");
  EXPECT_EQ(refusal_of("/a?b"), "the path holds a '?', which must be percent-encoded as '%3F'");
  EXPECT_EQ(refusal_of("/a b"), "the path holds a ' ', which must be percent-encoded as '%20'");
  for (const char c : "\"<>[]^`{|}"s) {
    EXPECT_NE(refusal_of("/a"s + c), "none") << c;
  }
  EXPECT_EQ(refusal_of("/a\\..\\b"), "the path holds a '\\', which is no slash");
  EXPECT_EQ(refusal_of("/a\0b"s), "the path holds a control character");
  EXPECT_EQ(refusal_of("/a\tb"), "the path holds a control character");
  EXPECT_EQ(refusal_of("/a\x7F"), "the path holds a control character");
  // Latin-1 and UTF-8 alike: which of them was meant cannot be known.
  EXPECT_EQ(refusal_of("/caf\xE9"),
            "the path holds a byte beyond ASCII, which must be percent-encoded");
  EXPECT_EQ(refusal_of("/caf\xC3\xA9"),
            "the path holds a byte beyond ASCII, which must be percent-encoded");
}

TEST(CanonicalPath, HasNoBadPercentEncoding) {
  for (const auto* path :
       {"/%", "/%4", "/a%zz", "/a%4g/b", "/%u0041", "/%%41", "/a%/41", "/% 41"}) {
    EXPECT_EQ(refusal_of(path), "the path has a '%' that two hex digits do not follow") << path;
  }
}

TEST(CanonicalPath, IsUtf8WhenDecoded) {
  for (const auto* path : {"/%80", "/%C3", "/%C3/%A9", "/%C3a", "/%C0%AF", "/%C1%81", "/%E0%80%AF",
                           "/%ED%A0%80", "/%F0%80%80%AF", "/%F4%90%80%80", "/%F5%80%80%80", "/%FF",
                           "/caf%E9", "/%E2%82", "/%C0%AE%C0%AE/x"}) {
    EXPECT_EQ(refusal_of(path), "the path's percent-encoding is no UTF-8") << path;
  }
  for (const auto* path : {"/%C2%80", "/%DF%BF", "/%E0%A0%80", "/%ED%9F%BF", "/%EE%80%80",
                           "/%F0%90%80%80", "/%F4%8F%BF%BF"}) {
    EXPECT_EQ(refusal_of(path), "none") << path;
  }
}

TEST(CanonicalPath, DecodesOnce) {
  EXPECT_EQ(decode_segment("caf%C3%a9"), "caf\xC3\xA9");
  EXPECT_EQ(decode_segment("a+b"), "a+b");  // `+` is a blank in queries only
  EXPECT_EQ(decode_segment("%252e%252e"), "%2e%2e");
  EXPECT_EQ(decode_segment(""), "");
}

TEST(CanonicalPath, KeepsReservedCharactersOfSeveralSegmentsAsTheyCame) {
  EXPECT_EQ(decode_segments("caf%C3%a9/a%20b%25"), "caf\xC3\xA9/a b%");
  EXPECT_EQ(decode_segments("a%3ab:%21!%2c"), "a%3ab:%21!%2c");
  EXPECT_EQ(decode_segments("%7E%2D%2E%5F%22%3C%7B"), "~-._\"<{");
  EXPECT_EQ(decode_segments(""), "");
}

TEST(CanonicalPath, ComparesWithoutDecoding) {
  EXPECT_EQ(compare_decoded("h%6Fme", "home"), 0);
  EXPECT_EQ(compare_decoded("", ""), 0);
  EXPECT_LT(compare_decoded("home", "homes"), 0);
  EXPECT_GT(compare_decoded("homes", "home"), 0);
  EXPECT_LT(compare_decoded("Home", "home"), 0);
  EXPECT_GT(compare_decoded("%C3%A9", "e"), 0);  // as unsigned bytes
}

// Whatever arrives, what is let through has one reading: it decodes to UTF-8 segments without
// slashes, controls and dots.
TEST(CanonicalPath, LeavesNoSecondReadingOfRandomPaths) {
  std::mt19937 random{20240229};
  const std::string alphabet = "/.%;\\a2eEfFcC0\0#\xC3\xA9"s;
  std::uniform_int_distribution<std::size_t> pick{0, alphabet.size() - 1}, size{0, 24};
  int accepted = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string path = "/";
    for (std::size_t n = size(random); n > 0; --n) path += alphabet[pick(random)];
    if (!check_canonical(path)) continue;
    ++accepted;
    for (std::size_t at = 1; at <= path.size();) {
      const std::size_t end = std::min(path.find('/', at), path.size());
      const std::string segment = decode_segment(path.substr(at, end - at));
      const std::string plain = segment.substr(0, segment.find(';'));
      ASSERT_TRUE(plain != "." && plain != "..") << path;
      ASSERT_TRUE(!segment.empty() || end == path.size()) << path;
      for (const char c : segment) {
        ASSERT_TRUE(c != '/' && c != '\\' && (static_cast<unsigned char>(c) >= 0x20)) << path;
      }
      at = end + 1;
    }
  }
  EXPECT_GT(accepted, 1'000);
}

}  // namespace
}  // namespace bff::route
