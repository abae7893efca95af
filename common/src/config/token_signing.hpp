// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <string>

#include "base/diagnostics.hpp"

namespace bff::config {

// By what the gateway signs tokens of its own, and where it tells the public keys.
struct TokenSigning {
  std::filesystem::path keys_file;  // a private JWKS: the first key signs, all are told
  std::string issuer;
  enum class Jwks { admin, clients } jwks = Jwks::admin;
  Place keys_place, issuer_place, jwks_place;
};

}  // namespace bff::config
