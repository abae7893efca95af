// SPDX-License-Identifier: Apache-2.0
#include "support/reference_json.hpp"

#include <google/protobuf/util/field_mask_util.h>
#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace bff::test::reference {

namespace pb = google::protobuf;
using Cpp = pb::FieldDescriptor;

namespace {

std::string base64(std::string_view bytes) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    unsigned group = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      group = group << 8 | (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      out += at + i > bytes.size() ? '=' : kAlphabet[group >> (18 - 6 * i) & 63];
    }
  }
  return out;
}

template <class Float>
std::string floating(Float value) {
  if (std::isnan(value)) return "\"NaN\"";
  if (std::isinf(value)) return value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  char text[64];  // the shortest that reads back, as the standard has it
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

// The style guide's prefix of an enum's values: its name in words, in capitals.
std::string prefix_of(const std::string& type) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  std::string out;
  for (std::size_t i = 0; i < type.size(); ++i) {
    const bool word = i > 0 && upper(type[i]) &&
                      (lower(type[i - 1]) || digit(type[i - 1]) ||
                       (upper(type[i - 1]) && i + 1 < type.size() && lower(type[i + 1])));
    if (word) out += '_';
    out += lower(type[i]) ? static_cast<char>(type[i] - 32) : type[i];
  }
  return out + '_';
}

std::int64_t integer(const pb::Message& message, int number) {
  const auto& field = *message.GetDescriptor()->FindFieldByNumber(number);
  return field.cpp_type() == Cpp::CPPTYPE_INT64
             ? message.GetReflection()->GetInt64(message, &field)
             : message.GetReflection()->GetInt32(message, &field);
}

JsonTree timestamp(const pb::Message& message) {
  pb::Timestamp time;
  time.set_seconds(integer(message, 1));
  time.set_nanos(static_cast<int>(integer(message, 2)));
  const bool good = time.seconds() >= pb::util::TimeUtil::kTimestampMinSeconds &&
                    time.seconds() <= pb::util::TimeUtil::kTimestampMaxSeconds &&
                    time.nanos() >= 0 && time.nanos() <= 999'999'999;
  return good ? JsonTree::value('"' + pb::util::TimeUtil::ToString(time) + '"') : JsonTree::error();
}

JsonTree duration(const pb::Message& message) {
  pb::Duration span;
  span.set_seconds(integer(message, 1));
  span.set_nanos(static_cast<int>(integer(message, 2)));
  const std::int64_t s = span.seconds(), n = span.nanos();
  const bool good = s >= pb::util::TimeUtil::kDurationMinSeconds &&
                    s <= pb::util::TimeUtil::kDurationMaxSeconds && n >= -999'999'999 &&
                    n <= 999'999'999 && !(s > 0 && n < 0) && !(s < 0 && n > 0);
  return good ? JsonTree::value('"' + pb::util::TimeUtil::ToString(span) + '"') : JsonTree::error();
}

JsonTree field_mask(const pb::Message& message) {
  const auto& field = *message.GetDescriptor()->FindFieldByNumber(1);
  const auto& reflection = *message.GetReflection();
  std::string out;
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    const std::string path = reflection.GetRepeatedString(message, &field, i);
    std::string camel;
    pb::FieldMask one;
    one.add_paths(path);
    const bool plain = !path.empty() && std::all_of(path.begin(), path.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    });
    if (!plain || !pb::util::FieldMaskUtil::ToJsonString(one, &camel)) {
      return JsonTree::error();
    }
    out += (i > 0 ? "," : "") + camel;
  }
  return JsonTree::value('"' + out + '"');
}

}  // namespace

const pb::FieldDescriptor* wrapped(const pb::Descriptor& message) {
  const bool is_wrapper = message.file()->name() == "google/protobuf/wrappers.proto";
  return is_wrapper ? message.field(0) : nullptr;
}

