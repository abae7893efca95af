// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "runtime/session_service.hpp"

namespace bff::runtime {

// What operators do with sessions. These wait for the service, up to kLongest: not for workers.
// Errors: not_found, where there is no store; upstream_unavailable.
inline constexpr std::chrono::seconds kLongestOperation{15};

// The sessions of a subject: {"sessions":[{"key":…,"subject":…,"began":…,"used":…,"ends":…}]},
// times in seconds since 1970.
Result<std::string> list_sessions(SessionService& service, const std::string& subject);
// Ends the one with this key, or, where that is empty, all of the subject; how many there were.
Result<std::size_t> end_sessions(SessionService& service, const std::string& subject,
                                 const std::string& key);

}  // namespace bff::runtime
