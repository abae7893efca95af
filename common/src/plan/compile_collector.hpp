// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "plan/compile_path.hpp"

namespace bff::plan {

// The part of a view that yields the keys of one table: its loops after `only` and `limit`, cut
// down to those with a look-up inside, and the look-ups in other calls' requests. It has names of
// its own; elements are read with the shape's selections, once for both.
// `table` is an index into route.calls.
std::unique_ptr<Node> emit_collector(PathEmitter& paths, const RouteModel& route,
                                     const ShapePtr& view, std::size_t table);

}  // namespace bff::plan
