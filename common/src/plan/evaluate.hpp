// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <limits>
#include <memory_resource>
#include <span>
#include <vector>

#include "bff/error.hpp"
#include "plan/arguments.hpp"
#include "plan/plan.hpp"

namespace bff::plan {

class TableRows;

inline constexpr CallId kNoCall = std::numeric_limits<CallId>::max();

// What an expression yields, and what a name in scope is bound to. Refers to the responses and
// the arena of its request; copying it copies no bytes.
//
// Null has two reasons: `absent`, a service left the field out, and `missing`, a call or row that
// should have held it is not there. JSON shows no difference; requests do: an absent value leaves
// its field unset, a missing one takes the call with it.
struct Value {
  enum class Kind : std::uint8_t { absent, missing, single, list } kind = Kind::absent;
  CallId origin = kNoCall;                // the call whose answer it comes from, for errors
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
};

// Errors: upstream_absent when a `!` does not hold. Of an input that is the client's fault, not a
// service's: invalid_parameter; for a claim invalid_claim, or unauthenticated where the route
// also serves callers without a token.
Result<Value> evaluate(const Path& path, const Scope& scope);

// The first operand that is not null (`??`), or neither null nor empty (`||`); the last operand
// is taken as it is. An explicit `?? null` is absent, never missing.
Result<Value> evaluate(const Expression& expression, const Scope& scope);

// The value of an expression that is nothing but a way through fields from a name in scope, where
// nothing can fail: false for every other one. Spares most values of an answer their Result.
bool read_plain(const Expression& expression, const Scope& scope, Value& value);

// "" , 0, false and an enum's zero; both zeros of floating point. A message is never empty.
bool is_empty(const proto::Cell& cell, proto::FieldType type) noexcept;

// Fills in the call that a value came from, where the error does not name one yet.
Error blame(Error error, CallId origin, const RoutePlan& plan);

}  // namespace bff::plan
