// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "plan/compile_path.hpp"

namespace bff::plan {

// What a call asks for: its request, `when`, metadata, and the list or the keys that it is made
// for. Precondition: the call is placed in `paths`.
void emit_request(PathEmitter& paths, const CallModel& model, Call& call);

}  // namespace bff::plan
