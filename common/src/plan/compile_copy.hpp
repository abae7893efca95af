// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "plan/compile_scope.hpp"

namespace bff::plan {

// Messages that are copied, as the objects of keys that they are.

// A member of an object that is picked from a message: `$binding.field` under `key`.
ShapeModel::Member member_of(const Binding& binding, const proto::Field& field,
                             const std::string& key);

// All fields of what `binding` stands for, as a whole copy has them; null where it is a value
// without fields, or with a JSON form of its own.
ShapePtr fields_of(const RouteContext& context, const Binding& binding);

// `$pick` and `$omit` of what `binding` stands for.
ShapePtr check_pick(RouteContext& context, const PickSyntax& syntax, const Binding& binding);
ShapePtr check_omit(RouteContext& context, const PickSyntax& syntax, const Binding& binding);

// A list or map value as a loop that copies each element whole, a message bound to a name.
ShapePtr looped(RouteContext& context, const ShapeModel& value);
// A value that is a message, or a list or map of such, as an object of its fields; else null.
ShapePtr opened(RouteContext& context, const ShapeModel& value);

}  // namespace bff::plan
