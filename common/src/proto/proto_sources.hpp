// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/compiler/importer.h>
#include <google/protobuf/descriptor_database.h>

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"
#include "proto/schema.hpp"

namespace bff::proto {

// The .proto files of some folders, by the names that imports use; the first folder that has a
// name wins, and behind all of them stand the files that the gateway brings along. Every text that
// was opened is kept, to quote its lines.
class ProtoSources final : public google::protobuf::compiler::SourceTree {
 public:
  explicit ProtoSources(const std::vector<std::filesystem::path>& folders) : folders_(folders) {}

  google::protobuf::io::ZeroCopyInputStream* Open(const std::string& name) override;
  std::string GetLastErrorMessage() override { return last_error_; }

  // The file if it was opened, or null.
  std::shared_ptr<const Source> opened(const std::string& name) const;
  const Sources& all() const noexcept { return opened_; }
  // What to say of a name that no folder has: the nearest that is there, or where was searched.
  std::string remedy_for(const std::string& name) const;

 private:
  google::protobuf::io::ZeroCopyInputStream* keep(const std::string& name,
                                                  const std::shared_ptr<const Source>& source);

  std::vector<std::filesystem::path> folders_;
  Sources opened_;
  std::string last_error_;
};

// The text of a file that the gateway brings along (built_in_protos.cpp.in), or null.
const char* built_in_proto(std::string_view name);

// True for a name as imports write it: relative, '/' only, no empty, "." or ".." part.
bool is_import_name(const std::string& name);

// Adds google/protobuf/*.proto as the protobuf library itself holds them, without their places, so
// that no folder of the system is needed for them. Names in `except` are left out.
void add_well_known_files(google::protobuf::SimpleDescriptorDatabase& database,
                          const std::set<std::string>& except = {});

}  // namespace bff::proto
