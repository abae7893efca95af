// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bff/error.hpp"
#include "plan/evaluate.hpp"

namespace bff::plan {

// Whether a request could be made, or reads a result that is missing: its call is then missing too.
enum class Request : std::uint8_t { made, missing };

// Appends a request message in protobuf's wire format. Null leaves a field unset; so does the
// zero of a field without presence. Numbers are widened to the field's type (float to double,
// integers to double); compile() has refused whatever would lose. Elements of lists are always
// written, but null ones are left out.
// Names of loops and of `from` are bound on the way.
// Error: upstream_absent for a `!` that does not hold.
Result<Request> write_request(std::string& out, const std::vector<RequestField>& fields,
                              Scope& scope);

// Appends `items`, which are values of `from`, as elements of the repeated field `to`: packed
// where the type can be, else each with its tag.
void write_list(std::string& out, const proto::Field& to, std::span<const proto::Cell> items,
                proto::FieldType from);

}  // namespace bff::plan
