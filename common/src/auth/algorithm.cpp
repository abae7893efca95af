// SPDX-License-Identifier: Apache-2.0
#include "auth/algorithm.hpp"

#include <algorithm>
#include <iterator>

namespace bff::auth {
namespace {

constexpr std::string_view kNames[] = {"RS256", "RS384", "RS512", "PS256", "PS384",
                                       "PS512", "ES256", "ES384", "ES512", "EdDSA",
                                       "HS256", "HS384", "HS512"};
static_assert(std::size(kNames) == static_cast<std::size_t>(Algorithm::hs512) + 1);

}  // namespace

std::optional<Algorithm> algorithm_named(std::string_view name) {
  const auto found = std::find(std::begin(kNames), std::end(kNames), name);
  if (found == std::end(kNames)) return std::nullopt;
  return static_cast<Algorithm>(found - std::begin(kNames));
}

std::string_view name_of(Algorithm algorithm) {
  return kNames[static_cast<std::size_t>(algorithm)];
}

bool is_keyed_hash(Algorithm algorithm) { return algorithm >= Algorithm::hs256; }

int hash_bits(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::rs256:
    case Algorithm::ps256:
    case Algorithm::es256:
    case Algorithm::hs256:
      return 256;
    case Algorithm::rs384:
    case Algorithm::ps384:
    case Algorithm::es384:
    case Algorithm::hs384:
      return 384;
    case Algorithm::rs512:
    case Algorithm::ps512:
    case Algorithm::es512:
    case Algorithm::hs512:
      return 512;
    case Algorithm::eddsa:
      break;
  }
  return 0;
}

}  // namespace bff::auth
