// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "unit/plan/random/routes/typed.hpp"
#include "unit/plan/random/world.hpp"

namespace bff::random_plans {

struct Name {
  std::string name;  // "c0", "x1", "query.q"
  Typed type;        // of `$name`, where it is a value
  bool is_value = true;
  std::optional<Typed> key;  // of `$name(key)`
  Typed row;
  int level = -1;  // the last call that it is taken from
};

// What is bound where the next part of a route is made.
struct Scope {
  explicit Scope(const World& world);

  void add(Name name) { names.push_back(std::move(name)); }
  // A name for what is taken from calls up to `level`.
  void bind(const std::string& name, const Typed& type, int level);
  void unbind() { names.pop_back(); }  // the last
  std::string fresh() { return "x" + std::to_string(counter++); }

  std::vector<Name> names;
  int counter = 0;  // of names and keys, which the route has once
  int around = -1;  // the last call that the loops around are taken from
};

}  // namespace bff::random_plans
