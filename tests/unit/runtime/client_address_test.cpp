// SPDX-License-Identifier: Apache-2.0
#include "runtime/client_address.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace bff::runtime {
namespace {

using Header = config::TrustedProxies::Header;

// 10.0.0.0/8 and 2001:db8:1::/48 are trusted.
config::TrustedProxies proxies(Header header) {
  config::TrustedProxies made{.networks = std::vector<Network>(2), .header = header};
  EXPECT_EQ(parse_network("10.0.0.0/8", made.networks[0]), "");
  EXPECT_EQ(parse_network("2001:db8:1::/48", made.networks[1]), "");
  return made;
}

struct SentThrough {
  std::vector<std::string> lines;
  std::string client;
};

std::string address(Header header, const std::vector<std::string>& lines,
                    const std::string& peer = "10.0.0.1") {
  http1::Request request;
  // The other one is there, too, and means nothing.
  const bool x = header == Header::x_forwarded_for;
  request.headers.push_back({x ? "Forwarded" : "X-Forwarded-For", x ? "for=9.9.9.9" : "9.9.9.9"});
  for (const auto& line : lines) {
    request.headers.push_back({x ? "X-Forwarded-For" : "Forwarded", line});
  }
  return client_address(peer, request, proxies(header));
}

std::string told(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += "[" + line + "]";
  return text;
}

TEST(ClientAddress, IsThePeersWhereNobodyElseIsTrusted) {
  EXPECT_EQ(address(Header::x_forwarded_for, {"1.2.3.4"}, "192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(address(Header::forwarded, {"for=1.2.3.4"}, "2001:db8:2::1"), "2001:db8:2::1");
  EXPECT_EQ(address(Header::x_forwarded_for, {}, "10.0.0.1"), "10.0.0.1");
  EXPECT_EQ(address(Header::forwarded, {}, "2001:db8:1::1"), "2001:db8:1::1");
  EXPECT_EQ(address(Header::x_forwarded_for, {"1.2.3.4"}, "2001:db8:1::1"), "1.2.3.4");
}

TEST(ClientAddress, IsTheLastInXForwardedForThatIsNotTrusted) {
  const SentThrough rows[] = {
      {{"1.2.3.4"}, "1.2.3.4"},
      {{" 1.2.3.4 "}, "1.2.3.4"},
      {{"1.2.3.4:5678"}, "1.2.3.4"},
      {{"6.6.6.6, 1.2.3.4"}, "1.2.3.4"},
      {{"6.6.6.6,1.2.3.4,10.0.0.2"}, "1.2.3.4"},
      {{"6.6.6.6, 1.2.3.4, 10.0.0.2, 10.3.3.3"}, "1.2.3.4"},
      {{"1.2.3.4", "10.0.0.2"}, "1.2.3.4"},
      {{"6.6.6.6", "1.2.3.4"}, "1.2.3.4"},
      {{"6.6.6.6, 7.7.7.7", "1.2.3.4, 10.0.0.2"}, "1.2.3.4"},
      {{"2001:DB8::1"}, "2001:db8::1"},
      {{"[2001:db8::1]"}, "2001:db8::1"},
      {{"[2001:db8::1]:443"}, "2001:db8::1"},
      {{"::ffff:1.2.3.4"}, "1.2.3.4"},
      {{"1.2.3.4, 2001:db8:1::9"}, "1.2.3.4"},
      {{"1.2.3.4, ::ffff:10.0.0.2"}, "1.2.3.4"},
      {{"10.0.0.3, 10.0.0.2"}, "10.0.0.3"},
      {{"1.2.3.4,,"}, "1.2.3.4"},
      {{"1.2.3.4", ""}, "1.2.3.4"},
      // No address: whoever was trusted last.
      {{""}, "10.0.0.1"},
      {{"unknown"}, "10.0.0.1"},
      {{"1.2.3.4, unknown"}, "10.0.0.1"},
      {{"1.2.3.4, unknown, 10.0.0.2"}, "10.0.0.2"},
      {{"localhost"}, "10.0.0.1"},
      {{"1.2.3.4 5.6.7.8"}, "10.0.0.1"},
      {{"1.2.3.256"}, "10.0.0.1"},
      {{"01.2.3.4"}, "10.0.0.1"},
      {{"1.2.3.4:"}, "10.0.0.1"},
      {{"1.2.3.4:http"}, "10.0.0.1"},
      {{"1.2.3.4:123456"}, "10.0.0.1"},
      {{"[1.2.3.4]"}, "10.0.0.1"},
      {{"[2001:db8::1"}, "10.0.0.1"},
      {{"[2001:db8::1]x"}, "10.0.0.1"},
      {{"2001:db8::1]"}, "10.0.0.1"},
      {{"fe80::1%eth0"}, "10.0.0.1"},
      {{"\"1.2.3.4\""}, "10.0.0.1"},
      {{"for=1.2.3.4"}, "10.0.0.1"},
      {{"1.2.3.4;10.0.0.2"}, "10.0.0.1"},
  };
  for (const auto& [lines, client] : rows) {
    EXPECT_EQ(address(Header::x_forwarded_for, lines), client) << told(lines);
  }
}

TEST(ClientAddress, IsTheLastInForwardedThatIsNotTrusted) {
  const SentThrough rows[] = {
      {{"for=1.2.3.4"}, "1.2.3.4"},
      {{"For=1.2.3.4"}, "1.2.3.4"},
      {{"for=\"1.2.3.4\""}, "1.2.3.4"},
      {{"for=\"1.2.3.4:80\""}, "1.2.3.4"},
      {{"for=\"[2001:db8::1]\""}, "2001:db8::1"},
      {{"for=\"[2001:db8::1]:4711\""}, "2001:db8::1"},
      {{"for=\"\\1.2.3.\\4\""}, "1.2.3.4"},
      {{"for=1.2.3.4;proto=https;by=10.0.0.1"}, "1.2.3.4"},
      {{"proto=https; for=1.2.3.4 ;host=\"a,b;for=6.6.6.6\""}, "1.2.3.4"},
      {{"for=6.6.6.6, for=1.2.3.4"}, "1.2.3.4"},
      {{"for=6.6.6.6,for=1.2.3.4,for=10.0.0.2"}, "1.2.3.4"},
      {{"for=6.6.6.6", "for=1.2.3.4, for=10.0.0.2"}, "1.2.3.4"},
      {{"for=1.2.3.4, for=\"[2001:db8:1::9]:80\""}, "1.2.3.4"},
      {{"for=1.2.3.4;"}, "1.2.3.4"},
      {{";;for=1.2.3.4,,"}, "1.2.3.4"},
      {{"for=10.0.0.3, for=10.0.0.2"}, "10.0.0.3"},
      {{"for=\"6.6.6.6", "for=1.2.3.4"}, "1.2.3.4"},
      // No address: whoever was trusted last.
      {{""}, "10.0.0.1"},
      {{"for=unknown"}, "10.0.0.1"},
      {{"for=_hidden"}, "10.0.0.1"},
      {{"for=1.2.3.4, for=_hidden, for=10.0.0.2"}, "10.0.0.2"},
      {{"for=1.2.3.4, proto=https"}, "10.0.0.1"},
      {{"for=1.2.3.4:80"}, "10.0.0.1"},
      {{"for=[2001:db8::1]"}, "10.0.0.1"},
      {{"for=\"2001:db8::1\""}, "10.0.0.1"},
      {{"for=\"6.6.6.6, for=1.2.3.4"}, "10.0.0.1"},
      {{"for=\"1.2.3.4\\"}, "10.0.0.1"},
      {{"for=1.2.3.4;for=5.6.7.8"}, "10.0.0.1"},
      {{"for = 1.2.3.4"}, "10.0.0.1"},
      {{"for="}, "10.0.0.1"},
      {{"=1.2.3.4"}, "10.0.0.1"},
      {{"for"}, "10.0.0.1"},
      {{"for=1.2.3.4 for=5.6.7.8"}, "10.0.0.1"},
      {{"for=\"1.2.3.4\"x"}, "10.0.0.1"},
      {{"1.2.3.4"}, "10.0.0.1"},
  };
  for (const auto& [lines, client] : rows) {
    EXPECT_EQ(address(Header::forwarded, lines), client) << told(lines);
  }
}

}  // namespace
}  // namespace bff::runtime
