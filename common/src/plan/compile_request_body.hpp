// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "plan/compile_scope.hpp"
#include "proto/field_tree.hpp"

namespace bff::plan {

// Brings `$body` into scope: a message of the type that the route declares.
void declare_body(RouteContext& context);

// Reports a body of which nothing is read. Precondition: all of the route is checked.
void check_body_use(RouteContext& context);

// What the client may send of `message`: the fields that the route reads.
proto::FieldTree closure_of(const BodyReads& reads, const proto::MessageTable& message);

}  // namespace bff::plan
