// SPDX-License-Identifier: Apache-2.0
// Each file of tests/mistakes is a route file with one mistake; beside it stands what `check` says
// of it, to the letter.
#include "unit/plan/mistakes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "support/golden.hpp"

namespace bff::plan {
namespace {

namespace fs = std::filesystem;

// Places in the .proto are told without the folder in which this test found it.
std::string without_folder(std::string text) {
  const std::string folder = BFF_SOURCE_DIR "/tests/mistakes/protos/";
  for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder)) {
    text.erase(at, folder.size());
  }
  return text;
}

void expect_explained(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(BFF_SOURCE_DIR "/tests/mistakes/" + folder)) {
    if (entry.path().extension() != ".yaml") continue;
    names.push_back(folder + "/" + entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  ASSERT_FALSE(names.empty()) << folder;
  for (const auto& name : names) {
    const Diagnostics problems = problems_of_mistake(name);
    EXPECT_FALSE(problems.empty()) << name << " has no mistake";
    test::expect_golden("tests/mistakes/" + name + ".expected", without_folder(problems.text()));
  }
}

TEST(Mistakes, OfSyntaxAreExplained) { expect_explained("syntax"); }

// They parse, and break the rules of shop.proto's types.
TEST(Mistakes, OfTypesAreExplained) { expect_explained("types"); }

}  // namespace
}  // namespace bff::plan
