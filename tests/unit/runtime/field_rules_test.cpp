// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/field_rules.hpp"

#include <gtest/gtest.h>

namespace bff::runtime::http1 {
namespace {

constexpr RequestLine kPostLine{.method = "POST", .target = "/", .path = "/"};

Fault after(FieldRules& rules, std::initializer_list<HeaderField> fields) {
  for (const HeaderField& field : fields) {
    if (const Fault fault = rules.see(field); fault != Fault::none) return fault;
  }
  return Fault::none;
}

TEST(FieldRules, FrameContentByLengthOrByChunks) {
  FieldRules rules;
  EXPECT_EQ(after(rules, {{"Host", "a"}, {"Content-Length", "007"}}), Fault::none);
  EXPECT_EQ(rules.finish(kPostLine, "a"), Fault::none);
  EXPECT_EQ(rules.content_length(), 7u);
  EXPECT_FALSE(rules.chunked());

  rules.reset();
  EXPECT_FALSE(rules.has_content());
  EXPECT_EQ(after(rules, {{"Host", "a"}, {"TRANSFER-ENCODING", "CHUNKED"}}), Fault::none);
  EXPECT_TRUE(rules.chunked());
  EXPECT_TRUE(rules.has_content());
}

TEST(FieldRules, TellCodingsThatAreNotOfferedFromThoseThatHideTheLength) {
  const std::pair<std::string_view, Fault> rows[] = {
      {"gzip, chunked", Fault::coding_unsupported},
      {"deflate,gzip\t,\tchunked", Fault::coding_unsupported},
      {"gzip", Fault::coding_not_chunked},
      {"chunked, gzip", Fault::coding_not_chunked},
      {"identity, chunked", Fault::coding_not_chunked},
      {"gzip, chunked, chunked", Fault::coding_not_chunked},
      {"gzip,, chunked", Fault::coding_not_chunked},
  };
  for (const auto& [value, fault] : rows) {
    FieldRules rules;
    EXPECT_EQ(after(rules, {{"Transfer-Encoding", value}}), fault) << value;
  }
}

TEST(FieldRules, HoldHostAgainstTheTarget) {
  RequestLine absolute = kPostLine;
  absolute.authority = "Shop.example:80";
  FieldRules rules;
  EXPECT_EQ(after(rules, {{"Host", "shop.EXAMPLE:80"}}), Fault::none);
  EXPECT_EQ(rules.finish(absolute, "shop.EXAMPLE:80"), Fault::none);
  EXPECT_EQ(rules.finish(absolute, "shop.example"), Fault::authority_mismatch);
}

TEST(FieldRules, WantHostFromHttp11On) {
  RequestLine line = kPostLine;
  EXPECT_EQ(FieldRules().finish(line, ""), Fault::host_missing);
  line.minor_version = 0;
  EXPECT_EQ(FieldRules().finish(line, ""), Fault::none);
}

TEST(FieldRules, LetARequestWithoutContentLeaveHttp) {
  FieldRules rules;
  EXPECT_EQ(after(rules, {{"Host", "a"}, {"Connection", "keep-alive, UPGRADE"}}), Fault::none);
  EXPECT_TRUE(rules.upgrade(1));
  EXPECT_FALSE(rules.upgrade(0));
  EXPECT_TRUE(rules.keep_alive(1));
  EXPECT_EQ(after(rules, {{"Content-Length", "1"}}), Fault::none);
  EXPECT_FALSE(rules.upgrade(1));
  EXPECT_FALSE(FieldRules().upgrade(1));
}

TEST(FieldRules, RefuseTrailersThatBelongIntoTheHead) {
  for (const std::string_view name : {"Host", "content-length", "Transfer-Encoding", "Cookie",
                                      "Authorization", "Trailer", "Content-Type"}) {
    EXPECT_EQ(check_trailer({name, "x"}), Fault::trailer_forbidden) << name;
  }
  EXPECT_EQ(check_trailer({"X-Checksum", "x"}), Fault::none);
}

}  // namespace
}  // namespace bff::runtime::http1
