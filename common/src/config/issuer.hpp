// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.hpp"
#include "base/url.hpp"

namespace bff::config {

using Milliseconds = std::chrono::milliseconds;

struct Introspection;  // introspection.hpp

// Whose tokens are accepted, and by which rules.
struct Issuer {
  std::string issuer;
  std::vector<std::string> audiences;  // one of them must be in `aud`
  // For tokens that nobody but the issuer can read; null: there are none.
  std::shared_ptr<const Introspection> introspection;
  // Where its keys are: exactly one of these is there.
  std::filesystem::path jwks_file;
  std::optional<Url> jwks_url, discovery;
  std::filesystem::path secret_file;
  std::filesystem::path ca;  // certificates trusted when keys are fetched; empty: the system's
  // Of keys that are fetched: how often, how soon again for an unknown key, and for how long they
  // serve when no fetch succeeds.
  Milliseconds refresh{900'000}, refetch{10'000}, keep{86'400'000};
  std::vector<std::string> algorithms;  // "RS256", known; empty: the usual ones
  std::vector<std::string> types;       // of `typ`; empty: the usual ones, or none
  std::vector<std::string> parties;     // of `azp`; empty: any
  Milliseconds leeway{30'000};
  std::optional<Milliseconds> max_age;
  enum class Dpop { off, optional, required } dpop = Dpop::off;
  Place place, keys_place, ca_place, dpop_place;

  bool fetches_keys() const { return jwks_url || discovery; }
};

}  // namespace bff::config
