// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <deque>
#include <limits>
#include <map>
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

// The fields of the request's body that a route reads: what else a client sends is refused.
struct BodyReads {
  bool whole = false;  // the value, with all that is in it
  std::map<const proto::Field*, BodyReads> fields;
};

// What a name in scope stands for: a call, the body, or what `$for … in`, `$from … as`, `for_each`
// and a named shape's `as` bind.
struct Binding {
  std::string name;  // empty: bound by the compiler itself, out of reach of expressions
  Place place;
  std::optional<std::size_t> call;  // index into RouteModel::calls
  Type type;
  const proto::Field* unwrap = nullptr;  // elements that are wrapper messages are read by this
  CallSet origins;                       // the calls and tables whose results it is taken from
  BodyReads* body = nullptr;             // where in the body it stands, if it is of the body
  const Binding* same = nullptr;         // a further name of that binding
  const Binding& target() const noexcept { return same != nullptr ? *same : *this; }
};

struct Ref {
  struct Step {
    using Kind = plan::Step::Kind;
    Kind kind = Kind::field;
    const proto::Field* field = nullptr;  // first, all, entry: the list's or the map's
    std::string label;                    // `!`: what must be there, "profile.user"
    std::shared_ptr<Ref> key;             // entry
  };
  // none: not to be emitted
  enum class Root { none, binding, input, lookup, literal } root = Root::none;
  const Binding* binding = nullptr;
  std::size_t input = 0;     // into RouteModel::inputs
  std::size_t table = 0;     // look-up: into RouteModel::calls
  std::shared_ptr<Ref> key;  // look-up
  std::optional<Literal> literal;
  std::vector<Step> steps;
  BodyReads* body = nullptr;  // where in the body it leads
  Type type;
  CallSet origins;  // the calls and tables that it is taken from, also when it did not check
};

struct Expr;
struct TextPartModel {
  std::string literal;
  std::shared_ptr<const Expr> value;  // null: the end of the text
  TextPart::Encoding encoding = TextPart::Encoding::none;
};

struct Expr {
  ExpressionSyntax::Fallback fallback = ExpressionSyntax::Fallback::none;
  std::vector<Ref> refs;
  std::optional<Literal> literal;
  std::vector<TextPartModel> text;  // not empty: a text with values, and nothing of the above
  Type type;

  CallSet origins() const {
    CallSet all;
    for (const Ref& ref : refs) all.insert(ref.origins.begin(), ref.origins.end());
    for (const TextPartModel& part : text) {
      if (!part.value) continue;
      const CallSet some = part.value->origins();
      all.insert(some.begin(), some.end());
    }
    return all;
  }
};

struct ConditionModel {
  Condition::Op op = Condition::Op::holds;
  Expr left;
  std::vector<Expr> right;
};
using ConditionsModel = std::vector<ConditionModel>;

struct ShapeModel;
using ShapePtr = std::shared_ptr<const ShapeModel>;  // immutable: views share what they keep

struct ShapeModel {
  enum class Kind { object, literal, value, each, from, list, choice, count } kind = Kind::object;
  struct Member {
    std::string key;
    bool only_if_set = false;
    bool spread = false;  // `$merge`: `value` is an object, or a `from` with one as its body
    ShapePtr value;
    const proto::Field* field = nullptr;  // which it is a copy of, if it is one
    bool copied = false;  // comes with all fields of its message, those of a later proto included
  };
  struct Case {
    std::string name;                     // the enum value's full name, or the oneof's member
    std::vector<std::int32_t> numbers;    // of the enum
    const proto::Field* field = nullptr;  // of the oneof
    ShapePtr body;                        // null: `$skip`
  };
  std::vector<Member> members;       // object
  std::string text;                  // literal: JSON
  Expr expr;                         // value, each, from
  const Binding* binding = nullptr;  // each, from
  ShapePtr body;                     // each, from; null: the element is copied whole
  std::uint32_t limit = std::numeric_limits<std::uint32_t>::max();  // each
  std::optional<std::size_t> limit_input;                           // each: into inputs
  ConditionsModel when;
  std::vector<ShapePtr> items;    // list
  std::vector<Case> cases;        // choice
  std::optional<Case> otherwise;  // choice
  std::string name;               // of the named shape that this is, for generated types
  bool unknown = false;  // its problem was reported, so nothing is said of what is below it
};

