// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "plan/compile_path.hpp"

namespace bff::plan {

// The Nodes of a view's shape.
std::unique_ptr<Node> emit_node(PathEmitter& paths, const ShapeModel& shape);

// The head of a `$for` or a `$from` (all but its body), and its name bound in `scope`.
// Precondition: shape.kind is each or from.
std::unique_ptr<Node> emit_head(PathEmitter& paths, const ShapeModel& shape,
                                PathEmitter::Scope& scope);

}  // namespace bff::plan
