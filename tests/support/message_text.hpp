// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>

#include <string>

namespace bff::test {

// Messages in protobuf's text format, by protobuf's own library: what a test writes down, and
// what it reads of the bytes that this project made.
class MessageText {
 public:
  // The pool must outlive this object.
  explicit MessageText(const google::protobuf::DescriptorPool& pool) : pool_(pool) {}

  // The wire bytes of a message in text format; aborts when the text does not hold.
  std::string encode(const std::string& message, const std::string& text) const;
  // Wire bytes as one line of text format; "INVALID" when they are none.
  std::string decode(const std::string& message, const std::string& bytes) const;

  const google::protobuf::Descriptor& descriptor(const std::string& message) const;

 private:
  const google::protobuf::DescriptorPool& pool_;
  mutable google::protobuf::DynamicMessageFactory factory_;
};

}  // namespace bff::test
