// SPDX-License-Identifier: Apache-2.0
#include "proto/reflection.hpp"

#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/stubs/logging.h>
#include <google/protobuf/unknown_field_set.h>

#include "proto/proto_sources.hpp"

namespace bff::proto {
namespace {

namespace pb = google::protobuf;

// Numbers of grpc.reflection.v1's fields.
constexpr int kFileByFilename = 3, kFileContainingSymbol = 4;   // of a request
constexpr int kFileDescriptorResponse = 4, kErrorResponse = 7;  // of a response
constexpr int kFileDescriptorProto = 1;                         // of a file_descriptor_response
constexpr int kErrorMessage = 2;                                // of an error_response

bool is_built_in(const std::string& file) {
  static const std::set<std::string> kNames = [] {
    pb::SimpleDescriptorDatabase library;
    add_well_known_files(library);
    std::vector<std::string> names;
    library.FindAllFileNames(&names);
    return std::set<std::string>{names.begin(), names.end()};
  }();
  return kNames.contains(file);
}

// As protoc derives it: "display_name" is "displayName".
std::string json_name_of(const std::string& name) {
  std::string json;
  bool capital = false;
  for (const char c : name) {
    if (c == '_') {
      capital = true;
    } else {
      json += capital && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      capital = false;
    }
  }
  return json;
}

void write_out(pb::FieldDescriptorProto& field) {
  if (!field.has_json_name()) field.set_json_name(json_name_of(field.name()));
}

void write_out(pb::DescriptorProto& message) {
  for (auto& field : *message.mutable_field()) write_out(field);
  for (auto& extension : *message.mutable_extension()) write_out(extension);
  for (auto& nested : *message.mutable_nested_type()) write_out(nested);
}

std::string canonical(pb::FileDescriptorProto& file) {
  file.clear_source_code_info();
  for (auto& message : *file.mutable_message_type()) write_out(message);
  for (auto& extension : *file.mutable_extension()) write_out(extension);
  return file.SerializeAsString();
}

// The length-delimited fields with `number`.
std::vector<std::string> fields_of(const pb::UnknownFieldSet& message, int number) {
  std::vector<std::string> values;
  for (int i = 0; i < message.field_count(); ++i) {
    const auto& field = message.field(i);
    if (field.number() == number && field.type() == pb::UnknownField::TYPE_LENGTH_DELIMITED) {
      values.push_back(field.length_delimited());
    }
  }
  return values;
}

bool parse(std::string_view bytes, pb::UnknownFieldSet& message) {
  return message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

}  // namespace

std::optional<std::string> Reflection::next() {
  while (!services_.empty() && held_services_.contains(services_.back())) services_.pop_back();
  while (!imports_.empty() && files_.contains(imports_.back())) imports_.pop_back();
  if (services_.empty() && imports_.empty()) return std::nullopt;
  pb::UnknownFieldSet request;
  if (!services_.empty()) {
    request.AddLengthDelimited(kFileContainingSymbol, services_.back());
  } else {
    request.AddLengthDelimited(kFileByFilename, imports_.back());
  }
  std::string bytes;
  request.SerializeToString(&bytes);
  return bytes;
}

bool Reflection::refuse(std::string why) {
  why_ = std::move(why);
  return false;
}

bool Reflection::take(std::string_view response) {
  const pb::LogSilencer silence;
  // What the last next() asked for.
  const bool of_service = !services_.empty();
  const std::string name = of_service ? services_.back() : imports_.back();
  const std::string wanted = (of_service ? "the service '" : "the file '") + name + "'";

  pb::UnknownFieldSet message;
  if (!parse(response, message)) return refuse("what it says is no ServerReflectionResponse");
  for (const auto& error : fields_of(message, kErrorResponse)) {
    pb::UnknownFieldSet parts;
    const bool readable = parse(error, parts);
    const auto texts = readable ? fields_of(parts, kErrorMessage) : std::vector<std::string>{};
    return refuse("it does not tell of " + wanted +
                  (texts.empty() ? "" : ": " + texts.front().substr(0, 200)));
  }
  for (const auto& list : fields_of(message, kFileDescriptorResponse)) {
    if (!take_files(list)) return false;
  }
  const bool held = of_service ? held_services_.contains(name) : files_.contains(name);
  return held || refuse("its answer does not hold " + wanted);
}

bool Reflection::take_files(std::string_view list) {
  pb::UnknownFieldSet files;
  if (!parse(list, files)) return refuse("what it says is no FileDescriptorResponse");
  for (const auto& file : fields_of(files, kFileDescriptorProto)) {
    if (!take_file(file)) return false;
  }
  return true;
}

bool Reflection::take_file(const std::string& bytes) {
  pb::FileDescriptorProto file;
  if (!file.ParseFromString(bytes) || file.name().empty()) {
    return refuse("it holds a file that is no FileDescriptorProto");
  }
  if (is_built_in(file.name()) || files_.contains(file.name())) return true;
  bytes_ += bytes.size();
  if (bytes_ > kMaxBytes || files_.size() >= kMaxFiles) {
    return refuse("its files are above the limits of " + std::to_string(kMaxBytes >> 20) +
                  " MiB and " + std::to_string(kMaxFiles) + " files");
  }
  for (const auto& service : file.service()) {
    held_services_.insert(file.package().empty() ? service.name()
                                                 : file.package() + "." + service.name());
  }
  for (const auto& import : file.dependency()) {
    if (!is_built_in(import)) imports_.push_back(import);
  }
  files_.emplace(file.name(), canonical(file));
  return true;
}

std::string descriptor_set_of(const DescriptorFiles& files) {
  constexpr int kFile = 1;  // of FileDescriptorSet
  pb::UnknownFieldSet set;
  for (const auto& [name, bytes] : files) set.AddLengthDelimited(kFile, bytes);
  std::string out;
  set.SerializeToString(&out);
  return out;
}

std::string merge(const DescriptorFiles& files, DescriptorFiles& all) {
  for (const auto& [name, bytes] : files) {
    const auto [known, added] = all.try_emplace(name, bytes);
    if (!added && known->second != bytes && !name.starts_with("google/")) return name;
  }
  return "";
}

}  // namespace bff::proto
