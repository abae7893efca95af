// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/request.hpp"

namespace bff::runtime::http1 {

std::optional<std::string_view> Request::header(std::string_view lower_name) const noexcept {
  for (const HeaderField& field : headers) {
    if (iequals(field.name, lower_name)) return field.value;
  }
  return std::nullopt;
}

bool iequals(std::string_view a, std::string_view lower_b) noexcept {
  if (a.size() != lower_b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    char c = a[i];
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    if (c != lower_b[i]) return false;
  }
  return true;
}

}  // namespace bff::runtime::http1
