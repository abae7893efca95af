// SPDX-License-Identifier: Apache-2.0
#include "upstream/endpoint_name.hpp"

#include <gtest/gtest.h>

namespace bff::upstream {
namespace {

TEST(EndpointName, TakesANameAndItsPort) {
  const auto name = parse_endpoint("users.internal:50051");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->host, "users.internal");
  EXPECT_EQ(name->port, 50051);
  EXPECT_FALSE(name->literal);
}

TEST(EndpointName, KnowsAddressesThatNeedNoResolver) {
  const auto v4 = parse_endpoint("127.0.0.1:80");
  ASSERT_TRUE(v4 && v4->literal);
  EXPECT_TRUE(v4->literal->is_v4());
  const auto v6 = parse_endpoint("[::1]:65535");
  ASSERT_TRUE(v6 && v6->literal);
  EXPECT_TRUE(v6->literal->is_v6());
  EXPECT_EQ(v6->port, 65535);
}

TEST(EndpointName, RefusesEverythingElse) {
  for (const char* text : {"",
                           ":",
                           "users",
                           "users:",
                           ":80",
                           "users:0",
                           "users:65536",
                           "users:-1",
                           "users:+1",
                           "users:80 ",
                           "users:8o",
                           "us ers:80",
                           "users\r\n:80",
                           "us/ers:80",
                           "user@users:80",
                           "::1:80",
                           "[::1]",
                           "[::1:80",
                           "[users]:80",
                           "[127.0.0.1]:80",
                           "[fe80::1%eth0]:80",
                           "[]:80",
                           "http://users:80",
                           "\xc3\xbc:80"}) {
    EXPECT_FALSE(parse_endpoint(text)) << text;
  }
  EXPECT_FALSE(parse_endpoint(std::string(254, 'a') + ":80"));
}

}  // namespace
}  // namespace bff::upstream
