// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <string>
#include <string_view>

#include "base/url.hpp"
#include "bff/error.hpp"

namespace bff::auth {

// The algorithms that proofs may be signed with, as challenges list them.
inline constexpr std::string_view kProofAlgorithms = "ES256 ES384 ES512 EdDSA PS256 RS256";

// The request that a proof comes with.
struct ProvenRequest {
  std::string_view method;
  const Url& url;          // without its query, which counts for nothing
  std::string_view token;  // the access token that the proof is for
  std::chrono::system_clock::time_point now;
  std::chrono::seconds leeway;
};

// A proof that the client holds the private key of a token (RFC 9449 §4.2).
struct Proof {
  std::string thumbprint;                       // of its key; has to be that of the token's `cnf`
  std::string id;                               // `jti`: it is to be used once
  std::chrono::system_clock::time_point until;  // it is refused by its age from then on
};

// How old a proof may be, besides the leeway.
inline constexpr std::chrono::seconds kProofAge{60};

// Checks all that RFC 9449 §4.3 asks for, but whether the proof is used for the first time and
// whose key it is. Error: invalid_token; its `internal` says which rule broke.
Result<Proof> check_proof(std::string_view jwt, const ProvenRequest& request);

}  // namespace bff::auth
