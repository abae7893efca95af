// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/connection_quota.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace bff::runtime::http1 {
namespace {

TEST(ConnectionQuota, BoundsAllConnections) {
  ConnectionQuota quota(2, 2);
  EXPECT_TRUE(quota.acquire("a"));
  EXPECT_TRUE(quota.acquire("b"));
  EXPECT_FALSE(quota.acquire("c"));
  quota.release("a");
  EXPECT_TRUE(quota.acquire("c"));
  EXPECT_EQ(quota.open(), 2u);
}

TEST(ConnectionQuota, BoundsThoseOfOneAddress) {
  ConnectionQuota quota(10, 1);
  EXPECT_TRUE(quota.acquire("a"));
  EXPECT_FALSE(quota.acquire("a"));
  EXPECT_TRUE(quota.acquire("b"));
  quota.release("a");
  EXPECT_TRUE(quota.acquire("a"));
}

TEST(ConnectionQuota, CountsRightFromManyThreads) {
  ConnectionQuota quota(1000, 1000);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&quota] {
      for (int i = 0; i < 1000; ++i) {
        if (quota.acquire("a")) quota.release("a");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(quota.open(), 0u);
}

TEST(QuotaKey, TakesTheNetworkOfAnIpv6Client) {
  const auto key = [](const char* address) {
    return quota_key(boost::asio::ip::make_address(address));
  };
  EXPECT_EQ(key("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(key("::ffff:192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(key("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(key("2001:db8:1:2:ffff::"), "2001:db8:1:2::/64");
}

}  // namespace
}  // namespace bff::runtime::http1
