// SPDX-License-Identifier: Apache-2.0
#include "proto/schema.hpp"

#include <google/protobuf/any.pb.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/empty.pb.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/wrappers.pb.h>

#include <algorithm>
#include <initializer_list>
#include <unordered_set>

#include "json/writer.hpp"
#include "proto/enum_names.hpp"
#include "proto/wire.hpp"

namespace bff::proto {
namespace {

namespace pb = google::protobuf;

// Whether the message has just these fields, numbered from 1 in order. A message that bears a
// well-known name but is another one is written like any message.
bool shaped(const MessageTable& table, std::initializer_list<FieldType> types) {
  if (table.fields.size() != types.size()) return false;
  std::size_t i = 0;
  for (const FieldType type : types) {
    const Field& field = table.fields[i++];
    if (field.number != i || field.type != type) return false;
  }
  return true;
}

WellKnown well_known_of(const MessageTable& table) {
  using T = FieldType;
  const std::string& name = table.full_name;
  const auto is = [&](std::string_view wanted, std::initializer_list<T> types) {
    return name == wanted && shaped(table, types);
  };
  const auto repeats = [&] { return table.fields[0].repeated; };
  const auto wraps = [&](std::string_view wanted, T type) {
    return is(wanted, {type}) && !repeats();
  };
  if (name.rfind("google.protobuf.", 0) != 0) return WellKnown::none;
  if (is("google.protobuf.Any", {T::text, T::bytes})) return WellKnown::any;
  if (is("google.protobuf.Timestamp", {T::int64, T::int32})) return WellKnown::timestamp;
  if (is("google.protobuf.Duration", {T::int64, T::int32})) return WellKnown::duration;
  if (is("google.protobuf.FieldMask", {T::text}) && repeats()) return WellKnown::field_mask;
  if (is("google.protobuf.Struct", {T::message}) && table.fields[0].map)
    return WellKnown::structure;
  if (is("google.protobuf.ListValue", {T::message}) && repeats()) return WellKnown::list_value;
  if (is("google.protobuf.Value",
         {T::enumeration, T::float64, T::text, T::boolean, T::message, T::message})) {
    return WellKnown::value;
  }
  if (is("google.protobuf.Empty", {})) return WellKnown::empty;
  const bool wrapper = wraps("google.protobuf.DoubleValue", T::float64) ||
                       wraps("google.protobuf.FloatValue", T::float32) ||
                       wraps("google.protobuf.Int64Value", T::int64) ||
                       wraps("google.protobuf.UInt64Value", T::uint64) ||
                       wraps("google.protobuf.Int32Value", T::int32) ||
                       wraps("google.protobuf.UInt32Value", T::uint32) ||
                       wraps("google.protobuf.BoolValue", T::boolean) ||
                       wraps("google.protobuf.StringValue", T::text) ||
                       wraps("google.protobuf.BytesValue", T::bytes);
  return wrapper ? WellKnown::wrapper : WellKnown::none;
}

std::string key_of(const std::string& name) { return "," + json::quoted(name) + ":"; }

void index_numbers(MessageTable& table) {
  std::uint32_t size = 0;
  for (const Field& field : table.fields) {
    if (field.number < kDenseNumbers) size = std::max(size, field.number + 1);
  }
  table.dense.resize(size);
  for (std::uint32_t i = 0; i < table.fields.size(); ++i) {
    const std::uint32_t number = table.fields[i].number;
    if (number < size) {
      table.dense[number] = i + 1;
    } else {
      table.sparse.push_back(i);
    }
  }
  std::sort(table.sparse.begin(), table.sparse.end(), [&](std::uint32_t a, std::uint32_t b) {
    return table.fields[a].number < table.fields[b].number;
  });
  for (std::uint32_t i = 0; i < table.fields.size(); ++i) {
    if (table.fields[i].oneof >= 0) {
      table.quick.refuse(table.fields[i].number);
    } else {
      table.quick.add(table.fields[i], i);
    }
  }
  table.quick.skip_others();
}

// Where one field's JSON name is another one's own name, it is the JSON name that is meant: it is
// what clients are shown.
void index_keys(MessageTable& table) {
  for (std::uint32_t i = 0; i < table.fields.size(); ++i) {
    table.keys.add(table.fields[i].json_name, i);
    table.requires_fields = table.requires_fields || table.fields[i].required;
  }
  for (std::uint32_t i = 0; i < table.fields.size(); ++i) table.keys.add(table.fields[i].name, i);
}

// Every message and enum that a set of files declares or imports, each once.
class Reachable {
 public:
  void take(const pb::FileDescriptor& file) {
    if (!files_.insert(&file).second) return;
    for (int i = 0; i < file.dependency_count(); ++i) take(*file.dependency(i));
    for (int i = 0; i < file.message_type_count(); ++i) take(*file.message_type(i));
    for (int i = 0; i < file.enum_type_count(); ++i) enums.push_back(file.enum_type(i));
  }

  std::vector<const pb::Descriptor*> messages;
  std::vector<const pb::EnumDescriptor*> enums;

 private:
  void take(const pb::Descriptor& message) {
    messages.push_back(&message);
    for (int i = 0; i < message.nested_type_count(); ++i) take(*message.nested_type(i));
    for (int i = 0; i < message.enum_type_count(); ++i) enums.push_back(message.enum_type(i));
  }

