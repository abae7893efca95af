// SPDX-License-Identifier: Apache-2.0
#include "support/reference_shape_writer.hpp"

#include <map>

#include "support/reference_json.hpp"

namespace bff::test::reference {

namespace pb = google::protobuf;
using Cpp = pb::FieldDescriptor;

namespace {

struct InsistedInVain {};  // a `!` that does not hold

// What an expression yields: null, a message, or one value or all of a field.
struct Value {
  const pb::Message* message = nullptr;        // of which `field` is read, or the value itself
  const pb::FieldDescriptor* field = nullptr;  // null: the message is the value
  int index = -1;
  bool is_null() const { return message == nullptr; }
  bool is_list() const { return field != nullptr && field->is_repeated() && index < 0; }
};

// A singular message is itself; a wrapper is the scalar that it holds.
Value settled(const Value& value) {
  if (value.is_null() || value.is_list()) return value;
  if (value.field != nullptr && value.field->cpp_type() != Cpp::CPPTYPE_MESSAGE) return value;
  const pb::Reflection& reflection = *value.message->GetReflection();
  const pb::Message& message =
      value.field == nullptr ? *value.message
      : value.index < 0      ? reflection.GetMessage(*value.message, value.field)
                        : reflection.GetRepeatedMessage(*value.message, value.field, value.index);
  const pb::FieldDescriptor* const held =
      value.field == nullptr ? nullptr : wrapped(*message.GetDescriptor());
  return {&message, held};
}

class ShapeWriter {
 public:
  ShapeWriter(const Route& route, const pb::Message& answer, const ReferencePool& pool)
      : values_(pool, route), pool_(pool) {
    names_["c"] = {&answer, nullptr};
  }

  JsonTree write(const Shape& shape) {
    try {
      switch (shape.kind) {
        case Shape::Kind::object:
          return write_object(shape);
        case Shape::Kind::literal:
          return JsonTree::value(shape.literal.json);
        case Shape::Kind::value:
          return evaluate_to_json(shape.expression);
        case Shape::Kind::each:
          return write_each(shape);
        case Shape::Kind::from:
          return write_from(shape);
      }
    } catch (const InsistedInVain&) {
    }
    return JsonTree::error();
  }

 private:
  Value read(const Ref& ref) const {
    Value value = settled(names_.at(ref.name));
    for (const Ref::Step& step : ref.steps) {
      if (step.field.empty()) {
        if (value.is_null()) throw InsistedInVain{};
        continue;
      }
      if (value.is_null()) continue;
      const auto* field = value.message->GetDescriptor()->FindFieldByName(step.field);
      const bool absent = !field->is_repeated() && field->has_presence() &&
                          !value.message->GetReflection()->HasField(*value.message, field);
      value = absent ? Value{} : settled({value.message, field});
    }
    return value;
  }

  static bool is_empty(const Value& value) {
    if (value.is_null()) return true;
    const pb::Reflection& r = *value.message->GetReflection();
    const pb::Message& from = *value.message;
    const auto* f = value.field;
    const int i = value.index;
    const bool one = i < 0;
    switch (f->cpp_type()) {
      case Cpp::CPPTYPE_INT32:
        return (one ? r.GetInt32(from, f) : r.GetRepeatedInt32(from, f, i)) == 0;
      case Cpp::CPPTYPE_INT64:
        return (one ? r.GetInt64(from, f) : r.GetRepeatedInt64(from, f, i)) == 0;
      case Cpp::CPPTYPE_UINT32:
        return (one ? r.GetUInt32(from, f) : r.GetRepeatedUInt32(from, f, i)) == 0;
      case Cpp::CPPTYPE_UINT64:
        return (one ? r.GetUInt64(from, f) : r.GetRepeatedUInt64(from, f, i)) == 0;
      case Cpp::CPPTYPE_DOUBLE:
        return (one ? r.GetDouble(from, f) : r.GetRepeatedDouble(from, f, i)) == 0;
      case Cpp::CPPTYPE_FLOAT:
        return (one ? r.GetFloat(from, f) : r.GetRepeatedFloat(from, f, i)) == 0;
      case Cpp::CPPTYPE_BOOL:
        return !(one ? r.GetBool(from, f) : r.GetRepeatedBool(from, f, i));
      case Cpp::CPPTYPE_ENUM:
        return (one ? r.GetEnumValue(from, f) : r.GetRepeatedEnumValue(from, f, i)) == 0;
      case Cpp::CPPTYPE_STRING:
        return (one ? r.GetString(from, f) : r.GetRepeatedString(from, f, i)).empty();
      case Cpp::CPPTYPE_MESSAGE:
        break;
    }
    return false;
  }

