// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstddef>
#include <memory_resource>
#include <new>
#include <utility>

namespace bff::proto {

// Memory for the message that is being written, free again when its last byte is out. Without
// that, an answer of a million empty submessages would hold the slots of all of them at once.
// Blocks come from the arena and are kept for the next message; the first is part of this object.
class Scratch final : public std::pmr::memory_resource {
  struct Block {
    Block* next;
    std::byte* begin;
    std::byte* end;
  };

 public:
  explicit Scratch(std::pmr::memory_resource& arena) noexcept
      : arena_(arena), own_{nullptr, first_, first_ + sizeof first_}, block_(&own_), at_(first_) {}
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  // What is allocated while a Scope lives is free when it ends. Scopes end in reverse order.
  class Scope {
   public:
    explicit Scope(Scratch& scratch) noexcept
        : scratch_(scratch), block_(scratch.block_), at_(scratch.at_) {}
    ~Scope() {
      scratch_.block_ = block_;
      scratch_.at_ = at_;
    }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Scratch& scratch_;
    Block* block_;
    std::byte* at_;
  };

 private:
  static constexpr std::size_t kAlign = alignof(std::max_align_t);
  static constexpr std::size_t kBlock = 16 * 1024;

  void* do_allocate(std::size_t bytes, std::size_t) override {
    const std::size_t size = (bytes + kAlign - 1) / kAlign * kAlign;
    while (static_cast<std::size_t>(block_->end - at_) < size) advance(size);
    return std::exchange(at_, at_ + size);
  }
  void do_deallocate(void*, std::size_t, std::size_t) override {}
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

  // To the next block, or to a new one when there is none, or none that is large enough: that one
  // is put before the next.
  void advance(std::size_t size) {
    Block* next = block_->next;
    if (next == nullptr || static_cast<std::size_t>(next->end - next->begin) < size) {
      const std::size_t room = std::max(size, kBlock);
      constexpr std::size_t kHead = (sizeof(Block) + kAlign - 1) / kAlign * kAlign;
      auto* const memory = static_cast<std::byte*>(arena_.allocate(kHead + room, kAlign));
      next = new (memory) Block{block_->next, memory + kHead, memory + kHead + room};
      block_->next = next;
    }
    block_ = next;
    at_ = next->begin;
  }

  std::pmr::memory_resource& arena_;
  alignas(kAlign) std::byte first_[2048];
  Block own_;
  Block* block_;
  std::byte* at_;
};

}  // namespace bff::proto
