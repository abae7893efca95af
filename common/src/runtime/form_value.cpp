// SPDX-License-Identifier: Apache-2.0
#include "runtime/form_value.hpp"

#include <memory_resource>

#include "route/query_text.hpp"

namespace bff::runtime {

std::string form_value(std::string_view form, std::string_view name) {
  std::pmr::monotonic_buffer_resource arena;
  std::string value;
  bool found = false;
  route::for_each_pair(form, [&](std::string_view key, std::string_view text) {
    if (key != name) return;
    const auto decoded = route::decode_form(text, arena);
    value = found || !decoded ? "" : *decoded;
    found = true;
  });
  return value;
}

}  // namespace bff::runtime
