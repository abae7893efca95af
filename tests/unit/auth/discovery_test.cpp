// SPDX-License-Identifier: Apache-2.0
#include "auth/discovery.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bff::auth {
namespace {

using testing::HasSubstr;

std::string uri_or_refusal(std::string_view document) {
  const auto uri = jwks_uri_of(document, "https://id.example");
  return uri ? *uri : uri.error().internal;
}

TEST(Discovery, NamesTheKeySet) {
  EXPECT_EQ(uri_or_refusal(
                R"({"issuer":"https://id.example","jwks_uri":"https://k.example/x","a":[{}]})"),
            "https://k.example/x");
}

TEST(Discovery, IsRefusedOfAnotherIssuer) {
  for (const char* issuer :
       {"https://id.example/", "https://id.example.evil", "", "HTTPS://id.example"})
    EXPECT_THAT(
        uri_or_refusal(R"({"issuer":")" + std::string{issuer} + R"(","jwks_uri":"https://k"})"),
        HasSubstr("is that of"));
}

TEST(Discovery, IsRefusedWhenItIsNone) {
  EXPECT_THAT(uri_or_refusal(""), HasSubstr("not to be read"));
  EXPECT_THAT(uri_or_refusal("<html>"), HasSubstr("not to be read"));
  EXPECT_THAT(uri_or_refusal("[]"), HasSubstr("has no text 'issuer'"));
  EXPECT_THAT(uri_or_refusal(R"({"issuer":["https://id.example"]})"),
              HasSubstr("has no text 'issuer'"));
  EXPECT_THAT(uri_or_refusal(R"({"issuer":"https://id.example"})"),
              HasSubstr("has no text 'jwks_uri'"));
  EXPECT_THAT(uri_or_refusal(R"({"issuer":"a","issuer":"https://id.example"})"),
              HasSubstr("twice"));
  EXPECT_THAT(uri_or_refusal(std::string(100'000, '[')), HasSubstr("nested"));
}

}  // namespace
}  // namespace bff::auth
