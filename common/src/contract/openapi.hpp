// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "contract/contract.hpp"

namespace bff::contract {

struct OpenApiInfo {
  std::string title;         // "bff-web"
  std::string version;       // of the interface, as its owner counts
  std::string server = "/";  // where the gateway is
};

// The contract as an OpenAPI 3.1 document, JSON with a line end.
std::string to_openapi(const Contract& contract, const OpenApiInfo& info);

}  // namespace bff::contract
