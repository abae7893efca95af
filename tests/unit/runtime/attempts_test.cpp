// SPDX-License-Identifier: Apache-2.0
#include "runtime/attempts.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace bff::runtime {
namespace {

using namespace std::chrono_literals;

class AttemptsTest : public testing::Test {
 protected:
  // How many failures in a row it takes until `address` is put off.
  int failures_until_blocked(const std::string& address) {
    int failures = 0;
    while (attempts.blocked_for(address, now) == 0ms && failures < 100) {
      attempts.failed(address, now);
      ++failures;
    }
    return failures;
  }

  Attempts::Time now = std::chrono::steady_clock::now() + 1s;
  Attempts attempts{6, 60s};
};

TEST_F(AttemptsTest, AreFreeUpToTheLimit) {
  EXPECT_EQ(failures_until_blocked("192.0.2.1"), 6);
  EXPECT_EQ(attempts.blocked_for("192.0.2.1", now), 10s);
  EXPECT_EQ(attempts.blocked_for("192.0.2.2", now), 0s) << "another address";
}

TEST_F(AttemptsTest, ComeBackOneByOne) {
  failures_until_blocked("192.0.2.1");
  now += 9s;
  EXPECT_EQ(attempts.blocked_for("192.0.2.1", now), 1s);
  now += 1s;
  EXPECT_EQ(failures_until_blocked("192.0.2.1"), 1);
  now += 30s;
  EXPECT_EQ(failures_until_blocked("192.0.2.1"), 3);
  now += 10min;
  EXPECT_EQ(failures_until_blocked("192.0.2.1"), 6) << "all is forgotten";
}

TEST_F(AttemptsTest, TellWhenAnAddressIsPutOff) {
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(attempts.failed("192.0.2.1", now));
  EXPECT_TRUE(attempts.failed("192.0.2.1", now));
  EXPECT_FALSE(attempts.failed("192.0.2.1", now)) << "it was already";
}

// Requests that were under way when the address was put off fail, too.
TEST_F(AttemptsTest, PutNobodyOffForLongerThanOnePart) {
  for (int i = 0; i < 1'000; ++i) attempts.failed("192.0.2.1", now);
  EXPECT_EQ(attempts.blocked_for("192.0.2.1", now), 10s);
}

TEST_F(AttemptsTest, CountANetworkOfIpv6AsOne) {
  for (int i = 0; i < 6; ++i) attempts.failed("2001:db8::" + std::to_string(i + 1), now);
  EXPECT_GT(attempts.blocked_for("2001:db8::ffff:1", now), 0s);
  EXPECT_EQ(attempts.blocked_for("2001:db8:0:1::1", now), 0s);
}

TEST_F(AttemptsTest, AreNotCountedWithoutALimit) {
  attempts.adjust(0, 60s);
  EXPECT_EQ(failures_until_blocked("192.0.2.1"), 100);
  attempts.adjust(2, 60s);
  EXPECT_EQ(failures_until_blocked("192.0.2.1"), 2);
  attempts.adjust(0, 60s);
  EXPECT_EQ(attempts.blocked_for("192.0.2.1", now), 0s) << "nobody is put off any more";
}

TEST_F(AttemptsTest, NeedNoMoreRoomForMoreAddresses) {
  Attempts small{3, 60s, 1};
  for (int i = 0; i < 3; ++i) small.failed("192.0.2.1", now);
  for (int i = 0; i < 1'000; ++i) small.failed("198.51.100." + std::to_string(i), now);
  EXPECT_GT(small.blocked_for("192.0.2.1", now), 0s) << "those who failed least are forgotten";
}

TEST_F(AttemptsTest, AreCountedByAllWorkersTogether) {
  std::vector<std::thread> workers;
  Attempts many{1'000, 1'000s};
  std::atomic<int> put_off{0};
  for (int i = 0; i < 4; ++i) {
    workers.emplace_back([&] {
      for (int n = 0; n < 250; ++n) put_off += many.failed("192.0.2.1", now) ? 1 : 0;
    });
  }
  for (auto& worker : workers) worker.join();
  EXPECT_EQ(put_off, 1);
  EXPECT_EQ(many.blocked_for("192.0.2.1", now), 1s);
}

}  // namespace
}  // namespace bff::runtime
