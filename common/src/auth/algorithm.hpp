// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace bff::auth {

// The algorithms of RFC 7518 and RFC 8037 (Ed25519) that this gateway verifies. `none` cannot be
// expressed.
enum class Algorithm : std::uint8_t {
  rs256,
  rs384,
  rs512,
  ps256,
  ps384,
  ps512,
  es256,
  es384,
  es512,
  eddsa,
  hs256,
  hs384,
  hs512
};

// "RS256", "EdDSA", in this case only.
std::optional<Algorithm> algorithm_named(std::string_view name);
std::string_view name_of(Algorithm algorithm);

// Whether who can verify can sign as well: both need the one secret.
bool is_keyed_hash(Algorithm algorithm);

// The bits of the hash that it is made with; 0 for EdDSA, which hashes within.
int hash_bits(Algorithm algorithm);

}  // namespace bff::auth
