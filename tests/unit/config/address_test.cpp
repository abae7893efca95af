// SPDX-License-Identifier: Apache-2.0
#include "config/address.hpp"

#include <gtest/gtest.h>

namespace bff::config {
namespace {

std::string listen(std::string_view text) {
  HostPort out;
  const std::string wrong = parse_listen_address(text, out);
  return wrong.empty() ? out.host + " " + std::to_string(out.port) : wrong;
}

std::string endpoint(std::string_view text) {
  HostPort out;
  const std::string wrong = parse_endpoint(text, out);
  return wrong.empty() ? out.host + " " + std::to_string(out.port) : wrong;
}

TEST(ListenAddress, IsAnIpAddressAndAPort) {
  EXPECT_EQ(listen("127.0.0.1:8080"), "127.0.0.1 8080");
  EXPECT_EQ(listen("0.0.0.0:0"), "0.0.0.0 0");
  EXPECT_EQ(listen("[::1]:65535"), "::1 65535");
  EXPECT_EQ(listen("[::]:80"), ":: 80");
}

TEST(ListenAddress, RefusesEverythingElse) {
  EXPECT_EQ(listen("localhost:8080"), "is no IP address");
  EXPECT_EQ(listen("256.0.0.1:8080"), "is no IP address");
  EXPECT_EQ(listen("127.1:8080"), "is no IP address");
  EXPECT_EQ(listen("8080"), "has no port");
  EXPECT_EQ(listen("127.0.0.1"), "has no port");
  EXPECT_EQ(listen("127.0.0.1:"), "has no port");
  EXPECT_EQ(listen(":8080"), "has no host");
  EXPECT_EQ(listen("127.0.0.1:65536"), "has no port between 0 and 65535");
  EXPECT_EQ(listen("127.0.0.1:-1"), "has no port between 0 and 65535");
  EXPECT_EQ(listen("127.0.0.1:80a"), "has no port between 0 and 65535");
  EXPECT_EQ(listen("::1:8080"), "needs brackets around its IPv6 address");
  EXPECT_EQ(listen("[::1:8080"), "lacks a ']'");
  EXPECT_EQ(listen("[::1]8080"), "has no port");
  EXPECT_EQ(listen("[127.0.0.1]:8080"), "is no IPv6 address");
  EXPECT_EQ(listen("[fe80::1%eth0]:8080"), "is no IPv6 address");
  EXPECT_EQ(listen("[]:80"), "has no host");
  EXPECT_EQ(listen("http://127.0.0.1:8080"), "holds a scheme");
}

TEST(Endpoint, IsAHostAndAPort) {
  EXPECT_EQ(endpoint("127.0.0.1:50051"), "127.0.0.1 50051");
  EXPECT_EQ(endpoint("users:1"), "users 1");
  EXPECT_EQ(endpoint("users.shop.svc.cluster.local.:50051"), "users.shop.svc.cluster.local. 50051");
  EXPECT_EQ(endpoint("my_users-2:50051"), "my_users-2 50051");
  EXPECT_EQ(endpoint("[2001:db8::1]:50051"), "2001:db8::1 50051");
  EXPECT_EQ(endpoint("3com.example:80"), "3com.example 80");
}

TEST(Endpoint, RefusesEverythingElse) {
  EXPECT_EQ(endpoint("users"), "has no port");
  EXPECT_EQ(endpoint("users:"), "has no port");
  EXPECT_EQ(endpoint("users:0"), "has no port between 1 and 65535");
  EXPECT_EQ(endpoint("users:grpc"), "has no port between 0 and 65535");
  EXPECT_EQ(endpoint("dns:///users:50051"), "holds a scheme");
  EXPECT_EQ(endpoint("http://users:50051"), "holds a scheme");
  EXPECT_EQ(endpoint("10.0.0.256:50051"), "is no IPv4 address");
  EXPECT_EQ(endpoint("10.0.0:50051"), "is no IPv4 address");
  EXPECT_EQ(endpoint("us ers:50051"), "has no valid host name");
  EXPECT_EQ(endpoint("-users:50051"), "has no valid host name");
  EXPECT_EQ(endpoint("users-:50051"), "has no valid host name");
  EXPECT_EQ(endpoint("users..shop:50051"), "has no valid host name");
  EXPECT_EQ(endpoint(std::string(64, 'a') + ":1"), "has no valid host name");
  EXPECT_EQ(endpoint("größe:1"), "has no valid host name");
  EXPECT_EQ(endpoint("::1:50051"), "needs brackets around its IPv6 address");
  EXPECT_EQ(endpoint(""), "has no port");
}

TEST(Origin, IsASchemeAndAHost) {
  for (const std::string_view good :
       {"https://app.example.com", "http://localhost:3000", "http://[::1]:8080", "https://10.0.0.1",
        "capacitor://localhost", "https://a:80", "http://a:443"}) {
    EXPECT_EQ(check_origin(good), "") << good;
  }
}

TEST(Origin, RefusesWhatNoBrowserSends) {
  EXPECT_EQ(check_origin("*"), "has no scheme");
  EXPECT_EQ(check_origin("null"), "has no scheme");
  EXPECT_EQ(check_origin("app.example.com"), "has no scheme");
  EXPECT_EQ(check_origin("://a"), "has no scheme");
  EXPECT_EQ(check_origin("ht tp://a"), "has no valid scheme");
  EXPECT_EQ(check_origin("https://App.example.com"), "has capitals, which browsers do not send");
  EXPECT_EQ(check_origin("https://a/"), "has more than host and port");
  EXPECT_EQ(check_origin("https://me@a"), "has more than host and port");
  EXPECT_EQ(check_origin("https://*.example.com"), "has no valid host name");
  EXPECT_EQ(check_origin("https://"), "has no host");
  EXPECT_EQ(check_origin("https://a:"), "has no port");
  EXPECT_EQ(check_origin("https://a:0"), "has no port between 1 and 65535");
  EXPECT_EQ(check_origin("https://a:443"), "has its scheme's own port, which browsers leave out");
  EXPECT_EQ(check_origin("https://a:0444"), "has a port that begins with a zero");
  EXPECT_EQ(check_origin("https://[::1"), "lacks a ']'");
}

}  // namespace
}  // namespace bff::config