  std::unordered_set<const pb::FileDescriptor*> files_;
};

std::unique_ptr<EnumTable> enum_table(const pb::EnumDescriptor& from) {
  auto table = std::make_unique<EnumTable>();
  table->full_name = from.full_name();
  table->closed = from.file()->syntax() == pb::FileDescriptor::SYNTAX_PROTO2;
  table->null_value = table->full_name == "google.protobuf.NullValue";
  for (int i = 0; i < from.value_count(); ++i) {
    table->values.push_back({from.value(i)->number(), from.value(i)->name(), ""});
  }
  // Names are shortened while aliases are still there: no short name may be an alias's name.
  shorten_names(*table, enum_prefix(from.name()));
  auto& values = table->values;
  for (const EnumTable::Value& value : values) {
    const auto number = static_cast<std::uint32_t>(value.number);
    table->full_names.add(value.full_name, number);
    if (value.short_name != value.full_name) table->short_names.add(value.short_name, number);
  }
  std::stable_sort(values.begin(), values.end(),
                   [](const auto& a, const auto& b) { return a.number < b.number; });
  values.erase(std::unique(values.begin(), values.end(),
                           [](const auto& a, const auto& b) { return a.number == b.number; }),
               values.end());
  return table;
}

}  // namespace

Schema::Schema(std::shared_ptr<const pb::DescriptorPool> pool,
               const std::vector<const pb::FileDescriptor*>& files, Sources sources)
    : pool_(std::move(pool)), files_(files), sources_(std::move(sources)) {
  Reachable own;
  for (const pb::FileDescriptor* file : files_) own.take(*file);
  add(own.messages, own.enums);

  // An Any may hold a well-known type that no file imports: protobuf's own copies stand in.
  Reachable known;
  for (const pb::Descriptor* message :
       {pb::Any::descriptor(), pb::Duration::descriptor(), pb::Empty::descriptor(),
        pb::FieldMask::descriptor(), pb::Struct::descriptor(), pb::Timestamp::descriptor(),
        pb::StringValue::descriptor()}) {
    known.take(*message->file());
  }
  add(known.messages, known.enums);
}

std::shared_ptr<const Source> Schema::source_of(const pb::FileDescriptor& file) const {
  const auto found = sources_.find(file.name());
  return found != sources_.end() ? found->second : nullptr;
}

void Schema::add(const std::vector<const pb::Descriptor*>& messages,
                 const std::vector<const pb::EnumDescriptor*>& enums) {
  for (const pb::EnumDescriptor* from : enums) {
    if (enums_.count(from) == 0) enums_.emplace(from, enum_table(*from));
  }
  // All tables first, so that fields can point at messages that come later or recur.
  std::vector<const pb::Descriptor*> added;
  for (const pb::Descriptor* from : messages) {
    auto [at, is_new] = messages_.emplace(from, nullptr);
    if (!is_new) continue;
    at->second = std::make_unique<MessageTable>();
    at->second->full_name = from->full_name();
    added.push_back(from);
    const MessageTable& table = *at->second;
    if (!from->options().map_entry()) by_name_.emplace(table.full_name, &table);
  }
  for (const pb::Descriptor* from : added) fill(*messages_.at(from), *from);
  // From the messages that require a field to those that hold them.
  for (bool more = true; more;) {
    more = false;
    for (const pb::Descriptor* from : added) {
      MessageTable& table = *messages_.at(from);
      if (table.may_require) continue;
      table.may_require =
          table.requires_fields || std::ranges::any_of(table.fields, [](const Field& field) {
            return field.message != nullptr && field.message->may_require;
          });
      more = more || table.may_require;
    }
  }
}

void Schema::fill(MessageTable& table, const pb::Descriptor& from) const {
  table.fields.reserve(static_cast<std::size_t>(from.field_count()));
  for (int i = 0; i < from.field_count(); ++i) {
    const pb::FieldDescriptor& f = *from.field(i);
    Field field;
    field.number = static_cast<std::uint32_t>(f.number());
    // FieldType lists the types in the order of FieldDescriptorProto.Type, which begins at 1.
    field.type = static_cast<FieldType>(f.type() - 1);
    field.wire_type = static_cast<std::uint8_t>(wire::type_of(field.type));
    field.repeated = f.is_repeated();
    field.map = f.is_map();
    field.presence = f.has_presence();
    field.packed = f.is_packed();
    field.required = f.is_required();
    field.utf8 = f.type() == pb::FieldDescriptor::TYPE_STRING &&
                 f.file()->syntax() == pb::FileDescriptor::SYNTAX_PROTO3;
    if (const pb::OneofDescriptor* oneof = f.real_containing_oneof()) field.oneof = oneof->index();
    field.name = f.name();
    field.json_name = f.json_name();
    field.json_key = key_of(field.json_name);
    field.name_key = key_of(field.name);
    if (f.message_type() != nullptr) field.message = &this->table(*f.message_type());
    if (f.enum_type() != nullptr) field.enumeration = &this->table(*f.enum_type());
    table.fields.push_back(std::move(field));
  }
  table.oneofs = static_cast<std::uint32_t>(from.real_oneof_decl_count());
  table.well_known = well_known_of(table);
  index_numbers(table);
  index_keys(table);
}

const MessageTable& Schema::table(const pb::Descriptor& message) const {
  return *messages_.at(&message);
}

const EnumTable& Schema::table(const pb::EnumDescriptor& enumeration) const {
  return *enums_.at(&enumeration);
}

const MessageTable* Schema::resolve(std::string_view full_name) const {
  const auto at = by_name_.find(full_name);
  return at == by_name_.end() ? nullptr : at->second;
}

}  // namespace bff::proto
