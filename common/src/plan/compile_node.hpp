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

// `$switch` without the bodies of its cases.
std::unique_ptr<Node> emit_choice(PathEmitter& paths, const ShapeModel& shape,
                                  const PathEmitter::Scope& scope);

// What a loop over `list` reads of its elements, for `binding`.
struct LoopReads {
  const proto::Selection* entry = nullptr;  // of a map
  PathEmitter::Bound bound;
};
LoopReads bind_element(PathEmitter& paths, const Type& list, const Binding& binding, bool has_body);
// What `$from: expr` reads, and whether the value's bytes must be read for it once more. `made` is
// `expr`, emitted; its path learns what is read.
struct ValueReads {
  const proto::Selection* selection = nullptr;
  PathEmitter::Bound bound;
};
ValueReads bind_value(PathEmitter& paths, const Expr& expr, const PathEmitter::Scope& scope,
                      Expression& made);

}  // namespace bff::plan
