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
    test::expect_golden("tests/mistakes/" + name + ".expected", problems.text());
  }
}

TEST(Mistakes, OfSyntaxAreExplained) { expect_explained("syntax"); }

// They parse, and break the rules of shop.proto's types.
TEST(Mistakes, OfTypesAreExplained) { expect_explained("types"); }

}  // namespace
}  // namespace bff::plan
