// SPDX-License-Identifier: Apache-2.0
#include "runtime/origin.hpp"

#include <gtest/gtest.h>

namespace bff::runtime {
namespace {

TEST(Origin, MayBeTheGatewaysOwn) {
  struct Row {
    std::string_view origin, host;
    bool may;
  };
  const Row rows[] = {
      {"https://a.test", "a.test", true},
      {"http://a.test", "A.Test", true},
      {"https://a.test", "a.test:443", true},
      {"https://a.test:8443", "a.test:8443", true},
      {"http://[::1]", "[::1]:80", true},
      {"http://[::1]:9", "[::1]:9", true},
      // Another port is another program.
      {"http://a.test", "a.test:443", false},
      {"http://a.test", "a.test:8080", false},
      {"https://a.test:8443", "a.test", false},
      {"http://[::1]:9", "[::1]", false},
      {"https://b.a.test", "a.test", false},
      {"https://a.test.evil", "a.test", false},
      {"https://a.test/", "a.test", false},
      {"https://a.test@evil", "a.test", false},
      {"app://a.test", "a.test", false},
      {"a.test", "a.test", false},
      {"null", "null", false},
      {"", "", false},
      {"https://", "a.test", false},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(may_open(row.origin, row.host, {}), row.may) << row.origin << " " << row.host;
  }
}

TEST(Origin, MayBeListed) {
  const std::string listed[] = {"https://a.test", "capacitor://localhost"};
  EXPECT_TRUE(may_open("https://a.test", "b", listed));
  EXPECT_TRUE(may_open("capacitor://localhost", "b", listed));
  EXPECT_FALSE(may_open("http://a.test", "b", listed));
  EXPECT_FALSE(may_open("https://a.test:1", "b", listed));
  EXPECT_FALSE(may_open("null", "b", listed));
}

}  // namespace
}  // namespace bff::runtime
