// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory_resource>
#include <span>
#include <string>
#include <string_view>
#include <utility>

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

// What a request says of itself. Views; nothing of it needs to outlive bind().
struct RequestInputs {
  using Header = std::pair<std::string_view, std::string_view>;

  std::span<const std::string> variables = {};    // as the router gives them
  std::string_view query = {};                    // the raw text behind `?`
  std::span<const Header> headers = {};           // all of them, names in any case
  const auth::Principal* principal = nullptr;     // null for an anonymous caller
  std::string_view request_id, language, client;  // what `$request` has
};

// Whether bind() reads RequestInputs::headers at all.
bool reads_headers(const RoutePlan& plan) noexcept;

// Reads the plan's inputs from the request. The query is percent-decoded here, `+` is a space;
// cookies are percent-decoded where they are properly encoded, and else taken as they are. What is
// not declared is ignored.
// Errors: invalid_parameter (400; names "query.recent", "header.app_version" and says what was
// expected) for a value that is missing though required, given twice, ill-typed, out of bounds,
// against its pattern or badly encoded; invalid_claim (403) for a claim that does not parse to its
// type.
Result<std::pmr::vector<Argument>> bind(const RoutePlan& plan, const RequestInputs& request,
                                        std::pmr::memory_resource& arena);

// Parses a text as proto3 JSON's string form of a scalar: decimal integers in range, "true" and
// "false", doubles with "NaN" and "Infinity"; a text is itself (a view of `text`).
// False when it does not parse.
bool parse_scalar(std::string_view text, proto::FieldType type, proto::Cell& out);

}  // namespace bff::plan
