// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_library.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

#include "plan/compile_codes.hpp"

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
    const auto wanted = (std::filesystem::path(from.source->path()).parent_path() / import.value)
                            .lexically_normal();
    for (const RouteFile& file : files_) {
      if (std::filesystem::path(file.source->path()).lexically_normal() == wanted) return &file;
    }
    std::vector<std::string_view> paths;
    for (const RouteFile& file : files_) paths.push_back(file.source->path());
    out_.add(codes::kNoSuchFile, import.place, "there is no route file '" + wanted.string() + "'",
             did_you_mean(wanted.string(), paths));
    return nullptr;
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
