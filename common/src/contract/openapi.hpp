// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "contract/contract.hpp"

namespace bff::contract {

// How callers of a gateway may show who they are.
struct OpenApiSchemes {
  bool bearer = true;
  bool dpop = false;    // some tokens come with a proof (RFC 9449)
  std::string api_key;  // the header of API keys; empty: they are not taken
  std::string session;  // the cookie of sessions; empty: nobody logs in by browser
  std::string login;    // of sessions: the path that begins one
  std::string marker;   // of sessions: the header that a request has which may change something
};

struct OpenApiInfo {
  std::string title;         // "bff-web"
  std::string version;       // of the interface, as its owner counts
  std::string server = "/";  // where the gateway is
  OpenApiSchemes schemes = {};
};

// The contract as an OpenAPI 3.1 document, JSON with a line end.
std::string to_openapi(const Contract& contract, const OpenApiInfo& info);

}  // namespace bff::contract
