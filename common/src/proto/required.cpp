// SPDX-License-Identifier: Apache-2.0
#include "proto/required.hpp"

#include <algorithm>

#include "proto/wire.hpp"

namespace bff::proto {
namespace {

std::string missing(const MessageTable& table, std::string_view bytes, int depth) {
  if (!table.may_require || depth > kMaxDepth) return {};
  std::vector<bool> seen(table.fields.size());
  wire::Reader in(bytes);
  std::uint32_t tag;
  while (!in.done() && in.tag(tag)) {
    const Field* const field = table.find(wire::number_of(tag));
    const std::size_t before = in.left();
    std::string_view within;
    const bool group = wire::type_of(tag) == wire::Type::group_begin;
    if (wire::type_of(tag) == wire::Type::length ? !in.length(within)
        : group                                  ? !in.group(wire::number_of(tag), within, depth)
                                                 : !in.skip(tag, depth)) {
      break;
    }
    if (field == nullptr || before == in.left()) continue;
    seen[static_cast<std::size_t>(field - table.fields.data())] = true;
    if (!is_message(*field)) continue;
    std::string found = missing(*field->message, within, depth + 1);
    if (!found.empty()) return "/" + field->json_name + found;
  }
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (table.fields[i].required && !seen[i]) return "/" + table.fields[i].json_name;
  }
  return {};
}

}  // namespace

std::string missing_field(const MessageTable& table, std::string_view message) {
  return missing(table, message, 0);
}

}  // namespace bff::proto
