// SPDX-License-Identifier: Apache-2.0
#include "upstream/metadata.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bff::upstream {
namespace {

using testing::HasSubstr;

std::string refusal(std::string_view name, std::string_view value) {
  const std::pair<std::string_view, std::string_view> entry{name, value};
  return refusal_of({&entry, 1});
}

TEST(Metadata, AdmitsPrintableAscii) {
  EXPECT_EQ(refusal("x-request-id", "01J9"), "");
  EXPECT_EQ(refusal("x_user.id-2", " !~\" "), "");
  EXPECT_EQ(refusal("authorization", "Bearer a.b.c"), "");
  EXPECT_EQ(refusal("x-empty", ""), "");
}

TEST(Metadata, RefusesBytesThatNoHeaderMayHold) {
  for (const char bad : {'\0', '\n', '\r', '\x1f', '\x7f', '\x80', '\xff'}) {
    EXPECT_THAT(refusal("x-user", std::string{"a"} + bad + "b"), HasSubstr("'x-user'"));
  }
}

TEST(Metadata, DoesNotRepeatAValueThatItRefuses) {
  EXPECT_EQ(refusal("authorization", "secret\n").find("secret"), std::string::npos);
}

TEST(Metadata, RefusesNamesThatGrpcDoesNotHave) {
  for (const char* name : {"", "X-User", "x user", ":path", "x:y", "x\n", "\xc3\xbc"}) {
    EXPECT_NE(refusal(name, "v"), "") << name;
  }
}

TEST(Metadata, RefusesNamesThatAreTheClientsOwnOrForbidden) {
  for (const char* name :
       {"grpc-timeout", "grpc-encoding", "te", "content-type", "user-agent", "host", "connection",
        "transfer-encoding", "upgrade", "keep-alive", "proxy-connection", "content-length"}) {
    EXPECT_NE(refusal(name, "v"), "") << name;
  }
}

TEST(Metadata, RefusesABinaryEntryThatIsNotBase64) {
  EXPECT_EQ(refusal("x-a-bin", "AAEC/w=="), "");
  EXPECT_EQ(refusal("x-a-bin", "AAEC/w"), "");
  EXPECT_THAT(refusal("x-a-bin", "%%%"), HasSubstr("base64"));
}

TEST(Metadata, IsBoundedAsAWhole) {
  const std::string half(kMaxMetadata / 2, 'v');
  const std::pair<std::string_view, std::string_view> entries[] = {{"a", half}, {"b", half}};
  EXPECT_EQ(refusal_of({entries, 1}), "");
  EXPECT_THAT(refusal_of(entries), HasSubstr("limit"));
}

TEST(Metadata, LosesTheBlanksAroundAValue) {
  EXPECT_EQ(trimmed(" \ta b\t "), "a b");
  EXPECT_EQ(trimmed(" \t"), "");
  EXPECT_EQ(trimmed("a"), "a");
}

}  // namespace
}  // namespace bff::upstream
