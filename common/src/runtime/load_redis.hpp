// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>

#include "base/diagnostics.hpp"
#include "config/gateway.hpp"
#include "config/redis.hpp"
#include "upstream/redis_client.hpp"

namespace bff::runtime {

// How the server is reached, with its password. Nothing is asked of it: a gateway starts without
// it. nullopt with what is wrong in `out`.
std::optional<upstream::RedisTerms> load_redis(const config::Redis& config,
                                               const config::Environment& environment,
                                               Diagnostics& out);

}  // namespace bff::runtime
