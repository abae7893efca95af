// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/random/routes/scope.hpp"

#include <utility>

namespace bff::random_plans {

// The parameters of random_route().
Scope::Scope(const World& world) {
  const Typed text{.field = world.message("w.Part").FindFieldByName("name")};
  Typed maybe = text;
  maybe.nullable = true;
  add({"query.q", maybe});
  add({"query.d", text});
  add({"query.n", {.field = world.message("w.Part").FindFieldByName("size")}});
}

void Scope::bind(const std::string& name, const Typed& type, int level) {
  Name made{.name = name, .type = type};
  made.level = level;
  add(std::move(made));
}

}  // namespace bff::random_plans
