// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "contract/contract.hpp"

namespace bff::plan {

struct AnswerField {
  std::string path;  // "$.orders[*].total.units"; of a map's values "$.labels.*"
  std::string type;  // "string date-time", "number int32 or null", "object or null"
};

// The values that an answer holds, in its order. Of objects and lists only those that may be null
// are listed themselves; a type within itself is named, and not gone into again.
std::vector<AnswerField> answer_fields(const contract::Type& type,
                                       const contract::Contract& contract);

}  // namespace bff::plan
