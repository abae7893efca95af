// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"
#include "plan/compile.hpp"
#include "plan/compile_model.hpp"

namespace bff::plan {

// What the checks of one route share: the world they look things up in, the model they fill, and
// the names that are in scope where they stand. docs/routes.md, "Scope": one namespace of calls,
// `as` and `in` names and the language's own roots; nothing is shadowed.
class RouteContext {
 public:
  RouteContext(const CompileContext& context, RouteModel& route, Diagnostics& out);

  const CompileContext& world;
  RouteModel& route;
  Diagnostics& out;

  const proto::Schema& schema() const noexcept { return *world.schema; }
  // JSON name of a field, as the file's `defaults` want it.
  const std::string& key_of(const proto::Field& field) const noexcept;

  // The binding behind a name, or null.
  const Binding* find(std::string_view name) const;
  // Every name that `$` can begin with here, for nearest names.
  std::vector<std::string_view> names() const;

  // Brings `binding` into scope until leave(). A name that is taken is reported; the binding then
  // stays out of sight. An unnamed one is only counted.
  void enter(const Binding& binding);
  void leave();
  Binding& make_binding(const LocatedText& name, Type type);

  // The calls that an expression is found to read are noted in `reads`, and for each look-up what
  // its table must wait for: besides the key's own sources those of the loops around it.
  CallSet* reads = nullptr;
  CallSet enclosing;

 private:
  std::vector<const Binding*> visible_;
};

// Roots of the language, supported or not yet.
bool is_reserved(std::string_view name) noexcept;
bool is_unsupported_root(std::string_view name) noexcept;

}  // namespace bff::plan