struct RequestItemsModel;
struct RequestModel {
  const proto::Field* field = nullptr;
  std::optional<Expr> expr;
  std::string literal;  // encoded with its tag
  std::vector<RequestModel> nested;
  std::vector<RequestItemsModel> items;
  bool is_nested = false;
  bool wrap = false;
  ConditionsModel when;
  std::optional<Expr> from;  // nested: there only when this is not null
  const Binding* binding = nullptr;
};
struct RequestItemsModel {
  std::optional<Expr> list;
  const Binding* binding = nullptr;
  std::uint32_t limit = std::numeric_limits<std::uint32_t>::max();
  std::optional<std::size_t> limit_input;
  ConditionsModel when;
  std::vector<RequestModel> element;  // one
};

struct TableModel {
  Table::Keys keys = Table::Keys::batch;
  Table::Join join = Table::Join::row;
  const proto::Field* into = nullptr;  // batch
  const proto::Field* rows = nullptr;  // the list, or the map; null for whole
  const proto::Field* key = nullptr;   // of the rows, or of the map's entries; null for whole
  Type key_type;                       // unknown: its problem was reported
  Type value_type;                     // of a look-up that finds something
  std::uint32_t max = 0, total = 0;
};

struct CallModel {
  const CallSyntax* syntax = nullptr;
  std::string method;  // "/shop.v1.UserService/GetUser"
  std::uint16_t upstream = 0;
  const proto::MessageTable* request_type = nullptr;  // null: the rpc was not found
  const proto::MessageTable* response_type = nullptr;
  const Binding* binding = nullptr;
  bool is_table = false;            // `$call` takes a key, and is no value by itself
  std::optional<TableModel> table;  // a right one
  const Binding* each = nullptr;    // for_each: the name, bound while the request is made
  std::optional<Expr> each_list;    // for_each … in
  std::vector<RequestModel> request;
  std::optional<Expr> whole_request;  // `with: $body`
  ConditionsModel when;
  std::vector<std::pair<std::string, Expr>> metadata;
  const proto::Field* read_mask = nullptr;  // of the request
  const LocalMethod* local = nullptr;
  OnError on_error;
  std::vector<std::pair<std::uint8_t, OnError>> on_error_by_code;
  Retry retry;
  bool writes = false;
  bool streams = false;  // its answer is many messages: the route's stream
  bool of_file = false;  // made by the routes that read it, so never unused
  bool checked = false;  // its request was
  CallSet needs;         // calls that must end before it; tables: for the whole shape
  CallSet after;         // of those, the ones that `after` names
  CallSet missing;       // of those, the ones that may be missing and take it with them

  bool may_be_missing() const noexcept {
    if (syntax->when || on_error.kind == OnError::Kind::as_null) return true;
    for (const auto& [code, action] : on_error_by_code) {
      if (action.kind == OnError::Kind::as_null) return true;
    }
    return false;
  }
};

struct RequirementModel {
  ConditionsModel that;
  CallSet reads;
  CallSet after;  // all that must end before it can be judged; filled when the order is known
  int status = 0;
  std::string title;
};
struct RespondModel {
  int status = 200;
  std::vector<std::pair<std::string, Expr>> headers;
  struct Cookie {
    const CookieSyntax* syntax;
    Expr value;
  };
  std::vector<Cookie> cookies;
  bool pass_cookies = false;
  CallSet reads;
};

struct RouteModel {
  const RouteFile* file = nullptr;
  const RouteSyntax* syntax = nullptr;
  route::PathTemplate path;
  bool has_path = false;
  std::optional<auth::Policy> policy;
  Duration deadline{10'000};
  DetailKinds error_details;
  std::vector<Input> inputs;
  std::deque<Binding> bindings;  // stable addresses
  std::deque<CallModel> calls;   // in the file's order, behind them those of files
  std::deque<std::shared_ptr<proto::Field>> fields;  // lists that no proto has
  const Binding* body = nullptr;
  BodyReads body_reads;
  std::vector<RequirementModel> requirements;
  RespondModel respond;
  std::optional<std::size_t> stream;  // the call that streams
  std::optional<Expr> stream_id;
  ShapePtr shape;       // null: no body
  CallSet shape_reads;  // by any view
  bool sound = true;    // the parser found no problem in it: what is not there is not meant
  // Every `$name` was found. While one is not, a call that nothing reads may be what it meant.
  bool names_found = true;
};

}  // namespace bff::plan
