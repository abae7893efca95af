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

enum class FileKind { route, test, json, other };

FileKind kind_of(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  // Editors leave ".home.yaml.swp" and ".#home.yaml" beside what they edit.
  if (name.starts_with('.')) return FileKind::other;
  if (name.ends_with(".test.yaml") || name.ends_with(".test.yml")) return FileKind::test;
  if (name.ends_with(".yaml") || name.ends_with(".yml")) return FileKind::route;
  return name.ends_with(".json") ? FileKind::json : FileKind::other;
}

void refuse(FileKind kind, const std::filesystem::path& path, const Place& place,
            Diagnostics& out) {
  const std::string name = "'" + display_path(path) + "'";
  if (kind == FileKind::test) {
    out.add("BFF125", place, "route tests are not supported yet: " + name, "move the file away");
  } else {
    out.add("BFF125", place, "route files in JSON are not supported yet: " + name,
            "write it as YAML, which takes JSON's notation");
  }
}

void find_in_folder(const std::filesystem::path& folder, const Place& place, Found& found,
                    Diagnostics& out) {
  std::error_code error;
  std::filesystem::directory_iterator entries(folder, error);
  if (error) {
    out.add("BFF123", place,
            "the folder '" + display_path(folder) + "' cannot be read: " + error.message());
    return;
  }
  Found unsupported;
  bool any = false;
  for (; entries != std::filesystem::directory_iterator(); entries.increment(error)) {
    if (error) break;
    std::error_code ignored;
    if (entries->is_directory(ignored)) continue;
    const FileKind kind = kind_of(entries->path());
    if (kind == FileKind::other) continue;
    any = true;
    (kind == FileKind::route ? found : unsupported).emplace(entries->path(), place);
  }
  for (const auto& [path, named] : unsupported) refuse(kind_of(path), path, named, out);
  if (!any) {
    out.add("BFF124", place, "the folder '" + display_path(folder) + "' holds no route file",
            "put a .yaml file into it, or remove it here");
  }
}

}  // namespace

std::vector<std::shared_ptr<const Source>> read_route_files(const Gateway& gateway,
                                                            Diagnostics& out) {
  Found found;
  for (const auto& [path, place] : gateway.routes) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
      find_in_folder(path, place, found, out);
      continue;
    }
    switch (const FileKind kind = kind_of(path)) {
      case FileKind::route:
        found.emplace(path, place);
        break;
      case FileKind::test:
      case FileKind::json:
        refuse(kind, path, place, out);
        break;
      case FileKind::other:
        out.add("BFF124", place,
                "'" + display_path(path) + "' is neither a folder nor a .yaml file",
                "name a folder or a .yaml file");
    }
  }

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

}  // namespace bff::config
