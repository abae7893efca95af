// SPDX-License-Identifier: Apache-2.0
#include "runtime/api_key_file.hpp"

#include "base/files.hpp"

namespace bff::runtime {

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
