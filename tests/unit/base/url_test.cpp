// SPDX-License-Identifier: Apache-2.0
#include "base/url.hpp"

#include <gtest/gtest.h>

namespace bff {
namespace {

TEST(Url, IsTakenApart) {
  struct Row {
    const char *text, *whole, *host, *target, *authority;
    int port;
    bool loopback;
  };
  for (const Row& row : {
           Row{"https://id.example", "https://id.example/", "id.example", "/", "id.example", 443,
               false},
           Row{"https://ID.example:443/a/b?c=d", "https://id.example/a/b?c=d", "id.example",
               "/a/b?c=d", "id.example", 443, false},
           Row{"https://id.example:8443?x", "https://id.example:8443/?x", "id.example", "/?x",
               "id.example:8443", 8443, false},
           Row{"http://localhost/", "http://localhost/", "localhost", "/", "localhost", 80, true},
           Row{"http://127.9.9.9:81", "http://127.9.9.9:81/", "127.9.9.9", "/", "127.9.9.9:81", 81,
               true},
           Row{"http://[::1]:81/k", "http://[::1]:81/k", "::1", "/k", "[::1]:81", 81, true},
       }) {
    SCOPED_TRACE(row.text);
    Url url;
    ASSERT_EQ(parse_url(row.text, url), "");
    EXPECT_EQ(url.text(), row.whole);
    EXPECT_EQ(url.host, row.host);
    EXPECT_EQ(url.target, row.target);
    EXPECT_EQ(url.authority(), row.authority);
    EXPECT_EQ(url.port, row.port);
    EXPECT_EQ(url.is_loopback(), row.loopback);
  }
}

TEST(Url, IsRefusedForAReason) {
  for (const auto& [text, why] : std::initializer_list<std::pair<std::string, const char*>>{
           {"", "is no http or https URL"},
           {"file:///etc/passwd", "is no http or https URL"},
           {"id.example/keys", "is no http or https URL"},
           {"HTTPS://id.example", "is no http or https URL"},
           {"https://", "has no host"},
           {"https:///keys", "has no host"},
           {"https://user@id.example/", "holds a user"},
           {"https://a:b@id.example/", "holds a user"},
           {"https://id.example/#x", "has a fragment"},
           {"https://id.example/ x", "holds bytes that a URL cannot hold"},
           {"https://id.example/\r\nx: y", "holds bytes that a URL cannot hold"},
           {"https://id.example/\xc3\xa9", "holds bytes that a URL cannot hold"},
           {"https://id.example:0/", "has no port between 1 and 65535"},
           {"https://id.example:65536/", "has no port between 1 and 65535"},
           {"https://id.example:/", "has no port between 1 and 65535"},
           {"https://id.example:1x/", "has no port between 1 and 65535"},
           {"https://id example/", "holds bytes that a URL cannot hold"},
           {"https://id%2eexample/", "has no valid host name"},
           {"https://[::1/", "lacks a ']'"},
           {"https://[1.2.3.4]/", "is of no IPv6 address"},
           {"https://[::1]x/", "has something behind its host"},
           {"https://id.example/" + std::string(3000, 'x'), "is longer than 2048 bytes"}}) {
    Url url;
    EXPECT_EQ(parse_url(text, url), why) << text;
  }
}

TEST(Url, OfLoopbackIsNoNameThatOnlyBeginsSo) {
  for (const char* text : {"https://127.0.0.1.evil.example", "https://localhost.evil.example",
                           "https://128.0.0.1", "https://0.0.0.0"}) {
    Url url;
    ASSERT_EQ(parse_url(text, url), "");
    EXPECT_FALSE(url.is_loopback()) << text;
  }
}

}  // namespace
}  // namespace bff
