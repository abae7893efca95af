// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "config/issuer.hpp"

namespace bff::config {

// `introspection` of an issuer: where it is asked about tokens (RFC 7662), and as whom.
struct Introspection {
  std::optional<Url> url;        // where it is written
  std::optional<Url> discovery;  // else what names it
  std::string client_id;
  std::filesystem::path client_secret_file;
  bool opaque = true;   // about tokens that are no JWT
  bool always = false;  // about the issuer's JWTs, too
  // For how long an answer counts: of a token that is active, of one that is not.
  Milliseconds cache{30'000}, negative_cache{5'000};
  Milliseconds timeout{2'000};
  Place place, secret_place;
};

}  // namespace bff::config
