// SPDX-License-Identifier: Apache-2.0
#include "runtime/watched_files.hpp"

#include <sys/stat.h>

#include "base/files.hpp"

namespace bff::runtime {
namespace {

Result<std::size_t> take(const WatchedFile& file) {
  std::string why;
  const auto text = read_file(file.path, why);
  if (!text) return Error{.code = Errc::internal, .internal = std::move(why)};
  return file.take(*text);
}

}  // namespace

FileStamp stamp_of(const std::filesystem::path& path) {
  struct stat found {};
  if (stat(path.c_str(), &found) != 0) return {};
  return {.inode = found.st_ino,
          .size = static_cast<std::uint64_t>(found.st_size),
          .modified = std::int64_t{found.st_mtim.tv_sec} * 1'000'000'000 + found.st_mtim.tv_nsec};
}

std::vector<FileNews> WatchedFiles::look() {
  std::vector<FileNews> news;
  for (auto& file : files_) {
    const FileStamp stamp = stamp_of(file.path);
    if (stamp == file.stamp) continue;
    file.stamp = stamp;
    news.push_back({.event = file.event, .path = file.path, .taken = take(file)});
  }
  return news;
}

}  // namespace bff::runtime
