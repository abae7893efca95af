// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.hpp"
#include "base/url.hpp"

namespace bff::config {

// `auth.sessions`: people who log in by browser at an OpenID Connect provider.
struct Sessions {
  using Milliseconds = std::chrono::milliseconds;
  enum class Store { cookie, memory, redis };

  std::string issuer;
  std::optional<Url> discovery;         // there, once it is read
  std::filesystem::path ca;             // certificates trusted there; empty: the system's
  std::vector<std::string> algorithms;  // of ID tokens; empty: the usual ones
  std::string client_id;
  std::filesystem::path client_secret_file;  // empty: a public client
  std::string scope = "openid";              // words with a space between them

  Store store = Store::memory;
  std::filesystem::path keys_file;  // of cookies and of what is stored; empty: made at the start
  std::size_t capacity = 100'000;   // sessions in memory
  bool fleet = false;               // several gateways serve the same sessions
  // Whether the provider may end sessions, which takes a store that finds them.
  bool backchannel_logout = true, frontchannel_logout = true;

  std::string path = "/auth";  // of login, callback, logout and session
  std::string cookie = "bff";  // without the prefix
  bool strict = false;         // SameSite=Strict, else Lax
  std::string csrf_header = "x-bff-csrf";
  std::vector<std::string> origins;             // that may use sessions besides the gateway's own
  std::string after_logout = "/", after_error;  // paths; the latter may be empty

  Milliseconds idle{1'800'000}, absolute{43'200'000}, refresh_ahead{60'000}, leeway{30'000};
  Place place, keys_place, secret_place, ca_place, store_place;
};

}  // namespace bff::config
