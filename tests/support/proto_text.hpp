// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/descriptor.h>

#include <memory>
#include <string>
#include <string_view>

#include "proto/schema.hpp"
#include "support/message_text.hpp"

namespace bff::test {

// A .proto file that is written in a test, with protobuf's own library beside ours, so that
// messages go in and out as texts that one can read.
class ProtoText {
 public:
  // Aborts with protobuf's message when the text does not hold.
  explicit ProtoText(const std::string& proto);

  const proto::Schema& schema() const { return *schema_; }
  const proto::MessageTable& table(const std::string& message) const;
  const proto::Field& field(const std::string& message, const std::string& name) const;

  // As MessageText has them.
  std::string encode(const std::string& message, const std::string& text) const {
    return text_.encode(message, text);
  }
  std::string decode(const std::string& message, const std::string& bytes) const {
    return text_.decode(message, bytes);
  }

 private:
  std::shared_ptr<google::protobuf::DescriptorPool> pool_;
  MessageText text_;
  std::unique_ptr<proto::Schema> schema_;
};

}  // namespace bff::test
