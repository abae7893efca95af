// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <optional>

#include "streams/feed_gateway.hpp"
#include "streams/source.hpp"

namespace bff::streams {

// Clients that leave in the middle of a stream, `count` in each way, one after the other: the
// service must be told, within `limit` if there is one. False if it was not; prints the times from
// a client's close() to the service's cancellation.
bool leave_streams(FeedGateway& gateway, Source& source, int count,
                   std::optional<std::chrono::milliseconds> limit);

}  // namespace bff::streams