std::string enum_json(const Route& route, const pb::EnumDescriptor& type, int number) {
  const pb::EnumValueDescriptor* value =
      route.enums == Route::Enums::numbers ? nullptr : type.FindValueByNumber(number);
  if (value == nullptr) return std::to_string(number);
  const std::string& name = value->name();
  const std::string prefix = prefix_of(type.name());
  const bool cut = route.enums == Route::Enums::short_names && name.size() > prefix.size() &&
                   name.compare(0, prefix.size(), prefix) == 0 &&
                   type.FindValueByName(name.substr(prefix.size())) == nullptr;
  return json_text(cut ? name.substr(prefix.size()) : name);
}

JsonTree ValueWriter::value(const pb::Message& from, const pb::FieldDescriptor& field, int index,
                            int depth) const {
  const pb::Reflection& r = *from.GetReflection();
  const bool one = index < 0;
  const auto integer = [&](auto number, bool wide) {
    const std::string text = std::to_string(number);
    return JsonTree::value(wide && !route_.int64_numbers ? '"' + text + '"' : text);
  };
  switch (field.cpp_type()) {
    case Cpp::CPPTYPE_INT32:
      return integer(one ? r.GetInt32(from, &field) : r.GetRepeatedInt32(from, &field, index),
                     false);
    case Cpp::CPPTYPE_UINT32:
      return integer(one ? r.GetUInt32(from, &field) : r.GetRepeatedUInt32(from, &field, index),
                     false);
    case Cpp::CPPTYPE_INT64:
      return integer(one ? r.GetInt64(from, &field) : r.GetRepeatedInt64(from, &field, index),
                     true);
    case Cpp::CPPTYPE_UINT64:
      return integer(one ? r.GetUInt64(from, &field) : r.GetRepeatedUInt64(from, &field, index),
                     true);
    case Cpp::CPPTYPE_DOUBLE:
      return JsonTree::value(
          floating(one ? r.GetDouble(from, &field) : r.GetRepeatedDouble(from, &field, index)));
    case Cpp::CPPTYPE_FLOAT:
      return JsonTree::value(
          floating(one ? r.GetFloat(from, &field) : r.GetRepeatedFloat(from, &field, index)));
    case Cpp::CPPTYPE_BOOL:
      return JsonTree::value(
          (one ? r.GetBool(from, &field) : r.GetRepeatedBool(from, &field, index)) ? "true"
                                                                                   : "false");
    case Cpp::CPPTYPE_ENUM: {
      if (field.enum_type()->full_name() == "google.protobuf.NullValue") return {};
      return JsonTree::value(enum_json(
          route_, *field.enum_type(),
          one ? r.GetEnumValue(from, &field) : r.GetRepeatedEnumValue(from, &field, index)));
    }
    case Cpp::CPPTYPE_STRING: {
      const std::string text =
          one ? r.GetString(from, &field) : r.GetRepeatedString(from, &field, index);
      return JsonTree::value(field.type() == Cpp::TYPE_BYTES ? '"' + base64(text) + '"'
                                                             : json_text(text));
    }
    case Cpp::CPPTYPE_MESSAGE:
      return message(one ? r.GetMessage(from, &field) : r.GetRepeatedMessage(from, &field, index),
                     depth);
  }
  return JsonTree::error();
}

std::vector<std::pair<std::string, const pb::Message*>> ValueWriter::entries(
    const pb::Message& from, const pb::FieldDescriptor& field) const {
  const pb::FieldDescriptor& key = *field.message_type()->FindFieldByNumber(1);
  const Route plain{.int64_numbers = true};
  std::vector<std::pair<std::string, const pb::Message*>> all;
  for (int i = 0; i < from.GetReflection()->FieldSize(from, &field); ++i) {
    const pb::Message& entry = from.GetReflection()->GetRepeatedMessage(from, &field, i);
    const bool is_text = key.cpp_type() == Cpp::CPPTYPE_STRING;
    const std::string name = is_text ? entry.GetReflection()->GetString(entry, &key)
                                     : ValueWriter(pool_, plain).value(entry, key, -1, 0).json;
    // The last one of a key is the one that holds.
    std::erase_if(all, [&](const auto& other) { return other.first == name; });
    all.emplace_back(name, &entry);
  }
  return all;
}

