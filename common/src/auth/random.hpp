// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string>

namespace bff::auth {

// Bytes that nobody can guess. Throws std::runtime_error where the system has none.
std::string random_bytes(std::size_t size);

}  // namespace bff::auth
