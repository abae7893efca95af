// SPDX-License-Identifier: Apache-2.0
#include "upstream/deadline_queue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <random>

namespace bff::upstream {
namespace {

using namespace std::chrono_literals;

Clock::time_point at(int second) { return Clock::time_point{} + std::chrono::seconds{second}; }

TEST(DeadlineQueue, KnowsTheEarliest) {
  DeadlineQueue queue;
  DeadlineQueue::Entry late, early, middle;
  queue.add(late, at(30));
  queue.add(early, at(10));
  queue.add(middle, at(20));
  EXPECT_EQ(queue.earliest(), at(10));
  EXPECT_EQ(&queue.first(), &early);
  queue.remove(early);
  EXPECT_EQ(&queue.first(), &middle);
  queue.remove(middle);
  queue.remove(late);
  EXPECT_TRUE(queue.empty());
}

TEST(DeadlineQueue, IgnoresTheRemovalOfWhatIsNotInIt) {
  DeadlineQueue queue;
  DeadlineQueue::Entry in, out;
  queue.add(in, at(1));
  queue.remove(out);
  queue.remove(in);
  queue.remove(in);
  EXPECT_TRUE(queue.empty());
}

TEST(DeadlineQueue, StaysInOrderUnderAnySequenceOfAddsAndRemovals) {
  std::mt19937 random{42};
  DeadlineQueue queue;
  std::deque<DeadlineQueue::Entry> entries(200);
  std::vector<int> seconds(entries.size(), -1);  // -1: not in the queue
  for (int step = 0; step < 20'000; ++step) {
    const std::size_t i = random() % entries.size();
    if (seconds[i] < 0) {
      seconds[i] = static_cast<int>(random() % 100);
      queue.add(entries[i], at(seconds[i]));
    } else {
      seconds[i] = -1;
      queue.remove(entries[i]);
    }
    int earliest = -1;
    for (const int second : seconds) {
      if (second >= 0 && (earliest < 0 || second < earliest)) earliest = second;
    }
    ASSERT_EQ(queue.empty(), earliest < 0);
    if (earliest >= 0) {
      ASSERT_EQ(queue.earliest(), at(earliest));
    }
  }
}

}  // namespace
}  // namespace bff::upstream
