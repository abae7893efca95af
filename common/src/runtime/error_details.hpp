// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/detail_kinds.hpp"
#include "bff/error.hpp"
#include "upstream/client.hpp"

namespace bff::runtime {

// Adds to the error of a failed call what its service said for the client (docs/problems.md,
// "Details"), of the kinds that may go out, where the error's status is one that the client can
// act on. False when they cannot be read: then nothing is added, and the log is to say so.
inline constexpr std::string_view kUnreadableDetails =
    " (its grpc-status-details-bin cannot be read)";
bool add_details(Error& error, const upstream::RpcOutcome& outcome, DetailKinds kinds);

}  // namespace bff::runtime
