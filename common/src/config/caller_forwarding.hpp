// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.hpp"
#include "base/url.hpp"

namespace bff::config {

// A claim of the caller that is sent with each call.
struct ForwardedClaim {
  std::string metadata;  // its name there
  std::string claim;
  Place place;
};

// The caller's token is exchanged for one that is made for the service (RFC 8693).
struct TokenExchange {
  // Who exchanges: a token endpoint, or an issuer that says where its own is.
  std::optional<Url> url, discovery;
  std::string issuer;  // of `discovery`
  std::filesystem::path ca;
  std::string client_id;
  std::filesystem::path client_secret_file;  // empty: a public client
  std::string audience;
  std::vector<std::string> scopes;
  bool cache = true;
  Place place, secret_place, ca_place;
};

// The gateway makes a token of its own for the service, which names the caller.
struct TokenMint {
  std::string audience;
  std::chrono::milliseconds lifetime{60'000};
  std::vector<std::string> claims;  // of the caller, besides `sub`
  std::vector<Place> claim_places;
  Place place;
};

// What the services of one upstream are told of who asks. Of the three tokens at most one is there.
struct CallerForwarding {
  std::vector<ForwardedClaim> claims;
  bool pass = false;  // the token that the caller has sent
  std::optional<TokenExchange> exchange;
  std::optional<TokenMint> mint;
  Place place, token_place;

  bool sends_token() const noexcept { return pass || exchange || mint; }
};

}  // namespace bff::config
