// SPDX-License-Identifier: Apache-2.0
#include "fuzz/random_shape.hpp"

#include <algorithm>
#include <cctype>
#include <map>

#include "support/reference_json.hpp"

namespace bff::fuzz {

namespace pb = google::protobuf;
using Field = pb::FieldDescriptor;
using namespace test::reference;
using ShapePtr = std::unique_ptr<Shape>;

namespace {

constexpr int kShapeDepth = 4;

// What an expression is, as the language's types have it. A singular wrapper is its scalar.
struct Typed {
  const pb::Descriptor* message = nullptr;  // a single message
  const Field* field = nullptr;             // a scalar, an enum; a list or a map
  bool many = false;
  bool nullable = false;

  bool is_plain() const { return field != nullptr && !many; }
};

// A value of the field, or one element of it.
Typed single(const Field& field) {
  if (field.cpp_type() != Field::CPPTYPE_MESSAGE) return {.field = &field};
  if (const Field* held = wrapped(*field.message_type())) return {.field = held};
  return {.message = field.message_type()};
}

Typed typed(const Field& field) {
  if (field.is_repeated()) return {.field = &field, .many = true};
  Typed made = single(field);
  made.nullable = field.has_presence();
  return made;
}

Typed element_of(const Typed& list) {
  return single(list.field->is_map() ? *list.field->message_type()->map_value() : *list.field);
}

bool same(const Typed& a, const Typed& b) {
  if (a.many || b.many) return false;
  if (a.message != nullptr || b.message != nullptr) return a.message == b.message;
  return a.field->cpp_type() == b.field->cpp_type() &&
         (a.field->type() == Field::TYPE_BYTES) == (b.field->type() == Field::TYPE_BYTES) &&
         a.field->enum_type() == b.field->enum_type();
}

bool is_known(const pb::Descriptor& message) {
  return message.full_name().starts_with("google.protobuf.");
}

// May stand in a path of a view.
bool is_word(const std::string& key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_';
  });
}

class RouteMaker {
 public:
  RouteMaker(Choices& choices, const pb::Descriptor& type) : choices_(choices) {
    names_.push_back({"c", {.message = &type}});
  }

  Route make() {
    route_.int64_numbers = choices_.flag();
    route_.enums = static_cast<Route::Enums>(choices_.below(3));
    route_.proto_names = choices_.flag();
    route_.shape = choices_.rarely(8) ? copy(names_[0]) : object(0);
    // A call that nothing reads is refused.
    if (route_.shape->kind == Shape::Kind::object) route_.shape->members.emplace_back("r", value());
    const std::size_t paths = choices_.below(6);
    for (std::size_t n = paths < 4 ? paths : 0; n > 0; --n) add_only();
    for (std::size_t n = choices_.below(3); n > 0; --n) add_limit();
    return std::move(route_);
  }

 private:
  struct Name {
    std::string name;
    Typed type;
  };
  struct Source {
    Ref ref;
    Typed type;
  };

  ShapePtr copy(const Name& name) {
    auto shape = std::make_unique<Shape>();
    shape->kind = Shape::Kind::value;
    shape->expression.refs.push_back({.name = name.name});
    types_[shape.get()] = name.type;
    return shape;
  }

  Source reference() {
    const Name& root = names_[names_.size() - 1 - choices_.below(names_.size())];
    Source made{{.name = root.name}, root.type};
    insist(made);
    for (std::size_t n = choices_.below(4); n > 0; --n) {
      if (made.type.message == nullptr || made.type.message->field_count() == 0) break;
      const auto count = static_cast<std::size_t>(made.type.message->field_count());
      const Field& field = *made.type.message->field(static_cast<int>(choices_.below(count)));
      const bool nullable = made.type.nullable;
      made.type = typed(field);
      made.type.nullable = made.type.nullable || nullable;
      made.ref.steps.push_back({field.name()});
      insist(made);
    }
    return made;
  }

  void insist(Source& source) {
    if (!source.type.nullable || !choices_.rarely(12)) return;
    source.ref.steps.push_back({});
    source.type.nullable = false;
  }

  ShapePtr shape(int depth) {
    const std::size_t choice = choices_.below(8);
    if (depth >= kShapeDepth || choice < 2) return value();
    if (choice < 4) return object(depth);
    if (choice == 4) return literal();
    const Source source = reference();
    if (source.type.many) return each(source, depth);
    if (source.type.message != nullptr) return from(source, depth);
    return value();
  }

