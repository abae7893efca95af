// SPDX-License-Identifier: Apache-2.0
#include "conformance/jose/vectors.hpp"

#include <fstream>
#include <stdexcept>

namespace bff::auth {

bool has_vectors() { return !std::string_view{BFF_CONFORMANCE_DATA}.empty(); }

nlohmann::json vectors(std::string_view path) {
  const std::string name = BFF_CONFORMANCE_DATA "/jose/" + std::string{path};
  std::ifstream file{name};
  if (!file) throw std::runtime_error{"cannot read " + name};
  return nlohmann::json::parse(file);
}

nlohmann::json public_part(nlohmann::json jwk) {
  if (jwk["kty"] != "oct")
    for (const char* name : {"d", "p", "q", "dp", "dq", "qi", "oth"}) jwk.erase(name);
  return jwk;
}

}  // namespace bff::auth
