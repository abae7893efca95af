// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostics.hpp"
#include "config/node.hpp"
#include "proto/option_text.hpp"
#include "proto/schema.hpp"

namespace bff::plan {

// Adds a member to a map.
void add_member(config::Node& map, std::string key, Place key_place, config::Node value);
// A text as it would be without quotes.
config::Node text_node(std::string text, const Place& place);

// Reads the options of descriptors as what a route file would have in their place: messages become
// maps, and lists of messages that begin with `name` or `key` maps by it. Every node has its place
// in the .proto; of a descriptor set, which has no text, the place names the file and the element.
class ProtoOptions {
 public:
  ProtoOptions(const proto::Schema& schema, Diagnostics& out)
      : schema_(schema), out_(out), factory_(&schema.pool()) {}

  // The option with this full name; nothing where the element has none, or where what it holds was
  // reported.
  template <class Descriptor>
  std::optional<config::Node> read(const Descriptor& element, std::string_view option) {
    google::protobuf::SourceLocation location;
    const bool placed = element.GetSourceLocation(&location);
    const auto* texts = placed ? texts_of(file_of(element)) : nullptr;
    const auto text = texts != nullptr ? texts->find(location, option) : std::nullopt;
    return read(element.options(), option, text ? &*text : nullptr, place_of(element));
  }
  // Where the element's name stands.
  template <class Descriptor>
  Place place_of(const Descriptor& element) {
    google::protobuf::SourceLocation location;
    const auto* texts = texts_of(file_of(element));
    if (texts != nullptr && element.GetSourceLocation(&location)) {
      return texts->name_of(location, element.name());
    }
    return place_without_text(file_of(element).name(), element.full_name());
  }

 private:
  using Message = google::protobuf::Message;
  using Field = google::protobuf::FieldDescriptor;

  static const google::protobuf::FileDescriptor& file_of(
      const google::protobuf::MethodDescriptor& m) {
    return *m.service()->file();
  }
  template <class Descriptor>
  static const google::protobuf::FileDescriptor& file_of(const Descriptor& element) {
    return *element.file();
  }
  const proto::OptionTexts* texts_of(const google::protobuf::FileDescriptor& file);
  Place place_without_text(const std::string& file, const std::string& element);

  std::optional<config::Node> read(const Message& options, std::string_view option,
                                   const proto::OptionText* text, const Place& place);
  config::Node map_of(const Message& message, const proto::OptionText* text, const Place& place);
  config::Node list_of(const Message& message, const Field& field, const proto::OptionText* text,
                       const Place& place);
  // A list whose elements have a name or a key, as a map.
  config::Node by_key(config::Node list, const Field& field);
  std::optional<config::Node> one(const Message& message, const Field& field, int index,
                                  const proto::OptionText* text, const Place& place);
  // A text that is written as a value of a route file.
  std::optional<config::Node> value(const std::string& text, const proto::OptionText* written,
                                    const Place& place);

  const proto::Schema& schema_;
  Diagnostics& out_;
  google::protobuf::DynamicMessageFactory factory_;
  std::map<const google::protobuf::FileDescriptor*, std::unique_ptr<proto::OptionTexts>> texts_;
  std::map<std::string, std::shared_ptr<const Source>> without_text_;
};

}  // namespace bff::plan
