// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstddef>
#include <vector>

namespace bff::upstream {

// Hands out its members in turn. Members are not owned; each is in it at most once.
template <class T>
class RoundRobin {
 public:
  void add(T& member) { members_.push_back(&member); }

  void remove(T& member) {
    const auto found = std::find(members_.begin(), members_.end(), &member);
    if (found == members_.end()) return;
    // Whoever was next stays next.
    if (static_cast<std::size_t>(found - members_.begin()) < next_) --next_;
    members_.erase(found);
  }

  bool empty() const noexcept { return members_.empty(); }

  // The next member for which `can_take(member)` holds, or null.
  template <class Predicate>
  T* pick(Predicate can_take) {
    for (std::size_t tried = 0; tried < members_.size(); ++tried) {
      if (next_ >= members_.size()) next_ = 0;
      T* member = members_[next_++];
      if (can_take(*member)) return member;
    }
    return nullptr;
  }

 private:
  std::vector<T*> members_;
  std::size_t next_ = 0;
};

}  // namespace bff::upstream
