// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace bff::plan {

// "user, orders".
inline std::string joined(const std::vector<std::string>& parts, std::string_view with = ", ") {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : std::string(with)) + part;
  return out;
}

}  // namespace bff::plan
