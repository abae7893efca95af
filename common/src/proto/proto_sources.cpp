// SPDX-License-Identifier: Apache-2.0
#include "proto/proto_sources.hpp"

#include <google/protobuf/any.pb.h>
#include <google/protobuf/api.pb.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/empty.pb.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/source_context.pb.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/type.pb.h>
#include <google/protobuf/wrappers.pb.h>

#include <string_view>
#include <system_error>

#include "base/files.hpp"

namespace bff::proto {
namespace {

namespace pb = google::protobuf;

std::vector<std::string> names_below(const std::vector<std::filesystem::path>& folders) {
  std::vector<std::string> names;
  for (const auto& folder : folders) {
    std::error_code error;
    std::filesystem::recursive_directory_iterator entry(folder, error);
    for (; !error && entry != std::filesystem::recursive_directory_iterator();
         entry.increment(error)) {
      if (entry->path().extension() != ".proto") continue;
      names.push_back(entry->path().lexically_relative(folder).generic_string());
    }
  }
  return names;
}

}  // namespace

pb::io::ZeroCopyInputStream* ProtoSources::Open(const std::string& name) {
  last_error_ = "it is in none of the folders";
  for (const auto& folder : folders_) {
    const auto path = folder / name;
    std::error_code error;
    if (!std::filesystem::exists(path, error)) continue;
    std::string why;
    const auto source = read_source(path, why);
    if (!source) {
      last_error_ = "'" + display_path(path) + "' cannot be read: " + why;
      return nullptr;
    }
    return keep(name, source);
  }
  const char* text = built_in_proto(name);
  return text != nullptr ? keep(name, std::make_shared<const Source>(name, text)) : nullptr;
}

// The stream is owned by the caller, as the interface wants it; the text stays ours.
pb::io::ZeroCopyInputStream* ProtoSources::keep(const std::string& name,
                                                const std::shared_ptr<const Source>& source) {
  opened_[name] = source;
  return new pb::io::ArrayInputStream(source->text().data(),
                                      static_cast<int>(source->text().size()));
}

std::shared_ptr<const Source> ProtoSources::opened(const std::string& name) const {
  const auto found = opened_.find(name);
  return found != opened_.end() ? found->second : nullptr;
}

std::string ProtoSources::remedy_for(const std::string& name) const {
  const std::vector<std::string> names = names_below(folders_);
  std::string meant = did_you_mean(name, {names.begin(), names.end()});
  if (!meant.empty()) return meant;
  std::string searched = "searched in";
  for (const auto& folder : folders_) {
    searched += (&folder == &folders_.front() ? " '" : ", '") + display_path(folder) + "'";
  }
  return folders_.empty() ? std::string() : searched;
}

bool is_import_name(const std::string& name) {
  if (name.find('\\') != std::string::npos) return false;
  std::string_view rest = name;
  while (true) {
    const std::size_t slash = rest.find('/');
    const std::string_view part = rest.substr(0, slash);
    if (part.empty() || part == "." || part == "..") return false;
    if (slash == std::string_view::npos) return true;
    rest.remove_prefix(slash + 1);
  }
}

void add_well_known_files(pb::SimpleDescriptorDatabase& database,
                          const std::set<std::string>& except) {
  // Named one by one: what nothing refers to is not part of a statically linked library.
  for (const pb::Descriptor* message :
       {pb::Any::descriptor(), pb::Api::descriptor(), pb::FileDescriptorProto::descriptor(),
        pb::Duration::descriptor(), pb::Empty::descriptor(), pb::FieldMask::descriptor(),
        pb::SourceContext::descriptor(), pb::Struct::descriptor(), pb::Timestamp::descriptor(),
        pb::Type::descriptor(), pb::DoubleValue::descriptor()}) {
    if (except.contains(message->file()->name())) continue;
    pb::FileDescriptorProto file;
    message->file()->CopyTo(&file);
    database.Add(file);
  }
}

}  // namespace bff::proto
