// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/random/routes/views.hpp"

#include <algorithm>

namespace bff::random_plans {

std::string random_view(Random& random, const std::vector<std::pair<std::string, bool>>& paths) {
  std::string out;
  const auto some = [&](std::size_t most, bool lists) {
    std::vector<std::string> all;
    for (std::size_t n = random.below(most); n > 0; --n) {
      const auto& [path, list] = random.of(paths);
      if (lists && !list) continue;
      if (std::find(all.begin(), all.end(), path) == all.end()) all.push_back(path);
    }
    return all;
  };
  const auto write = [&](const std::string& key, const std::vector<std::string>& chosen,
                         const std::string& behind) {
    if (chosen.empty()) return;
    std::string all;
    for (const std::string& path : chosen) all += (all.empty() ? "" : ", ") + path + behind;
    const bool map = !behind.empty();
    out += (out.empty() ? " " : ", ") + key + ": " + (map ? "{ " : "[") + all + (map ? " }" : "]");
  };
  if (random.one_in(3)) write("only", some(8, false), "");
  if (random.one_in(5)) write("omit", some(3, false), "");
  if (random.one_in(2)) write("limit", some(6, true), ": " + std::to_string(1 + random.below(2)));
  return out + " ";
}

}  // namespace bff::random_plans