JsonTree ValueWriter::field(const pb::Message& from, const pb::FieldDescriptor& field,
                            int depth) const {
  const pb::Reflection& reflection = *from.GetReflection();
  if (pool_.is_map(field)) {
    JsonTree map = JsonTree::of(JsonTree::Kind::map);
    for (const auto& [key, entry] : entries(from, field)) {
      map.add(key, value(*entry, *entry->GetDescriptor()->FindFieldByNumber(2), -1, depth));
    }
    return map;
  }
  if (field.is_repeated()) {
    JsonTree list = JsonTree::of(JsonTree::Kind::list);
    for (int i = 0; i < reflection.FieldSize(from, &field); ++i) {
      list.items.push_back(value(from, field, i, depth));
    }
    return list;
  }
  if (field.has_presence() && !reflection.HasField(from, &field)) return {};
  return value(from, field, -1, depth);
}

JsonTree ValueWriter::message(const pb::Message& message, int depth) const {
  bool is_one = true;
  JsonTree known = well_known(message, depth, is_one);
  if (is_one) return known;
  JsonTree object = JsonTree::of(JsonTree::Kind::object);
  const pb::Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const pb::FieldDescriptor& member = *type.field(i);
    if (member.real_containing_oneof() != nullptr &&
        !message.GetReflection()->HasField(message, &member)) {
      continue;  // of a oneof only the member that is set
    }
    object.add(key_of(member), field(message, member, depth + 1));
  }
  return object;
}

JsonTree ValueWriter::any(const pb::Message& message, int depth) const {
  const pb::Descriptor& type = *message.GetDescriptor();
  const std::string url = message.GetReflection()->GetString(message, type.FindFieldByNumber(1));
  const std::string bytes = message.GetReflection()->GetString(message, type.FindFieldByNumber(2));
  if (url.empty() && bytes.empty()) return JsonTree::of(JsonTree::Kind::object);
  const std::size_t slash = url.rfind('/');
  if (slash == std::string::npos) return JsonTree::error();
  const pb::Descriptor* held_type = pool_.find(url.substr(slash + 1));
  if (held_type == nullptr || pool_.is_map_entry(*held_type)) return JsonTree::error();
  const auto held = pool_.parse(*held_type, bytes, depth + 1);
  if (held == nullptr) return JsonTree::error();
  JsonTree object = JsonTree::of(JsonTree::Kind::object);
  object.add("@type", JsonTree::value(json_text(url)));
  bool is_one = true;
  JsonTree known = well_known(*held, depth + 1, is_one);
  if (is_one) {
    object.add("value", std::move(known));
  } else {
    for (auto& member : this->message(*held, depth + 1).members) {
      object.members.push_back(std::move(member));
    }
  }
  return object;
}

JsonTree ValueWriter::well_known(const pb::Message& message, int depth, bool& is_one) const {
  const pb::Descriptor& type = *message.GetDescriptor();
  const std::string& name = type.full_name();
  if (name == "google.protobuf.Any") return any(message, depth);
  if (name == "google.protobuf.Timestamp") return timestamp(message);
  if (name == "google.protobuf.Duration") return duration(message);
  if (name == "google.protobuf.FieldMask") return field_mask(message);
  if (name == "google.protobuf.Struct" || name == "google.protobuf.ListValue") {
    return field(message, *type.field(0), depth + 1);
  }
  if (name == "google.protobuf.Value") {
    const auto* set = message.GetReflection()->GetOneofFieldDescriptor(message, type.oneof_decl(0));
    if (set == nullptr) return {};
    if (set->cpp_type() == Cpp::CPPTYPE_DOUBLE &&
        !std::isfinite(message.GetReflection()->GetDouble(message, set))) {
      return JsonTree::error();
    }
    return value(message, *set, -1, depth + 1);
  }
  if (const auto* held = wrapped(type)) return value(message, *held, -1, depth + 1);
  is_one = false;
  return {};
}

}  // namespace bff::test::reference
