// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "bff/error.hpp"
#include "plan/evaluate.hpp"
#include "plan/plan.hpp"

namespace bff::plan {

// Appends a value as JSON prints it, but without quotes: enums by the route's format, 64-bit
// integers plain, bytes in base64. Precondition: it is not null and no list.
// Error: upstream_invalid for a value that has no JSON form.
Result<void> append_text(std::string& out, const Value& value, const ValueType& type,
                         const Scope& scope);

// Appends `text` with all but RFC 3986's unreserved characters as %XX; with percent_but_slashes
// `/` stays.
void append_encoded(std::string& out, std::string_view text, TextPart::Encoding encoding);

// The text of an expression that is one (Expression::text), in the arena.
Result<Value> join_text(const Expression& expression, const Scope& scope);

}  // namespace bff::plan
