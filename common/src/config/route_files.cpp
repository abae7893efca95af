// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <string>
#include <system_error>

#include "base/files.hpp"
#include "config/gateway.hpp"

namespace bff::config {
namespace {

// By path, so that the order of files never depends on the file system.
using Found = std::map<std::filesystem::path, Place>;

enum class FileKind { route, test, other };

FileKind kind_of(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  // Editors leave ".home.yaml.swp" and ".#home.yaml" beside what they edit.
  if (name.starts_with('.')) return FileKind::other;
  for (const std::string ending : {".yaml", ".yml", ".json"}) {
    if (name.ends_with(".test" + ending)) return FileKind::test;
    if (name.ends_with(ending)) return FileKind::route;
  }
  return FileKind::other;
}

// `tests_alone`: the routes that the folder's tests are of may be elsewhere, in protos.
void find_in_folder(const std::filesystem::path& folder, FileKind wanted, bool tests_alone,
                    const Place& place, Found& found, Diagnostics& out) {
  std::error_code error;
  std::filesystem::directory_iterator entries(folder, error);
  if (error) {
    out.add("BFF123", place,
            "the folder '" + display_path(folder) + "' cannot be read: " + error.message());
    return;
  }
  bool any = false;
  for (; entries != std::filesystem::directory_iterator(); entries.increment(error)) {
    if (error) break;
    std::error_code ignored;
    if (entries->is_directory(ignored)) continue;
    const FileKind kind = kind_of(entries->path());
    any = any || kind == FileKind::route || (tests_alone && kind == FileKind::test);
    if (kind == wanted) found.emplace(entries->path(), place);
  }
  if (!any) {
    out.add("BFF124", place, "the folder '" + display_path(folder) + "' holds no route file",
            "put a .yaml file into it, or remove it here");
  }
}

// Where the tests of a route file are: "routes/home.yaml" has "routes/home.test.yaml".
void find_tests_of(const std::filesystem::path& path, const Place& place, Found& found) {
  for (const char* const ending : {".test.yaml", ".test.yml", ".test.json"}) {
    std::filesystem::path beside = path;
    beside.replace_extension(ending);
    std::error_code error;
    if (std::filesystem::exists(beside, error)) found.emplace(beside, place);
  }
}

Found find(const Gateway& gateway, FileKind wanted, Diagnostics& out) {
  Found found;
  for (const auto& [path, place] : gateway.routes) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
      find_in_folder(path, wanted, !gateway.proto_routes.empty(), place, found, out);
    } else if (kind_of(path) != FileKind::route) {
      out.add("BFF124", place, "'" + display_path(path) + "' is neither a folder nor a .yaml file",
              "name a folder or a .yaml file");
    } else if (wanted == FileKind::route) {
      found.emplace(path, place);
    } else {
      find_tests_of(path, place, found);
    }
  }
  return found;
}

std::vector<std::shared_ptr<const Source>> read(const Found& found, Diagnostics& out) {
  std::vector<std::shared_ptr<const Source>> sources;
  for (const auto& [path, place] : found) {
    std::string why;
    if (auto source = read_source(path, why)) {
      sources.push_back(std::move(source));
    } else {
      out.add("BFF123", place, "the file '" + display_path(path) + "' cannot be read: " + why);
    }
  }
  return sources;
}

}  // namespace

std::vector<std::shared_ptr<const Source>> read_route_files(const Gateway& gateway,
                                                            Diagnostics& out) {
  return read(find(gateway, FileKind::route, out), out);
}

std::vector<std::shared_ptr<const Source>> read_test_files(const Gateway& gateway,
                                                           Diagnostics& out) {
  return read(find(gateway, FileKind::test, out), out);
}

}  // namespace bff::config
