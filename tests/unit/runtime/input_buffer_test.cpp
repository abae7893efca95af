// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/input_buffer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

namespace bff::runtime::http1 {
namespace {

void add(InputBuffer& buffer, std::string_view bytes) {
  buffer.make_room(bytes.size());
  std::copy(bytes.begin(), bytes.end(), buffer.spare().begin());
  buffer.commit(bytes.size());
}

std::string_view content(const InputBuffer& buffer) { return {buffer.data(), buffer.size()}; }

TEST(InputBuffer, KeepsBytesWhileItGrows) {
  InputBuffer buffer;
  add(buffer, "abc");
  buffer.drop(1);
  const auto replaced = buffer.make_room(100'000);
  ASSERT_NE(replaced, nullptr);
  EXPECT_EQ(std::string_view(replaced.get() + 1, 2), "bc");  // views can be turned into data()
  EXPECT_EQ(content(buffer), "bc");
  EXPECT_GE(buffer.spare().size(), 100'000u);
}

TEST(InputBuffer, UsesTheRoomOfDroppedBytesBeforeItGrows) {
  InputBuffer buffer;
  buffer.make_room(1);
  const std::size_t capacity = buffer.spare().size();
  add(buffer, std::string(capacity, 'a'));
  buffer.drop(capacity - 2);
  EXPECT_EQ(buffer.make_room(capacity - 2), nullptr);
  EXPECT_EQ(content(buffer), "aa");
}

TEST(InputBuffer, CutsARangeOut) {
  InputBuffer buffer;
  add(buffer, "abcdef");
  buffer.drop(1);
  buffer.erase(1, 3);
  EXPECT_EQ(content(buffer), "bef");
}

TEST(InputBuffer, GivesTheStorageOfALargeRequestBackOnceItIsEmpty) {
  InputBuffer buffer;
  add(buffer, std::string(1 << 20, 'a'));
  buffer.drop(buffer.size());
  buffer.make_room(1);
  EXPECT_LE(buffer.spare().size(), 4096u);
}

}  // namespace
}  // namespace bff::runtime::http1
