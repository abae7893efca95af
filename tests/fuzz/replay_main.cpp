// SPDX-License-Identifier: Apache-2.0
// Runs a fuzz target once over each file that is named, and over all files of each folder: the
// targets' own main where libFuzzer is not linked. A folder without files, or none at all, fails.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "fuzz/target.hpp"

namespace {

namespace fs = std::filesystem;

bool run(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    std::fprintf(stderr, "%s cannot be read\n", file.c_str());
    return false;
  }
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  const bff::fuzz::Exact exact(bytes);
  // Known before it runs: an input that ends the process names itself by being the last line.
  std::printf("%s\n", file.c_str());
  std::fflush(stdout);
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(exact.view().data()), bytes.size());
  return true;
}

std::vector<fs::path> files_of(const fs::path& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return {path};
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(path)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  if (files.empty()) std::fprintf(stderr, "%s holds no inputs\n", path.c_str());
  return files;
}

}  // namespace

int main(int count, char** arguments) {
  bool good = count > 1;
  if (!good) std::fprintf(stderr, "name the inputs, or folders of them\n");
  for (int i = 1; i < count; ++i) {
    const auto files = files_of(arguments[i]);
    good = good && !files.empty();
    for (const fs::path& file : files) good = run(file) && good;
  }
  return good ? 0 : 1;
}
