// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>

namespace bff::proto {

// Where a column of protobuf's compiler is in a line, in bytes: its columns are zero-based and put
// a tab's end at the next multiple of eight.
inline std::size_t byte_offset(std::string_view line, int column) {
  std::size_t offset = 0;
  for (int at = 0; at < column && offset < line.size(); ++offset) {
    at += line[offset] == '\t' ? 8 - at % 8 : 1;
  }
  return offset;
}

}  // namespace bff::proto
