// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <limits>
#include <memory_resource>
#include <span>
#include <unordered_map>
#include <vector>

#include "bff/error.hpp"
#include "plan/arguments.hpp"
#include "plan/plan.hpp"

namespace bff::plan {

class MapIndex;
class TableRows;

inline constexpr CallId kNoCall = std::numeric_limits<CallId>::max();

// What an expression yields, and what a name in scope is bound to. Refers to the responses and
// the arena of its request; copying it copies no bytes.
//
// Null has two reasons: `absent`, a service left the field out, and `missing`, a call or row that
// should have held it is not there. JSON shows no difference; requests do: an absent value leaves
// its field unset, a missing one takes the call with it.
//
// A list that no message holds as it is (`[]`, a group of rows, the answers of a call made for each
// element) is a slot in the arena.
struct Value {
  enum class Kind : std::uint8_t { absent, missing, single, list } kind = Kind::absent;
  CallId origin = kNoCall;                // the call whose answer it comes from; none: the client
  proto::Cell cell;                       // single: a scalar, or the bytes of a message
  const proto::Record* record = nullptr;  // single: the message's fields, where a path reads them
  const proto::Slot* slot = nullptr;      // list: a repeated field or a map, uncrossed

  bool null() const noexcept { return kind == Kind::absent || kind == Kind::missing; }
};

// All that expressions can read while one request runs. Frames are bound and bound again as the
// walk over a shape goes on; compile() has seen to it that none is read outside its scope.
struct Scope {
  const RoutePlan& plan;
  std::span<const Argument> arguments;
  std::pmr::memory_resource& arena;
  std::pmr::vector<Value> frames;             // by FrameId
  std::pmr::vector<const TableRows*> tables;  // by CallId; null where the call is no table
  // The maps in which keys were looked up, by their slot: each is read once, however often.
  mutable std::pmr::unordered_map<const proto::Slot*, MapIndex*> maps{&arena};
};

// Errors: upstream_absent when a `!` does not hold. Of an input or the body that is the client's
// fault, not a service's: invalid_parameter; for a claim invalid_claim, or unauthenticated where
// the route also serves callers without a token. upstream_invalid for an element or an entry on
// the way that is no valid message.
//
// `[]` of a null list is null, whatever stands behind it: a `!` there speaks of each element.
Result<Value> evaluate(const Path& path, const Scope& scope);

// The first operand that is not null (`??`), or neither null nor empty (`||`); the last operand
// is taken as it is. An explicit `?? null` is absent, never missing. A joined text is null when one
// of its values is, for that value's reason.
Result<Value> evaluate(const Expression& expression, const Scope& scope);

// The value of an expression that is nothing but a way through fields from a name in scope, where
// nothing can fail: false for every other one. Spares most values of an answer their Result.
bool read_plain(const Expression& expression, const Scope& scope, Value& value);

// "" , 0, false and an enum's zero; both zeros of floating point. A message is never empty.
bool is_empty(const proto::Cell& cell, proto::FieldType type) noexcept;

// Fills in the call that a value came from, where the error does not name one yet.
Error blame(Error error, CallId origin, const RoutePlan& plan);

}  // namespace bff::plan
