// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

#include "base/diagnostics.hpp"

namespace bff::config {

// `redis`: the server that keeps what several gateways share.
struct Redis {
  using Milliseconds = std::chrono::milliseconds;

  bool secure = true;  // rediss
  std::string host;
  std::uint16_t port = 6379;
  std::uint32_t database = 0;
  std::string username;                 // empty: the server's default user
  std::filesystem::path password_file;  // the password is in a file,
  std::string password_env;             // or in a variable; both empty: there is none
  std::filesystem::path ca;             // certificates that are trusted; empty: the system's
  std::string prefix = "bff:";          // of every key
  Milliseconds connect_timeout{1'000}, timeout{500};
  Milliseconds keep{60'000};  // for how long API keys serve when it does not answer
  Place place, password_place, ca_place;
};

}  // namespace bff::config
