// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>

#include "plan/compile_scope.hpp"

namespace bff::plan {

// What a key is for: its type, and what has that type, for messages: "products.id".
struct KeyUse {
  Type type;
  std::string of;
};

// The key of a look-up, `(key)`. Its type is unknown after a reported problem; nullopt when there
// is nothing to take it from.
std::optional<Ref> check_key(RouteContext& context, const RefSyntax::Step& step, const KeyUse& use);

// What has the type of a table's keys, for messages.
std::string key_name(const std::string& call, const TableModel& table);

}  // namespace bff::plan
