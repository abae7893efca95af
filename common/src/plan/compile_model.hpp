// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <deque>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "auth/policy.hpp"
#include "base/diagnostics.hpp"
#include "plan/compile_literal.hpp"
#include "plan/compile_types.hpp"
#include "plan/plan.hpp"
#include "plan/route_file.hpp"
#include "route/path_template.hpp"

namespace bff::plan {

// One route, checked: every name resolved, every value typed, for all clients alike. Views narrow
// its shape, emit_plan() makes a RoutePlan of what is left.

// What a name in scope stands for: a call, or what `$for … in` and `$from … as` bind.
struct Binding {
  std::string name;  // empty: bound by the compiler itself, out of reach of expressions
  Place place;
  std::optional<std::size_t> call;  // index into RouteModel::calls
  Type type;
  const proto::Field* unwrap = nullptr;  // elements that are wrapper messages are read by this
  CallSet origins;                       // the calls and tables whose results it is taken from
};

struct Ref {
  struct Step {
    const proto::Field* field = nullptr;  // null: `!`
    std::string label;                    // `!`: what must be there, "profile.user"
  };
  enum class Root { none, binding, input, lookup } root = Root::none;  // none: not to be emitted
  const Binding* binding = nullptr;
  std::size_t input = 0;     // into RouteModel::inputs
  std::size_t table = 0;     // look-up: into RouteModel::calls
  std::shared_ptr<Ref> key;  // look-up
  std::vector<Step> steps;
  Type type;
  CallSet origins;  // the calls and tables that it is taken from, also when it did not check
};

struct Expr {
  ExpressionSyntax::Fallback fallback = ExpressionSyntax::Fallback::none;
  std::vector<Ref> refs;
  std::optional<Literal> literal;
  Type type;

  CallSet origins() const {
    CallSet all;
    for (const Ref& ref : refs) all.insert(ref.origins.begin(), ref.origins.end());
    return all;
  }
};

struct ShapeModel;
using ShapePtr = std::shared_ptr<const ShapeModel>;  // immutable: views share what they keep

struct ShapeModel {
  enum class Kind { object, literal, value, each, from } kind = Kind::object;
  struct Member {
    std::string key;
    bool only_if_set = false;
    ShapePtr value;
  };
  std::vector<Member> members;       // object
  std::string text;                  // literal: JSON
  Expr expr;                         // value, each, from
  const Binding* binding = nullptr;  // each, from
  ShapePtr body;                     // each, from; null: the element is copied whole
  std::uint32_t limit = std::numeric_limits<std::uint32_t>::max();  // each
  bool unknown = false;  // its problem was reported, so nothing is said of what is below it
};

struct RequestModel {
  const proto::Field* field = nullptr;
  std::optional<Expr> expr;
  std::string literal;  // encoded with its tag
  std::vector<RequestModel> nested;
  bool is_nested = false;
  bool wrap = false;
};

struct TableModel {
  const proto::Field* into = nullptr;
  const proto::Field* rows = nullptr;
  const proto::Field* key = nullptr;
  std::uint32_t max = 0, total = 0;
};

struct CallModel {
  const CallSyntax* syntax = nullptr;
  std::string method;  // "/shop.v1.UserService/GetUser"
  std::uint16_t upstream = 0;
  const proto::MessageTable* request_type = nullptr;  // null: the rpc was not found
  const proto::MessageTable* response_type = nullptr;
  const Binding* binding = nullptr;
  bool is_table = false;            // declared as one, perhaps wrongly
  std::optional<TableModel> table;  // a right one
  std::vector<RequestModel> request;
  OnError on_error;
  Retry retry;
  bool writes = false;
  CallSet needs;    // calls that must end before it; tables: for the whole shape
  CallSet missing;  // of those, the ones that may be missing and take it with them

  bool may_be_missing() const noexcept { return on_error.kind == OnError::Kind::as_null; }
};

struct RouteModel {
  const RouteFile* file = nullptr;
  const RouteSyntax* syntax = nullptr;
  route::PathTemplate path;
  bool has_path = false;
  std::optional<auth::Policy> policy;
  Duration deadline{10'000};
  std::vector<Input> inputs;
  std::deque<Binding> bindings;  // stable addresses
  std::vector<CallModel> calls;  // in the file's order
  ShapePtr shape;                // null: no body
  CallSet shape_reads;
  bool sound = true;  // the parser found no problem in it: what is not there is not meant
  // Every `$name` was found. While one is not, a call that nothing reads may be what it meant.
  bool names_found = true;
};

}  // namespace bff::plan