  ShapePtr literal() {
    constexpr std::pair<const char*, const char*> kLiterals[] = {
        {"null", "null"},      {"true", "true"},           {"12", "12"},
        {"-0.5e3", "-0.5e3"},  {"\"a $ b\"", "\"a $ b\""}, {"'$$x'", "\"$x\""},
        {"plain", "\"plain\""}};
    const auto& [written, json] = kLiterals[choices_.below(std::size(kLiterals))];
    auto made = std::make_unique<Shape>();
    made->kind = Shape::Kind::literal;
    made->literal = {written, json};
    return made;
  }

  ShapePtr value() {
    Source source = reference();
    auto made = std::make_unique<Shape>();
    made->kind = Shape::Kind::value;
    made->expression.refs.push_back(source.ref);
    types_[made.get()] = source.type;
    if (!source.type.many && choices_.rarely(3)) add_fallback(made->expression, source.type);
    return made;
  }

  void add_fallback(Expression& expression, const Typed& type) {
    using Fallback = Expression::Fallback;
    const bool if_empty = type.is_plain() && choices_.flag();
    if (!if_empty && !type.nullable) return;
    if (choices_.flag()) {
      Source other = reference();
      // Left of `??` what is never null is refused; the last operand may be anything.
      if (same(type, other.type)) {
        expression.refs.push_back(other.ref);
        expression.fallback = if_empty ? Fallback::if_empty : Fallback::if_null;
        if (!if_empty && !other.type.nullable) return;
      }
    }
    if (!type.is_plain()) return;
    auto literal = literal_of(*type.field);
    if (!literal && expression.refs.size() == 1) return;
    expression.literal = std::move(literal);
    expression.fallback = if_empty ? Fallback::if_empty : Fallback::if_null;
  }

  std::optional<Literal> literal_of(const Field& field) {
    if (choices_.rarely(4)) return Literal{"null", "null"};
    switch (field.cpp_type()) {
      case Field::CPPTYPE_INT32:
      case Field::CPPTYPE_UINT32:
        return Literal{"41", "41"};
      case Field::CPPTYPE_INT64:
      case Field::CPPTYPE_UINT64:
        return Literal{"9007199254740993",
                       route_.int64_numbers ? "9007199254740993" : "\"9007199254740993\""};
      case Field::CPPTYPE_DOUBLE:
      case Field::CPPTYPE_FLOAT:
        return Literal{"2.50", "2.5"};
      case Field::CPPTYPE_BOOL:
        return Literal{"true", "true"};
      case Field::CPPTYPE_STRING:
        if (field.type() == Field::TYPE_BYTES) return Literal{"\"AQID\"", "\"AQID\""};
        return Literal{"\"it's \\u00e9\"", "\"it's \xC3\xA9\""};
      case Field::CPPTYPE_ENUM: {
        if (field.enum_type()->full_name() == "google.protobuf.NullValue") return std::nullopt;
        const pb::EnumValueDescriptor& value = *field.enum_type()->value(2);
        return Literal{value.name(), enum_json(route_, *field.enum_type(), value.number())};
      }
      case Field::CPPTYPE_MESSAGE:
        break;
    }
    return std::nullopt;
  }

  ShapePtr object(int depth) {
    auto made = std::make_unique<Shape>();
    constexpr const char* kKeys[] = {"a", "b c", "q\"\\", "long_key_of_many_words", "\xC3\xA9"};
    for (std::size_t n = 1 + choices_.below(4); n > 0; --n) {
      const std::string key = choices_.rarely(4) ? kKeys[choices_.below(std::size(kKeys))] : "k";
      made->members.emplace_back(key + std::to_string(n), shape(depth + 1));
    }
    return made;
  }

  ShapePtr each(const Source& source, int depth) {
    return bound(Shape::Kind::each, source, element_of(source.type), depth);
  }

  ShapePtr from(const Source& source, int depth) {
    Typed there = source.type;
    there.nullable = false;
    return bound(Shape::Kind::from, source, there, depth);
  }

