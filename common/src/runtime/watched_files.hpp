// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

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

// A file with keys or a secret, which may become another one while the gateway runs.
struct WatchedFile {
  std::string event;  // in the log: "api_keys", and "api_keys_refused" where it does not hold
  std::filesystem::path path;
  FileStamp stamp;  // from before it was read last, so that no later change is missed
  // Takes its new text: how many keys it holds. Error.internal says why the old ones stay.
  std::function<Result<std::size_t>(const std::string& text)> take;
};

// What became of a file that has changed.
struct FileNews {
  std::string event;
  std::filesystem::path path;
  Result<std::size_t> taken;
};

// Reads files anew when they have become others. Only a text that holds takes the place of an
// older one; each is judged once. One thread.
class WatchedFiles {
 public:
  // These from now on, and no others.
  void watch(std::vector<WatchedFile> files) { files_ = std::move(files); }
  // Looks at each of them.
  std::vector<FileNews> look();

 private:
  std::vector<WatchedFile> files_;
};

}  // namespace bff::runtime
