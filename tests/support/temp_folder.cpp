// SPDX-License-Identifier: Apache-2.0
#include "support/temp_folder.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace bff::test {

TempFolder::TempFolder() {
  auto pattern = (std::filesystem::temp_directory_path() / "bff-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp " + pattern);
  path_ = pattern;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path TempFolder::write(const std::filesystem::path& name,
                                        std::string_view text) const {
  const auto file = path_ / name;
  std::filesystem::create_directories(file.parent_path());
  // Renamed into place: a gateway that reloads never sees half a file.
  const auto whole = file.string() + ".new";
  std::ofstream{whole, std::ios::binary} << text;
  std::filesystem::rename(whole, file);
  return file;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  if (!in) throw std::runtime_error("cannot read " + path.string());
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

}  // namespace bff::test
