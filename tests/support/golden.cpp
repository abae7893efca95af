// SPDX-License-Identifier: Apache-2.0
#include "support/golden.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "support/temp_folder.hpp"

namespace bff::test {

void expect_golden(const std::string& path, std::string_view text) {
  const std::filesystem::path file = std::filesystem::path(BFF_SOURCE_DIR) / path;
  if (const char* write = std::getenv("BFF_WRITE_GOLDEN"); write != nullptr && *write == '1') {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }
  ASSERT_TRUE(std::filesystem::exists(file)) << path << ": BFF_WRITE_GOLDEN=1 writes it";
  EXPECT_EQ(read_file(file), text) << path << ": if that is meant, BFF_WRITE_GOLDEN=1 writes it";
}

}  // namespace bff::test
