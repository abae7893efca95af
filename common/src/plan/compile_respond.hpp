// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "plan/compile_path.hpp"

namespace bff::plan {

// The status, headers and cookies of a good answer.
void emit_respond(PathEmitter& paths, const RespondModel& model, Respond& respond);

// `deprecated` (RFC 9745) and `sunset` (RFC 8594) as header fields.
// `Deprecation` of what is deprecated without a date (RFC 9745).
inline constexpr const char* kDeprecated = "@0";
void emit_retirement(const RouteSyntax& route, RoutePlan& plan);

}  // namespace bff::plan
