// SPDX-License-Identifier: Apache-2.0
#include "support/reference_pool.hpp"

#include <google/protobuf/any.pb.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/empty.pb.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/wrappers.pb.h>

#include <cstdio>
#include <cstdlib>

namespace bff::test {

namespace pb = google::protobuf;

namespace {

constexpr int kMaxDepth = 100;  // protobuf's own

void strip(pb::DescriptorProto& message, const std::string& scope, std::set<std::string>& entries) {
  const std::string name = scope + message.name();
  if (message.options().map_entry()) {
    message.mutable_options()->clear_map_entry();
    entries.insert(name);
  }
  for (auto& nested : *message.mutable_nested_type()) strip(nested, name + ".", entries);
}

}  // namespace

ReferencePool::ReferencePool()
    : pool_(&well_known().pool_), map_entries_(well_known().map_entries_) {}

ReferencePool::ReferencePool(const std::vector<pb::FileDescriptorProto>& files) {
  for (const auto& file : files) add(file);
}

// Shared by all pools, because they take long to build.
const ReferencePool& ReferencePool::well_known() {
  static const ReferencePool pool(well_known_files());
  return pool;
}

void ReferencePool::add(pb::FileDescriptorProto file) {
  const std::string scope = file.package().empty() ? "" : file.package() + ".";
  for (auto& message : *file.mutable_message_type()) strip(message, scope, map_entries_);
  if (pool_.BuildFile(file) != nullptr) return;
  std::fprintf(stderr, "%s does not build\n", file.name().c_str());
  std::abort();
}

bool ReferencePool::is_map(const pb::FieldDescriptor& field) const {
  return field.is_repeated() && field.message_type() != nullptr &&
         map_entries_.count(field.message_type()->full_name()) != 0;
}

std::unique_ptr<pb::Message> ReferencePool::parse(const pb::Descriptor& message,
                                                  std::string_view bytes, int enclosing) const {
  if (enclosing > kMaxDepth) return nullptr;
  std::unique_ptr<pb::Message> made(factory_.GetPrototype(&message)->New());
  pb::io::CodedInputStream in(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                              static_cast<int>(bytes.size()));
  in.SetRecursionLimit(kMaxDepth - enclosing);
  const bool good = made->ParsePartialFromCodedStream(&in) && in.ConsumedEntireMessage();
  return good ? std::move(made) : nullptr;
}

const std::vector<pb::FileDescriptorProto>& well_known_files() {
  static const auto files = [] {
    std::vector<pb::FileDescriptorProto> all;
    for (const pb::Descriptor* known :
         {pb::Any::descriptor(), pb::Duration::descriptor(), pb::Empty::descriptor(),
          pb::FieldMask::descriptor(), pb::Struct::descriptor(), pb::Timestamp::descriptor(),
          pb::StringValue::descriptor()}) {
      known->file()->CopyTo(&all.emplace_back());
    }
    return all;
  }();
  return files;
}

}  // namespace bff::test
