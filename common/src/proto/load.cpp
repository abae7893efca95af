// SPDX-License-Identifier: Apache-2.0
#include "proto/load.hpp"

#include <google/protobuf/descriptor.h>

namespace bff::proto {
namespace {

std::unique_ptr<Schema> make_schema(std::optional<Descriptors> descriptors) {
  if (!descriptors) return nullptr;
  return std::make_unique<Schema>(std::move(descriptors->pool), descriptors->files,
                                  std::move(descriptors->sources));
}

const google::protobuf::FileDescriptor& file_of(const google::protobuf::MethodDescriptor& method) {
  return *method.service()->file();
}
template <class Descriptor>
const google::protobuf::FileDescriptor& file_of(const Descriptor& descriptor) {
  return *descriptor.file();
}

template <class Descriptor>
std::string place_in_file(const Descriptor& descriptor) {
  google::protobuf::SourceLocation location;
  if (!descriptor.GetSourceLocation(&location)) return "";
  return file_of(descriptor).name() + ":" + std::to_string(location.start_line + 1);
}

}  // namespace

std::unique_ptr<Schema> load_protos(const std::vector<std::filesystem::path>& folders,
                                    const std::vector<std::pair<std::string, Place>>& files,
                                    const Place& place, Diagnostics& out) {
  return make_schema(compile_protos(folders, files, place, out));
}

std::unique_ptr<Schema> load_descriptor_set(const std::filesystem::path& file, const Place& place,
                                            Diagnostics& out) {
  return make_schema(read_descriptor_set(file, place, out));
}

std::unique_ptr<Schema> load_descriptor_set(const std::string& bytes, const std::string& origin,
                                            const Place& place, Diagnostics& out) {
  return make_schema(parse_descriptor_set(bytes, origin, place, out));
}

std::string place_of(const google::protobuf::FieldDescriptor& field) {
  return place_in_file(field);
}
std::string place_of(const google::protobuf::Descriptor& message) { return place_in_file(message); }
std::string place_of(const google::protobuf::MethodDescriptor& method) {
  return place_in_file(method);
}
std::string place_of(const google::protobuf::EnumDescriptor& enumeration) {
  return place_in_file(enumeration);
}

}  // namespace bff::proto
