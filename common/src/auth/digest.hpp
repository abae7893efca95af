// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

namespace bff::auth {

// 32 bytes.
std::string sha256(std::string_view bytes);

}  // namespace bff::auth
