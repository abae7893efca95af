// SPDX-License-Identifier: Apache-2.0
#include "framing/media_type.hpp"

#include <algorithm>

namespace bff::framing {

bool iequals(std::string_view a, std::string_view lower_b) noexcept {
  return std::equal(a.begin(), a.end(), lower_b.begin(), lower_b.end(), [](char left, char right) {
    return (left >= 'A' && left <= 'Z' ? static_cast<char>(left - 'A' + 'a') : left) == right;
  });
}

std::string_view essence(std::string_view media_type) noexcept {
  media_type = media_type.substr(0, media_type.find(';'));
  const std::size_t begin = media_type.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return media_type.substr(begin, media_type.find_last_not_of(" \t") - begin + 1);
}

}  // namespace bff::framing
