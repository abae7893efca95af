// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "plan/compile_path.hpp"

namespace bff::plan {

// Adds to `request` the google.protobuf.FieldMask `field` with the paths of what is read by
// `selection`: a repeated field, and a message that is copied, by its name alone (field_mask.proto
// allows a repeated field at the end of a path only). Precondition: all that reads is emitted.
void add_read_mask(const PathEmitter& paths, const proto::Field& field,
                   const proto::Selection& selection, std::vector<RequestField>& request);

}  // namespace bff::plan
