// SPDX-License-Identifier: Apache-2.0
#include "config/app_versions.hpp"

#include <charconv>

namespace bff::config {

std::optional<AppVersion> parse_app_version(std::string_view text) {
  text = text.substr(0, text.find_first_of(" -+"));
  AppVersion version{};
  const char* at = text.data();
  const char* const end = at + text.size();
  for (std::uint32_t& number : version) {
    const auto read = std::from_chars(at, end, number);
    if (read.ec != std::errc{}) return std::nullopt;
    at = read.ptr;
    if (at == end) return version;
    if (*at++ != '.') return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace bff::config
