// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "base/diagnostics.hpp"

// tests/mistakes: route files with one mistake each, in the folders `syntax` and `types`.
namespace bff::plan {

// What is wrong with tests/mistakes/`name`.yaml ("types/list-crossed"). Those of `types` must
// parse; they are held against tests/mistakes/protos/shop/v1/shop.proto, with an upstream for each
// service but one. The client is `web`; the claim `age` is an int32.
Diagnostics problems_of_mistake(const std::string& name);

}  // namespace bff::plan
