// SPDX-License-Identifier: Apache-2.0
#include "base/network.hpp"

#include <gtest/gtest.h>

namespace bff {
namespace {

std::string read(const std::string& text) {
  const auto address = parse_ip(text);
  return address ? address->text() : "none";
}

std::string wrong(const std::string& text) {
  Network network;
  return parse_network(text, network);
}

bool holds(const std::string& text, const std::string& address) {
  Network network;
  EXPECT_EQ(parse_network(text, network), "") << text;
  return network.holds(*parse_ip(address));
}

TEST(IpAddress, IsReadAndWritten) {
  EXPECT_EQ(read("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(read("2001:DB8:0:0::1"), "2001:db8::1");
  EXPECT_EQ(read("::1"), "::1");
  EXPECT_EQ(read("::ffff:192.0.2.1"), "192.0.2.1") << "mapped";
  for (const char* text : {"", "1", "192.0.2", "192.0.2.256", "192.0.2.01", "192.0.2.1 ",
                           "fe80::1%1", "[::1]", ":::", "1.2.3.4:80", "localhost", "0x7f.1.1.1"}) {
    EXPECT_EQ(read(text), "none") << text;
  }
  EXPECT_EQ(read(std::string(1'000, ':')), "none");
  EXPECT_EQ(read(std::string("::1\0x", 5)), "none");
}

TEST(Network, HoldsAllThatBeginsAlike) {
  EXPECT_TRUE(holds("10.0.0.0/8", "10.255.1.2"));
  EXPECT_FALSE(holds("10.0.0.0/8", "11.0.0.0"));
  EXPECT_TRUE(holds("192.0.2.0/25", "192.0.2.127"));
  EXPECT_FALSE(holds("192.0.2.0/25", "192.0.2.128"));
  EXPECT_TRUE(holds("192.0.2.1", "192.0.2.1"));
  EXPECT_TRUE(holds("192.0.2.1", "::ffff:192.0.2.1"));
  EXPECT_FALSE(holds("192.0.2.1", "192.0.2.2"));
  EXPECT_TRUE(holds("0.0.0.0/0", "203.0.113.9"));
  EXPECT_FALSE(holds("0.0.0.0/0", "2001:db8::1")) << "all of IPv4";
  EXPECT_TRUE(holds("::/0", "192.0.2.1")) << "all of both";
  EXPECT_TRUE(holds("2001:db8::/33", "2001:db8:7fff::"));
  EXPECT_FALSE(holds("2001:db8::/33", "2001:db8:8000::"));
  EXPECT_TRUE(holds("::1/128", "::1"));
}

TEST(Network, SaysWhatIsWrong) {
  EXPECT_EQ(wrong("proxy"), "is no IP address or network");
  EXPECT_EQ(wrong("10.0.0.0/33"), "has no length between 0 and 32");
  EXPECT_EQ(wrong("10.0.0.0/"), "has no length between 0 and 32");
  EXPECT_EQ(wrong("10.0.0.0/8 "), "has no length between 0 and 32");
  EXPECT_EQ(wrong("::1/129"), "has no length between 0 and 128");
  EXPECT_EQ(wrong("10.0.0.1/8"), "has bits behind its length");
  EXPECT_EQ(wrong("2001:db8::1/64"), "has bits behind its length");
}

TEST(Network, IsOnesOwnOrNot) {
  for (const char* own :
       {"10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "127.0.0.1", "169.254.1.1",
        "100.64.0.1", "::1", "fd00::1", "fe80::1", "::ffff:10.0.0.1"}) {
    EXPECT_TRUE(is_private(*parse_ip(own))) << own;
  }
  for (const char* other : {"192.0.2.1", "172.15.0.1", "172.32.0.1", "100.128.0.1", "11.0.0.1",
                            "2001:db8::1", "::", "fe00::1"}) {
    EXPECT_FALSE(is_private(*parse_ip(other))) << other;
  }
}

}  // namespace
}  // namespace bff
