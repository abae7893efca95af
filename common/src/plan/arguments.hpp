// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory_resource>
#include <span>
#include <string_view>

#include "auth/principal.hpp"
#include "bff/error.hpp"
#include "plan/plan.hpp"
#include "route/router.hpp"

namespace bff::plan {

// One input's value for one request. Texts and lists live in the arena.
struct Argument {
  proto::Cell cell;
  bool null = false;                  // only optional claims and undefaulted parameters can be
  const proto::Slot* list = nullptr;  // of a repeated input, perhaps empty; else null
};

// Reads the plan's inputs from the request: `variables` as the router gives them (in the order of
// plan.path's variables), `query` the raw text behind `?` (percent-decoded here, `+` is a space),
// `principal` null for an anonymous caller. Unknown query parameters are ignored.
// Errors: invalid_parameter (400; names "query.recent" or "path.id" and says what was expected)
// for a value that is missing though required, given twice, ill-typed, out of bounds or badly
// encoded; invalid_claim (403) for a claim that does not parse to its type.
Result<std::pmr::vector<Argument>> bind(const RoutePlan& plan,
                                        std::span<const std::string> variables,
                                        std::string_view query, const auth::Principal* principal,
                                        std::pmr::memory_resource& arena);

// Parses a text as proto3 JSON's string form of a scalar: decimal integers in range, "true" and
// "false", doubles with "NaN" and "Infinity"; a text is itself (a view of `text`).
// False when it does not parse.
bool parse_scalar(std::string_view text, proto::FieldType type, proto::Cell& out);

}  // namespace bff::plan
