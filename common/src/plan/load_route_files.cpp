// SPDX-License-Identifier: Apache-2.0
#include "plan/load_route_files.hpp"

#include <filesystem>
#include <set>
#include <utility>

#include "base/files.hpp"
#include "plan/compile_codes.hpp"

namespace bff::plan {

std::string imported_path(const std::string& path, const std::string& import) {
  return (std::filesystem::path(path).parent_path() / import).lexically_normal().string();
}

std::vector<RouteFile> load_route_files(std::vector<std::shared_ptr<const Source>> sources,
                                        Diagnostics& out) {
  std::set<std::string> seen;
  for (const auto& source : sources) {
    seen.insert(std::filesystem::path(source->path()).lexically_normal().string());
  }
  std::vector<RouteFile> files;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    auto file = parse_route_file(sources[i], out);
    if (!file) continue;
    for (const LocatedText& import : file->imports) {
      const std::string path = imported_path(sources[i]->path(), import.value);
      if (!seen.insert(path).second) continue;
      std::string why;
      if (auto source = read_source(path, why)) {
        sources.push_back(std::move(source));
      } else {
        out.add(codes::kNoSuchFile, import.place, "cannot read '" + path + "': " + why,
                "paths of imports are relative to the file that they stand in");
      }
    }
    files.push_back(std::move(*file));
  }
  return files;
}

}  // namespace bff::plan
