// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace bff::config {

// A version by its numbers; those that are not written are 0.
using AppVersion = std::array<std::uint32_t, 4>;

// "4", "4.2", "4.2.0", "4.2.0.17": one to four numbers. What follows a space, '-' or '+' is of no
// account: "4.2.0-beta+7". Nothing where it does not begin so.
std::optional<AppVersion> parse_app_version(std::string_view text);

// `app_versions`: which versions of the client's app are served.
struct AppVersions {
  struct Rule {
    AppVersion minimum{};
    std::string text;        // as it is written
    std::string update_url;  // where a newer app is; may be empty
  };

  std::string header = "x-app-version";
  std::string platform_header = "x-app-platform";
  bool refuse_missing = false;                     // requests that do not say their version
  std::map<std::string, Rule, std::less<>> rules;  // by platform, in small letters; "": all others
};

}  // namespace bff::config
