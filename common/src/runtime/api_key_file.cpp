// SPDX-License-Identifier: Apache-2.0
#include "runtime/api_key_file.hpp"

#include <sys/stat.h>

#include "base/files.hpp"

namespace bff::runtime {

FileStamp stamp_of(const std::filesystem::path& path) {
  struct stat found {};
  if (stat(path.c_str(), &found) != 0) return {};
  return {.inode = found.st_ino,
          .size = static_cast<std::uint64_t>(found.st_size),
          .modified = std::int64_t{found.st_mtim.tv_sec} * 1'000'000'000 + found.st_mtim.tv_nsec};
}

Result<KnownApiKeys> read_api_keys(const std::filesystem::path& path) {
  const FileStamp stamp = stamp_of(path);
  std::string why;
  const auto text = read_file(path, why);
  if (!text) return Error{.code = Errc::internal, .internal = std::move(why)};
  auto keys = auth::parse_api_keys(*text);
  if (!keys) return keys.error();
  return KnownApiKeys{.stamp = stamp,
                      .keys = std::make_shared<const auth::ApiKeys>(*std::move(keys))};
}

}  // namespace bff::runtime
