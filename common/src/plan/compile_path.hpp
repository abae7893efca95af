// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "plan/compile_model.hpp"

namespace bff::plan {

// Turns checked expressions into Paths over Selections, for one plan: gives out frames, adds the
// fields that are read to the selections they are read with, and notes the calls that are read.
class PathEmitter {
 public:
  // What a name stands for at run time: its frame, and what is read of the message in it (null
  // for scalars).
  struct Bound {
    FrameId frame = 0;
    proto::Selection* selection = nullptr;
  };
  // Calls have their place in `calls`; these are the names that loops and `$from` bind. A shape
  // and each collector walk the same loops with names of their own.
  using Scope = std::map<const Binding*, Bound>;
  struct CallPlace {
    CallId id = 0;
    Bound response;
    proto::Selection* row = nullptr;  // tables: of what a look-up finds, where that is a message
  };

  explicit PathEmitter(RoutePlan& plan) : plan_(plan) {}

  std::map<std::size_t, CallPlace> calls;  // by index in the model
  Scope everywhere;                        // names that are no call's and always there: the body

  proto::Selection& make_selection(const proto::MessageTable& table);
  // What is read of the elements that `binding` stands for in turn: the same for the shape and for
  // every collector, so that an element is read once for all of them.
  proto::Selection& selection_of_elements(const Binding& binding, const proto::MessageTable& table);
  FrameId make_frame() { return plan_.frames++; }

  Expression expression(const Expr& expr, const Scope& scope);
  // The same for what is only bound to a name, so that its message is not copied whole.
  Expression source(const Expr& expr, const Scope& scope);
  Conditions conditions(const ConditionsModel& models, const Scope& scope);
  Path path(const Ref& ref, const Scope& scope);
  // The selection with which fields of the message that `ref` leads to are read, by `path`, which
  // is made for it: an element of a list or a map has a record only where its path says what is
  // read.
  proto::Selection& selection_of(const Ref& ref, const Scope& scope, Path& path);
  ValueType value_type(const Type& type);

  // The calls read since the last take_reads().
  std::set<CallId> take_reads() { return std::exchange(reads_, {}); }
  // Whether all of the message in that slot is read.
  bool read_whole(const proto::Selection& selection, std::uint16_t slot) const {
    return whole_.count({&selection, slot}) != 0;
  }

 private:
  struct Start {
    Path path;
    proto::Selection* selection = nullptr;
  };
  Start start(const Ref& ref, const Scope& scope);
  // Walks on along the steps; `into_last`: the last field's own selection is wanted as well.
  Start walk(const Ref& ref, const Scope& scope, bool into_last);
  void take_field(const Ref::Step& from, Start& out, bool more);
  void take_element(const Ref::Step& from, const Scope& scope, Start& out, bool more);
  Path key_path(const Ref& ref, const Scope& scope);
  const proto::Field* list_field(const Type& type);

  RoutePlan& plan_;
  std::set<CallId> reads_;
  std::map<const Binding*, proto::Selection*> of_elements_;
  std::map<std::pair<const proto::Field*, proto::FieldType>, const proto::Field*> lists_;
  std::set<std::pair<const proto::Selection*, std::uint16_t>> whole_;
  bool binds_ = false;  // source() is at work
};

}  // namespace bff::plan
