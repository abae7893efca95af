// SPDX-License-Identifier: Apache-2.0
#include "proto/scratch.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>

namespace bff::proto {
namespace {

class Counting final : public std::pmr::memory_resource {
 public:
  std::size_t taken = 0;

 private:
  void* do_allocate(std::size_t bytes, std::size_t alignment) override {
    taken += bytes;
    return below_.allocate(bytes, alignment);
  }
  void do_deallocate(void*, std::size_t, std::size_t) override {}
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

  std::pmr::monotonic_buffer_resource below_;
};

TEST(Scratch, TakesNothingFromTheArenaForSmallMessages) {
  Counting arena;
  Scratch scratch(arena);
  std::memset(scratch.allocate(1000), 1, 1000);
  EXPECT_EQ(arena.taken, 0U);
}

TEST(Scratch, GivesMemoryOutAgainWhenAScopeEnds) {
  Counting arena;
  Scratch scratch(arena);
  for (int i = 0; i < 10'000; ++i) {
    const Scratch::Scope outer(scratch);
    std::memset(scratch.allocate(1500), 1, 1500);
    for (int k = 0; k < 3; ++k) {
      const Scratch::Scope inner(scratch);
      std::memset(scratch.allocate(9000), 2, 9000);
      std::memset(scratch.allocate(20'000), 3, 20'000);
    }
  }
  EXPECT_LE(arena.taken, 100'000U);
}

TEST(Scratch, KeepsWhatIsOlderThanTheScope) {
  Counting arena;
  Scratch scratch(arena);
  auto* const first = static_cast<char*>(scratch.allocate(64));
  std::memset(first, 7, 64);
  {
    const Scratch::Scope scope(scratch);
    for (int i = 0; i < 100; ++i) std::memset(scratch.allocate(500), 1, 500);
  }
  std::memset(scratch.allocate(5000), 2, 5000);
  for (int i = 0; i < 64; ++i) EXPECT_EQ(first[i], 7);
}

TEST(Scratch, AlignsForAnyType) {
  Counting arena;
  Scratch scratch(arena);
  for (std::size_t size = 0; size < 100; ++size) {
    const auto at = reinterpret_cast<std::uintptr_t>(scratch.allocate(size));
    EXPECT_EQ(at % alignof(std::max_align_t), 0U);
  }
}

}  // namespace
}  // namespace bff::proto
