// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/random/reference/value.hpp"

#include <utility>

#include "unit/plan/random/routes/random_route.hpp"

namespace bff::random_plans {

namespace pb = google::protobuf;
using Field = pb::FieldDescriptor;
using test::JsonTree;
using test::reference::wrapped;

bool Scalar::empty() const {
  switch (kind) {
    case Kind::text:
    case Kind::bytes:
      return text.empty();
    case Kind::real:
      return real == 0;
    case Kind::boolean:
      return text == "false";
    case Kind::integer:
    case Kind::enumeration:
      return text == "0";
  }
  return false;
}

bool Scalar::operator==(const Scalar& other) const {
  if (kind != Kind::real && other.kind != Kind::real) return text == other.text;
  const auto number = [](const Scalar& one) {
    return one.kind == Kind::real ? one.real : std::stod(one.text);
  };
  return number(*this) == number(other);
}

Value null_of(Value::Kind kind, std::string origin) {
  Value value;
  value.kind = kind;
  value.origin = std::move(origin);
  return value;
}

Value message_of(const pb::Message& message, std::string origin) {
  Value value = null_of(Value::Kind::one, std::move(origin));
  value.message = &message;
  return value;
}

Value made_of(Scalar scalar) {
  Value value = null_of(Value::Kind::one, "");
  value.made = std::make_shared<const Scalar>(std::move(scalar));
  return value;
}

Value list_of(std::vector<Value> items, std::string origin) {
  Value list = null_of(Value::Kind::list, std::move(origin));
  list.items = std::move(items);
  return list;
}

// A singular message is itself; a wrapper is the scalar that it holds.
Value Values::settled(const pb::Message& from, const Field& field, int index,
                      const std::string& origin) const {
  Value value = message_of(from, origin);
  value.field = &field;
  value.index = index;
  if (field.cpp_type() != Field::CPPTYPE_MESSAGE) return value;
  const pb::Reflection& r = *from.GetReflection();
  value.message =
      index < 0 ? &r.GetMessage(from, &field) : &r.GetRepeatedMessage(from, &field, index);
  value.field = wrapped(*field.message_type());
  value.index = -1;
  return value;
}

Value Values::field(const Value& of, const std::string& name) const {
  const Field& field = *of.message->GetDescriptor()->FindFieldByName(name);
  if (field.is_repeated()) {
    Value list = message_of(*of.message, of.origin);
    list.kind = Value::Kind::list;
    list.field = &field;
    return list;
  }
  if (field.has_presence() && !of.message->GetReflection()->HasField(*of.message, &field)) {
    return null_of(Value::Kind::absent, of.origin);
  }
  return settled(*of.message, field, -1, of.origin);
}

bool Values::is_map(const Value& list) const {
  return list.kind == Value::Kind::list && list.field != nullptr && pool_.is_map(*list.field);
}

std::vector<Value> Values::elements(const Value& list) const {
  if (list.field == nullptr) return list.items;
  std::vector<Value> all;
  const int size = list.message->GetReflection()->FieldSize(*list.message, list.field);
  for (int i = 0; i < size; ++i) {
    all.push_back(settled(*list.message, *list.field, i, list.origin));
  }
  return all;
}

std::vector<std::pair<std::string, Value>> Values::entries(const Value& map) const {
  std::vector<std::pair<std::string, Value>> all;
  for (const auto& [key, entry] : writer_.entries(*map.message, *map.field)) {
    const Field& value = *entry->GetDescriptor()->FindFieldByNumber(2);
    all.emplace_back(key, settled(*entry, value, -1, map.origin));
  }
  return all;
}

Scalar Values::scalar(const Value& value) const {
  if (value.made) return *value.made;
  static const test::reference::Route kPlain{.int64_numbers = true,
                                             .enums = test::reference::Route::Enums::numbers};
  const Field& field = *value.field;
  const pb::Message& from = *value.message;
  const pb::Reflection& r = *from.GetReflection();
  const int i = value.index;
  Scalar made;
  switch (field.cpp_type()) {
    case Field::CPPTYPE_STRING:
      made.kind = field.type() == Field::TYPE_BYTES ? Scalar::Kind::bytes : Scalar::Kind::text;
      made.text = i < 0 ? r.GetString(from, &field) : r.GetRepeatedString(from, &field, i);
      return made;
    case Field::CPPTYPE_DOUBLE:
      made.kind = Scalar::Kind::real;
      made.real = i < 0 ? r.GetDouble(from, &field) : r.GetRepeatedDouble(from, &field, i);
      return made;
    case Field::CPPTYPE_FLOAT:
      made.kind = Scalar::Kind::real;
      made.real = i < 0 ? r.GetFloat(from, &field) : r.GetRepeatedFloat(from, &field, i);
      return made;
    case Field::CPPTYPE_BOOL:
      made.kind = Scalar::Kind::boolean;
      break;
    case Field::CPPTYPE_ENUM:
      made.kind = Scalar::Kind::enumeration;
      made.type = field.enum_type();
      made.text = std::to_string(i < 0 ? r.GetEnumValue(from, &field)
                                       : r.GetRepeatedEnumValue(from, &field, i));
      return made;
    default:
      made.kind = Scalar::Kind::integer;
      break;
  }
  made.text = test::reference::ValueWriter(pool_, kPlain).value(from, field, i, 0).json;
  return made;
}

std::string Values::key(const Value& value) const {
  return value.is_message() ? value.message->SerializeAsString() : scalar(value).text;
}

// In the form that a literal's type has in JSON.
JsonTree Values::made_json(const Scalar& scalar) const {
  switch (scalar.kind) {
    case Scalar::Kind::text:
      return JsonTree::value(test::json_text(scalar.text));
    case Scalar::Kind::bytes:
      return JsonTree::value("\"YQ==\"");  // the only one that there is
    case Scalar::Kind::enumeration:
      return JsonTree::value(
          test::reference::enum_json(format_, *scalar.type, std::stoi(scalar.text)));
    case Scalar::Kind::integer:
      return JsonTree::value(
          scalar.text == kWide && !format_.int64_numbers ? '"' + scalar.text + '"' : scalar.text);
    default:
      return JsonTree::value(scalar.text);
  }
}

JsonTree Values::json(const Value& value) const {
  if (value.null()) return {};
  if (value.made) {
    return made_json(*value.made);
  }
  if (value.kind == Value::Kind::one) {
    return value.field == nullptr ? writer_.message(*value.message, 0)
                                  : writer_.value(*value.message, *value.field, value.index, 0);
  }
  if (value.field != nullptr) return writer_.field(*value.message, *value.field, 0);
  JsonTree list = JsonTree::of(JsonTree::Kind::list);
  for (const Value& item : value.items) list.items.push_back(json(item));
  return list;
}

std::string Values::in_text(const Value& value) const {
  if (!value.is_message()) {
    const Scalar one = scalar(value);
    if (one.kind == Scalar::Kind::text || one.kind == Scalar::Kind::integer) return one.text;
  }
  std::string text = json(value).json;
  return text.starts_with('"') ? text.substr(1, text.size() - 2) : text;
}

}  // namespace bff::random_plans
