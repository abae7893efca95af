// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "bff/error.hpp"

namespace bff::auth {

// Why something was refused, as the log says it; or "accepted".
template <class T>
std::string refusal(const Result<T>& result) {
  return result ? "accepted" : result.error().internal;
}

}  // namespace bff::auth
