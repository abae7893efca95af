// SPDX-License-Identifier: Apache-2.0
#include "plan/proto_options.hpp"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "config/scalar.hpp"
#include "config/yaml.hpp"
#include "plan/located_scalar.hpp"
#include "plan/syntax_codes.hpp"

namespace bff::plan {

using proto::OptionText;

namespace {

namespace pb = google::protobuf;

// Of texts in the options, those that are values of a route file and not only names and words.
bool is_value(const pb::FieldDescriptor& field) {
  return field.is_extension() || field.name() == "value" || field.name() == "on_error" ||
         field.name() == "error_details";
}

// Conditions are a list in the options, and one alone stands without it in a route file.
bool is_conditions(const pb::FieldDescriptor& field) {
  return field.name() == "when" || field.name() == "that";
}

// The places of a value's own text, as places in the .proto.
class Moved {
 public:
  Moved(const Source& value, const OptionText* written, const Place& place)
      : value_(value), written_(written), place_(place) {
    if (written != nullptr && written->at.size() != value.text().size() + 1) written_ = nullptr;
  }

  Place operator()(const Place& place) const {
    if (written_ == nullptr || place.line == 0) return place_;
    const auto& at = written_->at;
    const std::size_t begin =
        std::min(value_.line_start(place.line) + place.column - 1, at.size() - 1);
    const std::size_t end = std::min(begin + place.length, at.size() - 1);
    return place_at(place_.source, at[begin], at[end] - at[begin]);
  }
  void move(config::Node& node) const {
    node.place = (*this)(node.place);
    for (config::Node& item : node.items) move(item);
    for (config::Node::Member& member : node.members) {
      member.key_place = (*this)(member.key_place);
      move(member.value);
    }
  }

 private:
  const Source& value_;
  const OptionText* written_;
  const Place& place_;
};

std::string number_text(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return {text, end};
}

}  // namespace

void add_member(config::Node& map, std::string key, Place key_place, config::Node value) {
  map.members.push_back({std::move(key), std::move(key_place), std::move(value)});
}

config::Node text_node(std::string text, const Place& place) {
  return {.kind = config::Node::Kind::text, .scalar = std::move(text), .place = place};
}

const proto::OptionTexts* ProtoOptions::texts_of(const pb::FileDescriptor& file) {
  auto source = schema_.source_of(file);
  if (source == nullptr) return nullptr;
  auto& texts = texts_[&file];
  if (!texts) texts = std::make_unique<proto::OptionTexts>(std::move(source));
  return texts.get();
}

Place ProtoOptions::place_without_text(const std::string& file, const std::string& element) {
  auto& source = without_text_[element];
  if (!source) source = std::make_shared<const Source>(file + " (" + element + ")", "");
  return {.source = source};
}

std::optional<config::Node> ProtoOptions::read(const Message& options, std::string_view option,
                                               const OptionText* text, const Place& place) {
  // The library's own classes do not know the extension; the pool that declares it does.
  const auto* type = schema_.pool().FindMessageTypeByName(options.GetDescriptor()->full_name());
  const auto* field = schema_.pool().FindExtensionByName(std::string(option));
  if (type == nullptr || field == nullptr || field->containing_type() != type) return std::nullopt;
  const std::unique_ptr<Message> known(factory_.GetPrototype(type)->New());
  known->ParsePartialFromString(options.SerializePartialAsString());
  if (!known->GetReflection()->HasField(*known, field)) return std::nullopt;
  return one(*known, *field, -1, text, text != nullptr ? text->place : place);
}

config::Node ProtoOptions::map_of(const Message& message, const OptionText* text,
                                  const Place& place) {
  config::Node map{.kind = config::Node::Kind::map, .place = place};
  std::vector<const Field*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const Field* field : fields) {
    const OptionText* written = text != nullptr ? text->find(field->name(), 0) : nullptr;
    const Place& key_place = written != nullptr ? written->name_place : place;
    if (!field->is_repeated()) {
      if (auto made = one(message, *field, -1, written, place)) {
        add_member(map, field->name(), key_place, *std::move(made));
      }
      continue;
    }
    config::Node list = list_of(message, *field, text, place);
    const auto* type = field->message_type();
    const std::string first = type != nullptr ? type->field(0)->name() : "";
    if (first == "name" || first == "key") list = by_key(std::move(list), *field);
    if (is_conditions(*field) && list.items.size() == 1) list = config::Node(list.items.front());
    // `call { name: … }` is one of the `calls`.
    add_member(map, field->name() + (first == "name" ? "s" : ""), key_place, std::move(list));
  }
  return map;
}

