// SPDX-License-Identifier: Apache-2.0
#include "base/files.hpp"

#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

namespace bff {

std::optional<std::string> read_file(const std::filesystem::path& path, std::string& why) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
    why = std::filesystem::is_directory(status) ? "It is a folder" : "It is no regular file";
    return std::nullopt;
  }
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    why = std::generic_category().message(errno != 0 ? errno : EIO);
    return std::nullopt;
  }
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (file.bad()) {
    why = std::generic_category().message(EIO);
    return std::nullopt;
  }
  return text;
}

std::shared_ptr<const Source> read_source(const std::filesystem::path& path, std::string& why) {
  auto text = read_file(path, why);
  if (!text) return nullptr;
  return std::make_shared<const Source>(display_path(path), std::move(*text));
}

std::string replace_file(const std::filesystem::path& path, std::string_view bytes) {
  auto written = path;
  written += "." + std::to_string(getpid()) + ".tmp";  // two gateways may share the file
  std::error_code error;
  errno = 0;
  {
    std::ofstream file(written, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file) error = {errno != 0 ? errno : EIO, std::generic_category()};
  }
  if (!error) std::filesystem::rename(written, path, error);
  if (!error) return "";
  std::error_code ignored;
  std::filesystem::remove(written, ignored);
  return error.message();
}

std::string display_path(const std::filesystem::path& path) {
  std::error_code error;
  const auto here = std::filesystem::current_path(error);
  if (error || path.is_relative()) return path.lexically_normal().string();
  const auto relative = path.lexically_normal().lexically_relative(here);
  // Everything is below the root, but not written so.
  const bool below = here != here.root_path() && !relative.empty() && *relative.begin() != "..";
  return below ? relative.string() : path.lexically_normal().string();
}

}  // namespace bff
