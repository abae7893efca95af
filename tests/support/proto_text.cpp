// SPDX-License-Identifier: Apache-2.0
#include "support/proto_text.hpp"

#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/wrappers.pb.h>

#include <cstdio>

#include "support/give_up.hpp"

namespace bff::test {
namespace {

namespace pb = google::protobuf;

struct PrintErrors final : pb::io::ErrorCollector {
  void AddError(int line, int column, const std::string& message) override {
    std::fprintf(stderr, "proto:%d:%d: %s\n", line + 1, column + 1, message.c_str());
  }
};

// Files that a test's proto may import; the library has their descriptors linked in.
void add_well_known(pb::DescriptorPool& pool) {
  for (const pb::Descriptor* known :
       {pb::Duration::descriptor(), pb::FieldMask::descriptor(), pb::StringValue::descriptor(),
        pb::Struct::descriptor(), pb::Timestamp::descriptor()}) {
    pb::FileDescriptorProto file;
    known->file()->CopyTo(&file);
    pool.BuildFile(file);
  }
}

}  // namespace

ProtoText::ProtoText(const std::string& proto)
    : pool_(std::make_shared<pb::DescriptorPool>()), text_(*pool_) {
  add_well_known(*pool_);
  PrintErrors errors;
  pb::io::ArrayInputStream input(proto.data(), static_cast<int>(proto.size()));
  pb::io::Tokenizer tokenizer(&input, &errors);
  pb::compiler::Parser parser;
  parser.RecordErrorsTo(&errors);
  pb::FileDescriptorProto file;
  file.set_name("test.proto");
  if (!parser.Parse(&tokenizer, &file)) give_up("the test's proto does not parse");
  const pb::FileDescriptor* built = pool_->BuildFile(file);
  if (built == nullptr) give_up("the test's proto does not hold");
  schema_ = std::make_unique<proto::Schema>(pool_, std::vector<const pb::FileDescriptor*>{built});
}

const proto::MessageTable& ProtoText::table(const std::string& message) const {
  return schema_->table(text_.descriptor(message));
}

const proto::Field& ProtoText::field(const std::string& message, const std::string& name) const {
  const proto::Field* found = table(message).find(name);
  if (found == nullptr) give_up("no field " + message + "." + name);
  return *found;
}

}  // namespace bff::test
