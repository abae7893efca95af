// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <ctime>
#include <string_view>

namespace bff::runtime::http1 {

// The header line "date: Sun, 06 Nov 1994 08:49:37 GMT\r\n" (RFC 9110 §5.6.7), written anew only
// when the second has changed.
class DateLine {
 public:
  // The view holds until the next call.
  std::string_view at(std::time_t now);

 private:
  std::array<char, 40> line_{};
  std::size_t size_ = 0;
  std::time_t written_for_ = -1;
};

}  // namespace bff::runtime::http1
