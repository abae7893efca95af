// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_library.hpp"

#include <filesystem>
#include <set>
#include <string>

#include "plan/compile_codes.hpp"
#include "plan/load_route_files.hpp"

namespace bff::plan {
namespace {

class LibraryBuilder {
 public:
  LibraryBuilder(const std::vector<RouteFile>& files, Diagnostics& out)
      : files_(files), out_(out) {}

  void add(const RouteFile& file) {
    if (!seen_.insert(&file).second) return;  // imported twice, or in a circle
    for (const CallSyntax& call : file.calls) {
      const auto [known, first] = library_.calls.emplace(call.name.value, &call);
      if (!first) refuse(call.name, known->second->name);
    }
    for (const NamedShapeSyntax& shape : file.shapes) {
      const auto [known, first] = library_.shapes.emplace(shape.name.value, &shape);
      if (!first) refuse(shape.name, known->second->name);
    }
    for (const LocatedText& import : file.imports) {
      if (const RouteFile* imported = find(file, import)) add(*imported);
    }
  }

  Library take() { return std::move(library_); }

 private:
  void refuse(const LocatedText& name, const LocatedText& other) {
    out_.add(codes::kImportedTwice, name.place,
             "'" + name.value + "' is a name already (" + other.place.source->path() + ":" +
                 std::to_string(other.place.line) + ")",
             "choose another name; imported files share one namespace");
  }

  const RouteFile* find(const RouteFile& from, const LocatedText& import) {
    const std::string wanted = imported_path(from.source->path(), import.value);
    for (const RouteFile& file : files_) {
      if (std::filesystem::path(file.source->path()).lexically_normal() == wanted) return &file;
    }
    return nullptr;  // load_route_files() has reported it
  }

  const std::vector<RouteFile>& files_;
  Diagnostics& out_;
  Library library_;
  std::set<const RouteFile*> seen_;
};

}  // namespace

Library library_of(const RouteFile& file, const std::vector<RouteFile>& files, Diagnostics& out) {
  LibraryBuilder builder(files, out);
  builder.add(file);
  return builder.take();
}

}  // namespace bff::plan
