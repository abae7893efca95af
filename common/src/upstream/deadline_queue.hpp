// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <vector>

#include "upstream/client.hpp"

namespace bff::upstream {

// Deadlines in order: a binary heap whose entries know their place, so that the usual end of an
// RPC, long before its deadline, removes it without a search, an allocation or a timer.
class DeadlineQueue {
 public:
  // A base or member of what has the deadline. Stays where it is while it is in the queue.
  class Entry {
   public:
    Entry() = default;
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;

   private:
    friend DeadlineQueue;
    static constexpr std::size_t kAbsent = static_cast<std::size_t>(-1);
    std::size_t place_ = kAbsent;
  };

  bool empty() const noexcept { return heap_.empty(); }
  // Preconditions: not empty().
  Clock::time_point earliest() const noexcept { return heap_.front().at; }
  Entry& first() const noexcept { return *heap_.front().entry; }

  // Precondition: `entry` is in no queue.
  void add(Entry& entry, Clock::time_point at);
  // Does nothing for an entry that is in no queue.
  void remove(Entry& entry) noexcept;

 private:
  struct Node {
    Clock::time_point at;
    Entry* entry;
  };

  void rise(std::size_t place, Node node) noexcept;
  void sink(std::size_t place, Node node) noexcept;
  void put(std::size_t place, Node node) noexcept {
    heap_[place] = node;
    node.entry->place_ = place;
  }

  std::vector<Node> heap_;
};

}  // namespace bff::upstream
