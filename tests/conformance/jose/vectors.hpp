// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace bff::auth {

// Whether BFF_CONFORMANCE_DATA names the folder with the public suites.
bool has_vectors();

// A JSON file below jose/ there. Throws when it is missing: a suite is whole or absent.
nlohmann::json vectors(std::string_view path);

// A JWK without its private members, which a key set must not hold.
nlohmann::json public_part(nlohmann::json jwk);

}  // namespace bff::auth