  ShapePtr bound(Shape::Kind kind, const Source& source, const Typed& element, int depth) {
    auto made = std::make_unique<Shape>();
    made->kind = kind;
    made->expression.refs.push_back(source.ref);
    made->name = "x" + std::to_string(counter_++);
    types_[made.get()] = kind == Shape::Kind::each ? source.type : element;
    const std::size_t choice = choices_.below(4);
    if (choice == 0) return made;
    if (choice == 1 && element.message != nullptr && element.message->field_count() > 0) {
      add_pick(*made, *element.message);
      return made;
    }
    names_.push_back({made->name, element});
    made->body = shape(depth + 1);
    // A text in the place of a body would be the name of a shape.
    if (made->body->kind == Shape::Kind::literal) made->body->literal = {"null", "null"};
    names_.pop_back();
    return made;
  }

  void add_pick(Shape& made, const pb::Descriptor& message) {
    for (std::size_t n = 1 + choices_.below(4); n > 0; --n) {
      const auto count = static_cast<std::size_t>(message.field_count());
      const std::string& name = message.field(static_cast<int>(choices_.below(count)))->name();
      if (std::find(made.pick.begin(), made.pick.end(), name) == made.pick.end()) {
        made.pick.push_back(name);
      }
    }
  }

  // ---- The view: paths of keys that are there ------------------------------------------------

  // A path into what is copied whole; true when it ends at a list.
  bool walk(Typed type, std::string& path) {
    for (;;) {
      const bool list = type.many && !type.field->is_map();
      if (type.many) type = element_of(type);
      const bool opens =
          type.message != nullptr && !is_known(*type.message) && type.message->field_count() > 0;
      if (!opens || !choices_.left() || choices_.rarely(3)) return list;
      const auto count = static_cast<std::size_t>(type.message->field_count());
      const Field& field = *type.message->field(static_cast<int>(choices_.below(count)));
      if (!add_key(path, field)) return list;
      type = typed(field);
    }
  }

  bool add_key(std::string& path, const Field& field) {
    const std::string key = route_.proto_names ? field.name() : field.json_name();
    if (!is_word(key)) return false;
    path += (path.empty() ? "" : ".") + key;
    return true;
  }

  bool walk(const Shape& shape, std::string& path) {
    const auto type = types_.find(&shape);
    const bool list = type != types_.end() && type->second.many && !type->second.field->is_map();
    switch (shape.kind) {
      case Shape::Kind::literal:
        return false;
      case Shape::Kind::object: {
        const auto& [key, value] = shape.members[choices_.below(shape.members.size())];
        if (!is_word(key)) return false;
        path += (path.empty() ? "" : ".") + key;
        return walk(*value, path);
      }
      case Shape::Kind::value:
        return walk(type->second, path);
      case Shape::Kind::each:
      case Shape::Kind::from:
        break;
    }
    if (choices_.rarely(3)) return list;
    if (shape.body) {
      const std::size_t before = path.size();
      const bool ends_at_list = walk(*shape.body, path);
      return path.size() == before ? list : ends_at_list;
    }
    if (shape.pick.empty()) return walk(type->second, path);
    const Typed element = type->second.many ? element_of(type->second) : type->second;
    const Field& field =
        *element.message->FindFieldByName(shape.pick[choices_.below(shape.pick.size())]);
    return add_key(path, field) && walk(typed(field), path);
  }

  void add_only() {
    std::string path;
    walk(*route_.shape, path);
    const bool known = std::find(route_.only.begin(), route_.only.end(), path) != route_.only.end();
    if (!path.empty() && !known) route_.only.push_back(path);
  }

  void add_limit() {
    std::string path;
    if (!walk(*route_.shape, path) || path.empty()) return;
    for (const auto& other : route_.limits) {
      if (other.first == path) return;
    }
    // What `only` has cut off cannot be cut again.
    const bool kept = route_.only.empty() ||
                      std::any_of(route_.only.begin(), route_.only.end(), [&](const auto& only) {
                        return path == only || path.starts_with(only + ".");
                      });
    if (kept) route_.limits.emplace_back(path, static_cast<std::uint32_t>(1 + choices_.below(3)));
  }

  Choices& choices_;
  Route route_;
  std::vector<Name> names_;
  std::map<const Shape*, Typed> types_;  // of what a shape's expression yields
  int counter_ = 0;
};

}  // namespace

Route random_route(Choices& choices, const pb::Descriptor& type) {
  return RouteMaker(choices, type).make();
}

}  // namespace bff::fuzz