config::Node ProtoOptions::list_of(const Message& message, const Field& field,
                                   const OptionText* text, const Place& place) {
  config::Node list{.kind = config::Node::Kind::list, .place = place};
  const int size = message.GetReflection()->FieldSize(message, &field);
  for (int i = 0; i < size; ++i) {
    const OptionText* written = text != nullptr ? text->find(field.name(), i) : nullptr;
    if (i == 0 && written != nullptr) list.place = written->place;
    if (auto made = one(message, field, i, written, place)) list.items.push_back(*std::move(made));
  }
  return list;
}

config::Node ProtoOptions::by_key(config::Node list, const Field& field) {
  config::Node map{.kind = config::Node::Kind::map, .place = list.place};
  const std::string key = field.message_type()->field(0)->name();
  const bool pair =
      field.message_type()->field_count() == 2 && field.message_type()->field(1)->name() == "value";
  for (config::Node& item : list.items) {
    const auto named = std::ranges::find(item.members, key, &config::Node::Member::key);
    if (named == item.members.end()) {
      out_.add(codes::kMissingKey, item.place,
               in_quotes(field.name()) + " lacks " + in_quotes(key));
      continue;
    }
    const config::Node name = named->value;
    const auto first = std::ranges::find(map.members, name.scalar, &config::Node::Member::key);
    if (first != map.members.end()) {
      out_.add("BFF104", name.place, "the key '" + name.scalar + "' stands here twice",
               "the first is in line " + std::to_string(first->key_place.line));
      continue;
    }
    item.members.erase(named);
    if (pair) {
      config::Node value = item.members.empty()
                               ? config::Node{.kind = config::Node::Kind::text, .quoted = true}
                               : std::move(item.members.front().value);
      if (value.place.source == nullptr) value.place = name.place;
      item = std::move(value);
    }
    add_member(map, name.scalar, name.place, std::move(item));
  }
  return map;
}

std::optional<config::Node> ProtoOptions::one(const Message& message, const Field& field, int index,
                                              const OptionText* text, const Place& around) {
  const auto& reflection = *message.GetReflection();
  const bool repeated = index >= 0;
  const Place& place = text != nullptr ? text->place : around;
  config::Node node{.kind = config::Node::Kind::number, .place = place};
  switch (field.cpp_type()) {
    case Field::CPPTYPE_MESSAGE:
      return map_of(repeated ? reflection.GetRepeatedMessage(message, &field, index)
                             : reflection.GetMessage(message, &field),
                    text, place);
    case Field::CPPTYPE_STRING: {
      const std::string value_text = repeated ? reflection.GetRepeatedString(message, &field, index)
                                              : reflection.GetString(message, &field);
      if (is_value(field)) return value(value_text, text, place);
      return text_node(value_text, place);
    }
    case Field::CPPTYPE_BOOL:
      node.kind = config::Node::Kind::boolean;
      node.scalar = reflection.GetBool(message, &field) ? "true" : "false";
      return node;
    case Field::CPPTYPE_ENUM:
      return text_node(reflection.GetEnum(message, &field)->name(), place);
    case Field::CPPTYPE_INT32:
      node.scalar = std::to_string(reflection.GetInt32(message, &field));
      return node;
    case Field::CPPTYPE_UINT32:
      node.scalar = std::to_string(reflection.GetUInt32(message, &field));
      return node;
    case Field::CPPTYPE_DOUBLE:
      node.scalar = number_text(reflection.GetDouble(message, &field));
      return node;
    default:  // annotations.proto and http.proto have no others
      return std::nullopt;
  }
}

std::optional<config::Node> ProtoOptions::value(const std::string& text, const OptionText* written,
                                                const Place& place) {
  if (text.empty())
    return config::Node{.kind = config::Node::Kind::text, .quoted = true, .place = place};
  // An expression may hold what would end a plain text of YAML.
  if (std::string_view("{[\"'").find(text.front()) == std::string_view::npos) {
    return config::Node{.kind = config::plain_kind(text), .scalar = text, .place = place};
  }
  const auto source = std::make_shared<const Source>("", text);
  const Moved moved(*source, written, place);
  Diagnostics found;
  auto node = config::load_yaml(source, found);
  for (const Diagnostic& d : found.items()) out_.add(d.code, moved(d.place), d.message, d.remedy);
  if (node) moved.move(*node);
  return node;
}

}  // namespace bff::plan
