// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/diagnostics.hpp"
#include "config/gateway.hpp"
#include "proto/schema.hpp"

namespace bff::runtime {

// What an operator should know of protos that were loaded all the same.
struct SchemaNotice {
  std::string event;  // "protos_from_cache", "protos_not_cached"
  std::filesystem::path cache;
  std::string reason;                       // "the upstream 'users': UNAVAILABLE: …"
  std::optional<std::chrono::seconds> age;  // of what the cache holds
};

// The interfaces of the services, from where gateway.yaml says: compiled, read, or asked for. Null
// when there was any problem; problems go to `out`.
std::pair<std::unique_ptr<proto::Schema>, std::optional<SchemaNotice>> load_schema(
    const config::Gateway& config, Diagnostics& out);

}  // namespace bff::runtime