  // The first operand that is there (`??`), or there and not empty (`||`); else the last. True
  // when it is the literal.
  bool evaluate(const Expression& expression, Value& value) const {
    for (std::size_t i = 0; i < expression.refs.size(); ++i) {
      value = read(expression.refs[i]);
      if (i + 1 == expression.refs.size() && !expression.literal) return false;
      const bool next =
          expression.fallback == Expression::Fallback::if_empty ? is_empty(value) : value.is_null();
      if (!next) return false;
    }
    return true;
  }

  JsonTree to_json(const Value& value) const {
    if (value.is_null()) return {};
    if (value.field == nullptr) return values_.message(*value.message, 0);
    return value.is_list() ? values_.field(*value.message, *value.field, 0)
                           : values_.value(*value.message, *value.field, value.index, 0);
  }

  JsonTree evaluate_to_json(const Expression& expression) const {
    Value value;
    return evaluate(expression, value) ? JsonTree::value(expression.literal->json) : to_json(value);
  }

  JsonTree write_object(const Shape& shape) {
    JsonTree object = JsonTree::of(JsonTree::Kind::object);
    for (const auto& [key, member] : shape.members) object.add(key, write(*member));
    return object;
  }

  JsonTree write_pick(const Shape& shape, const pb::Message& message) const {
    JsonTree object = JsonTree::of(JsonTree::Kind::object);
    for (const std::string& name : shape.pick) {
      const auto& field = *message.GetDescriptor()->FindFieldByName(name);
      const bool unset_member = field.real_containing_oneof() != nullptr &&
                                !message.GetReflection()->HasField(message, &field);
      if (unset_member) continue;
      object.add(values_.key_of(field), values_.field(message, field, 1));
    }
    return object;
  }

  // The body of $for and $from with its name bound.
  JsonTree write_body(const Shape& shape, const Value& element) {
    if (!shape.pick.empty()) return write_pick(shape, *settled(element).message);
    if (!shape.body) return to_json(settled(element));
    const std::map<std::string, Value> around = names_;
    if (!shape.name.empty()) names_[shape.name] = element;
    JsonTree body = write(*shape.body);
    names_ = around;
    return body;
  }

  JsonTree write_each(const Shape& shape) {
    Value list;
    evaluate(shape.expression, list);
    if (list.is_null()) return {};
    if (pool_.is_map(*list.field)) {
      JsonTree map = JsonTree::of(JsonTree::Kind::map);
      for (const auto& [key, entry] : values_.entries(*list.message, *list.field)) {
        const auto* value = entry->GetDescriptor()->FindFieldByNumber(2);
        map.add(key, write_body(shape, {entry, value}));
      }
      return map;
    }
    JsonTree all = JsonTree::of(JsonTree::Kind::list);
    const int size = list.message->GetReflection()->FieldSize(*list.message, list.field);
    for (int i = 0; i < size; ++i) {
      all.items.push_back(write_body(shape, {list.message, list.field, i}));
    }
    return all;
  }

  JsonTree write_from(const Shape& shape) {
    Value message;
    evaluate(shape.expression, message);
    return message.is_null() ? JsonTree{} : write_body(shape, message);
  }

  ValueWriter values_;
  const ReferencePool& pool_;
  std::map<std::string, Value> names_;
};

}  // namespace

std::optional<std::string> write(const Route& route, const pb::Message& answer,
                                 const ReferencePool& pool) {
  JsonTree tree = ShapeWriter(route, answer, pool).write(*route.shape);
  std::vector<std::vector<std::string>> kept;
  for (const std::string& path : route.only) kept.push_back(keys_of(path));
  if (!kept.empty()) keep_only(tree, kept);
  for (const auto& [path, limit] : route.limits) cut_lists(tree, keys_of(path), limit);
  if (holds_error(tree)) return std::nullopt;
  return test::to_json(tree);
}

}  // namespace bff::test::reference
