// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "config/node.hpp"
#include "unit/plan/random/reference/value.hpp"

namespace bff::random_plans {

// What a literal is worth: by the conventions of random_route(), or by the scalar that it stands
// beside in a comparison.
Scalar literal(const test::ReferencePool& pool, const config::Node& node,
               const Scalar* beside = nullptr);

// A literal of a shape, and a default.
std::string json_of(const config::Node& node);

}  // namespace bff::random_plans
