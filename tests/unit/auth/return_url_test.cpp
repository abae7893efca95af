// SPDX-License-Identifier: Apache-2.0
#include "auth/return_url.hpp"

#include <gtest/gtest.h>

namespace bff::auth {
namespace {

TEST(ReturnUrl, IsAPathOfThisSite) {
  for (const std::string good : {"/", "/home", "/a/b/", "/a%20b", "/search?q=x%2Fy&r=//z", "/~me",
                                 "/a.b/..c", "/?next=https://evil.example", "/caf%C3%A9"}) {
    const bool ascii = good.find("%C3") == std::string::npos;
    EXPECT_EQ(safe_return_url(good), ascii ? good : "/");
  }
}

// Forms by which open redirects have been made of such checks.
TEST(ReturnUrl, IsNothingElse) {
  const char* const kHosts[] = {"evil.example", "evil.example/path", "@evil.example",
                                "%65vil.example"};
  const char* const kStarts[] = {"//",
                                 "///",
                                 "/\\",
                                 "\\\\",
                                 "\\/",
                                 "/%2f",
                                 "/%2F",
                                 "/%5c",
                                 "/%5C",
                                 "%2f%2f",
                                 "/%09/",
                                 "/\t/",
                                 "/\n/",
                                 "/\r\n/",
                                 "/ /",
                                 "/.//",
                                 "/..//",
                                 "/%2e%2e//",
                                 "/./",
                                 "/../",
                                 "/a/..//",
                                 "http://",
                                 "https://",
                                 "https:",
                                 "https:/",
                                 "http:\\\\",
                                 "javascript:",
                                 "data:",
                                 "~/",
                                 "?",
                                 "#",
                                 "/#",
                                 "",
                                 " /",
                                 "\t/",
                                 "/%00/",
                                 "/%0d%0a",
                                 "/%252f",
                                 "/%255c",
                                 "/%",
                                 "/%2g",
                                 "/%zz",
                                 "/\xe3\x80\x82",
                                 "/\xe2\x81\x84",
                                 "\xef\xbc\x8f/",
                                 "/;//",
                                 "///\t",
                                 "/a//",
                                 "/%2e/",
                                 "/\x7f/",
                                 "/\x01/",
                                 ".",
                                 "..",
                                 "../",
                                 "./",
                                 "*"};
  for (const std::string start : kStarts) {
    for (const std::string host : kHosts) {
      EXPECT_EQ(safe_return_url(start + host), "/") << start << host;
    }
  }
  EXPECT_EQ(safe_return_url("/" + std::string(2'048, 'a')), "/");
  EXPECT_EQ(safe_return_url(std::string("/a\0b", 4)), "/");
}

}  // namespace
}  // namespace bff::auth
