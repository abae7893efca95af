// SPDX-License-Identifier: Apache-2.0
#include "proto/message_table.hpp"

#include <algorithm>

namespace bff::proto {

const EnumTable::Value* EnumTable::find(std::int32_t number) const noexcept {
  // Most enums are numbered from 0 without gaps.
  const auto guess = static_cast<std::size_t>(static_cast<std::uint32_t>(number));
  if (guess < values.size() && values[guess].number == number) return &values[guess];
  const auto at = std::lower_bound(values.begin(), values.end(), number,
                                   [](const Value& v, std::int32_t n) { return v.number < n; });
  return at != values.end() && at->number == number ? &*at : nullptr;
}

std::optional<std::int32_t> EnumTable::find(std::string_view name, bool short_too) const noexcept {
  const std::uint32_t* number = full_names.find(name);
  if (number == nullptr && short_too) number = short_names.find(name);
  return number == nullptr ? std::nullopt : std::optional(static_cast<std::int32_t>(*number));
}

const Field* MessageTable::find(std::string_view name) const noexcept {
  const auto at = std::find_if(fields.begin(), fields.end(),
                               [&](const Field& field) { return field.name == name; });
  return at == fields.end() ? nullptr : &*at;
}

const Field* MessageTable::find_sparse(std::uint32_t number) const noexcept {
  const auto at =
      std::lower_bound(sparse.begin(), sparse.end(), number,
                       [&](std::uint32_t i, std::uint32_t n) { return fields[i].number < n; });
  return at != sparse.end() && fields[*at].number == number ? &fields[*at] : nullptr;
}

}  // namespace bff::proto
