// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

#include "plan/evaluate.hpp"
#include "plan/map_index.hpp"

namespace bff::plan {

// What the name of a call is bound to.

inline Value missing_from(CallId id) noexcept {
  Value value;
  value.kind = Value::Kind::missing;
  value.origin = id;
  return value;
}

inline Value message_of(CallId id, std::string_view bytes, const proto::Record* record) noexcept {
  Value value;
  value.kind = Value::Kind::single;
  value.origin = id;
  value.cell = proto::Cell::view(bytes);
  value.record = record;
  return value;
}

}  // namespace bff::plan
