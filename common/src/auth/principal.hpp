// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bff::auth {

// Who sent a request, as a verified token says it.
struct Principal {
  std::string issuer;
  std::string subject;
  std::vector<std::string> scopes;  // `scope` split at spaces, or the list `scp`
  std::chrono::system_clock::time_point expires;
  // Claims as text: strings as they are; integers, booleans and other scalars as their JSON text.
  // Objects, lists and nulls are left out. `sub`, `iss` and `scope` are among them.
  std::map<std::string, std::string, std::less<>> claims;
  // Claims that are lists of texts.
  std::map<std::string, std::vector<std::string>, std::less<>> lists;

  // Null when the token has no such claim.
  const std::string* claim(std::string_view name) const {
    const auto it = claims.find(name);
    return it == claims.end() ? nullptr : &it->second;
  }
};

}  // namespace bff::auth
