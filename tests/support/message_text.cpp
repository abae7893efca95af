// SPDX-License-Identifier: Apache-2.0
#include "support/message_text.hpp"

#include <google/protobuf/text_format.h>

#include <memory>

#include "support/give_up.hpp"

namespace bff::test {
namespace {

namespace pb = google::protobuf;

}  // namespace

const pb::Descriptor& MessageText::descriptor(const std::string& message) const {
  const pb::Descriptor* found = pool_.FindMessageTypeByName(message);
  if (found == nullptr) give_up("no message " + message);
  return *found;
}

std::string MessageText::encode(const std::string& message, const std::string& text) const {
  const std::unique_ptr<pb::Message> made(factory_.GetPrototype(&descriptor(message))->New());
  if (!pb::TextFormat::ParseFromString(text, made.get())) give_up("no " + message + ": " + text);
  std::string bytes;
  if (!made->SerializePartialToString(&bytes)) give_up("cannot serialise " + message);
  return bytes;
}

std::string MessageText::decode(const std::string& message, const std::string& bytes) const {
  const std::unique_ptr<pb::Message> made(factory_.GetPrototype(&descriptor(message))->New());
  if (!made->ParsePartialFromString(bytes)) return "INVALID";
  pb::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  std::string text;
  printer.PrintToString(*made, &text);
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

}  // namespace bff::test
