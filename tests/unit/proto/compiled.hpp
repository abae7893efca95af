// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "proto/schema.hpp"

namespace bff::proto {

// A .proto text as a Schema, and messages of it in protobuf's text format as wire bytes.
class Compiled {
 public:
  explicit Compiled(const std::string& proto) : schema_(compile(proto)) {}

  const Schema& schema() const { return *schema_; }

  const google::protobuf::Descriptor& descriptor(const std::string& message) const {
    const auto* found = schema_->pool().FindMessageTypeByName(message);
    if (found == nullptr) throw std::invalid_argument("no message " + message);
    return *found;
  }
  const MessageTable& table(const std::string& message) const {
    return schema_->table(descriptor(message));
  }
  const Field& field(const std::string& message, std::string_view name) const {
    const Field* found = table(message).find(name);
    if (found == nullptr) throw std::invalid_argument("no field " + std::string(name));
    return *found;
  }

  std::string bytes(const std::string& message, const std::string& text) const {
    google::protobuf::DynamicMessageFactory factory;
    const std::unique_ptr<google::protobuf::Message> made(
        factory.GetPrototype(&descriptor(message))->New());
    google::protobuf::TextFormat::Parser parser;
    parser.AllowPartialMessage(true);
    EXPECT_TRUE(parser.ParseFromString(text, made.get())) << text;
    return made->SerializePartialAsString();
  }

 private:
  struct Problems : google::protobuf::io::ErrorCollector {
    void AddError(int line, int column, const std::string& message) override {
      ADD_FAILURE() << line << ":" << column << ": " << message;
    }
  };

  static std::unique_ptr<Schema> compile(const std::string& proto) {
    auto pool = std::make_shared<google::protobuf::DescriptorPool>();
    google::protobuf::io::ArrayInputStream stream(proto.data(), static_cast<int>(proto.size()));
    Problems problems;
    google::protobuf::io::Tokenizer tokens(&stream, &problems);
    google::protobuf::compiler::Parser parser;
    parser.RecordErrorsTo(&problems);
    google::protobuf::FileDescriptorProto file;
    if (!parser.Parse(&tokens, &file)) throw std::invalid_argument("the proto does not parse");
    file.set_name("test.proto");
    for (const std::string& name : file.dependency()) import(*pool, name);
    const auto* built = pool->BuildFile(file);
    if (built == nullptr) throw std::invalid_argument("the proto does not build");
    return std::make_unique<Schema>(pool, std::vector{built});
  }

  // Protobuf's own files are copied, so that all of a test's descriptors are of one pool.
  static void import(google::protobuf::DescriptorPool& pool, const std::string& name) {
    if (pool.FindFileByName(name) != nullptr) return;
    const auto* known = google::protobuf::DescriptorPool::generated_pool()->FindFileByName(name);
    if (known == nullptr) throw std::invalid_argument("no file " + name);
    google::protobuf::FileDescriptorProto file;
    known->CopyTo(&file);
    pool.BuildFile(file);
  }

  std::unique_ptr<Schema> schema_;
};

// Wire bytes by hand, for what no serialiser writes.
inline std::string operator""_hex(const char* text, std::size_t size) {
  std::string digits, bytes;
  for (const char c : std::string_view(text, size)) {
    if (c != ' ') digits += c;
  }
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

}  // namespace bff::proto
