// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bff::test {

// Messages read by protobuf's own parser, as the reference sees them. Maps are read as what they
// are on the wire, lists of entries: protobuf's maps forget the order of their keys, and in an
// answer they stand in the service's order.
class ReferencePool {
 public:
  // The well-known types of google/protobuf/ are there from the start.
  ReferencePool();

  // Files come after those that they import.
  void add(google::protobuf::FileDescriptorProto file);

  bool is_map(const google::protobuf::FieldDescriptor& field) const;
  bool is_map_entry(const google::protobuf::Descriptor& message) const {
    return map_entries_.count(message.full_name()) != 0;
  }
  const google::protobuf::Descriptor* find(const std::string& message) const {
    return pool_.FindMessageTypeByName(message);
  }
  // Null when protobuf refuses the bytes. `enclosing`: how many messages are around it already.
  std::unique_ptr<google::protobuf::Message> parse(const google::protobuf::Descriptor& message,
                                                   std::string_view bytes, int enclosing = 0) const;

 private:
  explicit ReferencePool(const std::vector<google::protobuf::FileDescriptorProto>& files);
  static const ReferencePool& well_known();

  google::protobuf::DescriptorPool pool_;
  std::set<std::string> map_entries_;
  mutable google::protobuf::DynamicMessageFactory factory_;
};

// Copies of protobuf's own files for its well-known types, each after those that it imports.
const std::vector<google::protobuf::FileDescriptorProto>& well_known_files();

}  // namespace bff::test
