// SPDX-License-Identifier: Apache-2.0
#include "upstream/deadline_queue.hpp"

namespace bff::upstream {

void DeadlineQueue::add(Entry& entry, Clock::time_point at) {
  heap_.push_back({at, &entry});
  rise(heap_.size() - 1, {at, &entry});
}

void DeadlineQueue::remove(Entry& entry) noexcept {
  const std::size_t place = entry.place_;
  if (place == Entry::kAbsent) return;
  entry.place_ = Entry::kAbsent;
  const Node last = heap_.back();
  heap_.pop_back();
  if (place == heap_.size()) return;
  if (place > 0 && last.at < heap_[(place - 1) / 2].at) {
    rise(place, last);
  } else {
    sink(place, last);
  }
}

void DeadlineQueue::rise(std::size_t place, Node node) noexcept {
  while (place > 0) {
    const std::size_t parent = (place - 1) / 2;
    if (heap_[parent].at <= node.at) break;
    put(place, heap_[parent]);
    place = parent;
  }
  put(place, node);
}

void DeadlineQueue::sink(std::size_t place, Node node) noexcept {
  for (;;) {
    std::size_t child = 2 * place + 1;
    if (child >= heap_.size()) break;
    if (child + 1 < heap_.size() && heap_[child + 1].at < heap_[child].at) ++child;
    if (node.at <= heap_[child].at) break;
    put(place, heap_[child]);
    place = child;
  }
  put(place, node);
}

}  // namespace bff::upstream
