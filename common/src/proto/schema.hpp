// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/descriptor.h>

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/diagnostics.hpp"
#include "proto/message_table.hpp"

namespace bff::proto {

// The texts of .proto files, by the names that imports use.
using Sources = std::map<std::string, std::shared_ptr<const Source>>;

// The tables of all messages of a descriptor pool. Tables for every message that is reachable
// from the pool's files are made at construction, so that workers only read; so are those of the
// well-known types, whether a file imports them or not.
class Schema final : public AnyResolver {
 public:
  // `files`: the files that were named; what they import is taken in too. The pool is kept alive.
  Schema(std::shared_ptr<const google::protobuf::DescriptorPool> pool,
         const std::vector<const google::protobuf::FileDescriptor*>& files, Sources sources = {});

  const google::protobuf::DescriptorPool& pool() const noexcept { return *pool_; }
  const std::vector<const google::protobuf::FileDescriptor*>& files() const noexcept {
    return files_;
  }
  // The text that a file was compiled from; null for one of a descriptor set.
  std::shared_ptr<const Source> source_of(const google::protobuf::FileDescriptor& file) const;

  // Precondition: the message, or the enum, is of one of the files or of what they import.
  const MessageTable& table(const google::protobuf::Descriptor& message) const;
  const EnumTable& table(const google::protobuf::EnumDescriptor& enumeration) const;
  const MessageTable* resolve(std::string_view full_name) const override;

 private:
  void add(const std::vector<const google::protobuf::Descriptor*>& messages,
           const std::vector<const google::protobuf::EnumDescriptor*>& enums);
  void fill(MessageTable& table, const google::protobuf::Descriptor& from) const;

  std::shared_ptr<const google::protobuf::DescriptorPool> pool_;
  std::vector<const google::protobuf::FileDescriptor*> files_;
  Sources sources_;
  std::unordered_map<const google::protobuf::Descriptor*, std::unique_ptr<MessageTable>> messages_;
  std::unordered_map<const google::protobuf::EnumDescriptor*, std::unique_ptr<EnumTable>> enums_;
  std::unordered_map<std::string_view, const MessageTable*> by_name_;
};

}  // namespace bff::proto
