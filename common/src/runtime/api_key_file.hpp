// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "auth/api_key.hpp"
#include "bff/error.hpp"

namespace bff::runtime {

// By which a file is known to have become another one.
struct FileStamp {
  std::uint64_t inode = 0, size = 0;
  std::int64_t modified = 0;  // nanoseconds
  bool operator==(const FileStamp&) const = default;
};

// Of a file that is not there all is zero.
FileStamp stamp_of(const std::filesystem::path& path);

// The keys of one reading.
struct KnownApiKeys {
  FileStamp stamp;  // from before the reading, so that no later change is missed
  std::shared_ptr<const auth::ApiKeys> keys;
};

// Error.internal says why they cannot be read.
Result<KnownApiKeys> read_api_keys(const std::filesystem::path& path);

}  // namespace bff::runtime
