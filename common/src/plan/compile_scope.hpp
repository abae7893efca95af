// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"
#include "plan/compile.hpp"
#include "plan/compile_model.hpp"

namespace bff::plan {

// The calls and shapes that the routes of one file can name without declaring them: those of the
// file and of the files that it imports.
struct Library {
  std::map<std::string_view, const CallSyntax*> calls;
  std::map<std::string_view, const NamedShapeSyntax*> shapes;
};

// What the checks of one route share: the world they look things up in, the model they fill, and
// the names that are in scope where they stand. docs/routes.md, "Scope": one namespace of calls,
// `as` and `in` names and the language's own roots; nothing is shadowed.
class RouteContext {
 public:
  RouteContext(const CompileContext& context, const Library& library, RouteModel& route,
               Diagnostics& out);

  const CompileContext& world;
  const Library& library;
  RouteModel& route;
  Diagnostics& out;

  const proto::Schema& schema() const noexcept { return *world.schema; }
  // JSON name of a field, as the file's `defaults` want it.
  const std::string& key_of(const proto::Field& field) const noexcept;

  // The binding behind a name, or null. A call of a file becomes one of the route when it is first
  // asked for.
  const Binding* find(std::string_view name);
  // Every name that `$` can begin with here, for nearest names.
  std::vector<std::string_view> names() const;

  // Brings a call, or the body, into scope for good. A name that is taken is reported; the binding
  // then stays out of sight.
  void declare(const Binding& binding);
  // Brings what a loop or `as` binds into scope until leave(). An unnamed one is only counted.
  void enter(const Binding& binding);
  void leave();
  Binding& make_binding(const LocatedText& name, Type type);

  // The calls that an expression is found to read are noted in `reads`, and for each look-up what
  // its table must wait for: besides the key's own sources those of the loops around it.
  CallSet* reads = nullptr;
  CallSet enclosing;
  // Oneof members that are known to be set where a `$switch` has found them: the binding, and the
  // fields from it to the member.
  struct Present {
    const Binding* binding;
    std::vector<const proto::Field*> way;
  };
  std::vector<Present> present;
  // The named shapes around this place, outermost first.
  std::vector<const NamedShapeSyntax*> inside;

  // What a named shape does not see, while it is checked: the names that loops around it bind.
  std::vector<const Binding*> take_locals() { return std::exchange(locals_, {}); }
  void put_locals(std::vector<const Binding*> locals) { locals_ = std::move(locals); }

 private:
  const Binding* visible(std::string_view name) const;
  bool may_enter(const Binding& binding);

  std::vector<const Binding*> globals_;
  std::vector<const Binding*> locals_;  // null: out of sight
};

// Roots of the language.
bool is_reserved(std::string_view name) noexcept;

}  // namespace bff::plan
