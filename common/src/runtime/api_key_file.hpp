// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "auth/api_key.hpp"
#include "bff/error.hpp"
#include "runtime/watched_files.hpp"

namespace bff::runtime {

// The keys of one reading.
struct KnownApiKeys {
  FileStamp stamp;  // from before the reading, so that no later change is missed
  std::shared_ptr<const auth::ApiKeys> keys;
};

// Error.internal says why they cannot be read.
Result<KnownApiKeys> read_api_keys(const std::filesystem::path& path);

}  // namespace bff::runtime
