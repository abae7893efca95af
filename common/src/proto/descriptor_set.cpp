// SPDX-License-Identifier: Apache-2.0
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/descriptor_database.h>
#include <google/protobuf/stubs/logging.h>

#include <set>

#include "base/files.hpp"
#include "proto/load.hpp"
#include "proto/proto_sources.hpp"

namespace bff::proto {
namespace {

namespace pb = google::protobuf;

class PoolReporter final : public pb::DescriptorPool::ErrorCollector {
 public:
  PoolReporter(const Place& place, Diagnostics& out) : place_(place), out_(&out) {}

  void AddError(const std::string& file, const std::string& element, const pb::Message*,
                ErrorLocation, const std::string& text) override {
    if (out_ == nullptr) return;
    std::string message = text;
    if (message.ends_with('.')) message.pop_back();
    const std::string where = element == file || element.empty() ? file : file + ", " + element;
    out_->add("BFF151", place_, where + ": " + message);
  }

  // The pool keeps its collector for as long as it lives, longer than `out` does.
  void detach() { out_ = nullptr; }

 private:
  Place place_;
  Diagnostics* out_;
};

// A pool and what it is made from, which must live as long.
struct LoadedPool {
  LoadedPool(const Place& place, Diagnostics& out) : reporter(place, out) {}

  PoolReporter reporter;
  pb::SimpleDescriptorDatabase database;
  pb::DescriptorPool pool{&database, &reporter};
};

void add_files(const pb::FileDescriptorSet& set, pb::SimpleDescriptorDatabase& database,
               const Place& place, Diagnostics& out) {
  std::set<std::string> names;
  for (const pb::FileDescriptorProto& file : set.file()) {
    if (!names.insert(file.name()).second) {
      out.add("BFF153", place, "the descriptor set holds '" + file.name() + "' twice");
    }
    // How protobuf 27 and later tell of `edition = "2023"`; 3.21 does not know the field of it.
    if (file.syntax() == "editions") {
      out.add("BFF154", place, "'" + file.name() + "' is written in an edition of protobuf",
              "write syntax = \"proto3\" or \"proto2\"; editions are not supported");
    }
  }
  add_well_known_files(database, names);
  for (const pb::FileDescriptorProto& file : set.file()) {
    database.Add(file);
    for (const std::string& import : file.dependency()) {
      pb::FileDescriptorProto known;
      if (names.contains(import) || database.FindFileByName(import, &known)) continue;
      out.add("BFF153", place,
              "'" + file.name() + "' imports '" + import + "', which the descriptor set lacks",
              "make it with protoc --include_imports");
    }
  }
}

}  // namespace

std::optional<Descriptors> read_descriptor_set(const std::filesystem::path& file,
                                               const Place& place, Diagnostics& out) {
  std::string why;
  const auto bytes = read_file(file, why);
  if (!bytes) {
    out.add("BFF152", place, "'" + display_path(file) + "' cannot be read: " + why);
    return std::nullopt;
  }
  return parse_descriptor_set(*bytes, "'" + display_path(file) + "'", place, out);
}

std::optional<Descriptors> parse_descriptor_set(const std::string& bytes, const std::string& origin,
                                                const Place& place, Diagnostics& out) {
  const std::size_t problems = out.size();
  const pb::LogSilencer silence;
  pb::FileDescriptorSet set;
  if (!set.ParseFromString(bytes) || set.file().empty()) {
    out.add("BFF152", place, origin + " is no descriptor set",
            "make it with protoc --descriptor_set_out=FILE --include_imports");
    return std::nullopt;
  }

  const auto loaded = std::make_shared<LoadedPool>(place, out);
  add_files(set, loaded->database, place, out);
  if (out.size() != problems) return std::nullopt;
  Descriptors made{.pool = {loaded, &loaded->pool}};
  for (const pb::FileDescriptorProto& proto : set.file()) {
    const pb::FileDescriptor* built = loaded->pool.FindFileByName(proto.name());
    if (built != nullptr) {
      made.files.push_back(built);
    } else if (out.size() == problems) {
      out.add("BFF151", place, "the file '" + proto.name() + "' cannot be built");
    }
  }
  loaded->reporter.detach();
  if (out.size() != problems) return std::nullopt;
  return made;
}

}  // namespace bff::proto
