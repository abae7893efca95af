// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostics.hpp"
#include "proto/schema.hpp"

namespace bff::proto {

// A pool and, of its files, those that were asked for. The pool owns what it was made from.
struct Descriptors {
  std::shared_ptr<const google::protobuf::DescriptorPool> pool;
  std::vector<const google::protobuf::FileDescriptor*> files = {};
  Sources sources = {};
};

// Compiles .proto files with protobuf's own compiler library, with the places of everything kept
// for messages. `folders` are searched in order; google/protobuf/*.proto that no folder has come
// from the library itself, google/api/{annotations,http}.proto and bff/v1/annotations.proto from
// the gateway. Problems go to `out` (BFF15x) at their place in the .proto, or at the given place
// for a file that is not found; nullopt when there was any.
std::optional<Descriptors> compile_protos(const std::vector<std::filesystem::path>& folders,
                                          const std::vector<std::pair<std::string, Place>>& files,
                                          const Place& place, Diagnostics& out);

// Reads a FileDescriptorSet (protoc --descriptor_set_out --include_imports); all of its files
// count as asked for. Problems go to `out` at `place`; nullopt when there was any.
std::optional<Descriptors> read_descriptor_set(const std::filesystem::path& file,
                                               const Place& place, Diagnostics& out);

// The same of bytes at hand; `origin`: what messages call them, "'shop.pb'".
std::optional<Descriptors> parse_descriptor_set(const std::string& bytes, const std::string& origin,
                                                const Place& place, Diagnostics& out);

// The same with the tables of all messages; null when there was any problem.
std::unique_ptr<Schema> load_protos(const std::vector<std::filesystem::path>& folders,
                                    const std::vector<std::pair<std::string, Place>>& files,
                                    const Place& place, Diagnostics& out);
std::unique_ptr<Schema> load_descriptor_set(const std::filesystem::path& file, const Place& place,
                                            Diagnostics& out);
std::unique_ptr<Schema> load_descriptor_set(const std::string& bytes, const std::string& origin,
                                            const Place& place, Diagnostics& out);

// "shop/v1/users.proto:31" of a field, message, method or enum, or "" when the place is unknown.
std::string place_of(const google::protobuf::FieldDescriptor& field);
std::string place_of(const google::protobuf::Descriptor& message);
std::string place_of(const google::protobuf::MethodDescriptor& method);
std::string place_of(const google::protobuf::EnumDescriptor& enumeration);

}  // namespace bff::proto
