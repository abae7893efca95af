// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/random/routes/references.hpp"

#include "unit/plan/random/routes/random_route.hpp"

namespace bff::random_plans {

namespace pb = google::protobuf;
using Field = pb::FieldDescriptor;

Source References::walk(int depth, int below) {
  Name root = scope_.names[scope_.names.size() - 1 - random_.below(scope_.names.size())];
  for (int tries = 0; tries < 20; ++tries) {
    const bool table = !root.is_value && root.key;
    if (root.level < below && !(table && scope_.around >= root.level)) break;
    root = scope_.names[random_.below(scope_.names.size())];
  }
  Source made{"$" + root.name, root.type, root.level};
  if (root.key && (!root.is_value || random_.one_in(2))) {
    const auto key = key_of(*root.key, depth, root.level);
    made = {"$" + root.name + "(" + key + ")", root.row, root.level};
  }
  insist(made);
  for (std::size_t n = random_.below(5); n > 0; --n) {
    if (!step(made, depth)) break;
    insist(made);
  }
  return made;
}

// One step further down its type, or none: false.
bool References::step(Source& source, int depth) {
  Typed& type = source.type;
  if (type.crossed) return false;
  if (type.is_map()) return step_into_map(source, depth);
  if (type.many) return step_into_list(source);
  if (type.message == nullptr || type.message->field_count() == 0) return false;
  const Field& field = field_of(*type.message);
  source.text += "." + field.name();
  const bool nullable = type.nullable;
  type = typed(field);
  type.nullable = type.nullable || nullable;
  return true;
}

bool References::step_into_map(Source& source, int depth) {
  Typed& type = source.type;
  const pb::Descriptor& entry = *type.field->message_type();
  if (!random_.one_in(3)) return false;
  const Typed key{.field = entry.map_key()};
  source.text += "(" + key_of(key, depth, source.level + 1) + ")";
  type = single(*entry.map_value());
  type.nullable = true;
  return true;
}

// The first, or a field of all, which is crossed once only.
bool References::step_into_list(Source& source) {
  Typed& type = source.type;
  const bool nullable = type.nullable;
  const std::size_t choice = random_.below(4);
  if (choice > 1) return false;
  const Typed element = single(*type.field);
  if (choice == 0) {
    source.text += "[0]";
    type = element;
    type.nullable = true;
    return true;
  }
  if (element.message == nullptr || element.message->field_count() == 0) return false;
  const Field& field = field_of(*element.message);
  if (field.is_repeated()) return false;
  source.text += "[]." + field.name();
  type = single(field);
  type.many = type.crossed = true;
  type.nullable = nullable;
  return true;
}

const Field& References::field_of(const pb::Descriptor& message) {
  const auto count = static_cast<std::size_t>(message.field_count());
  return *message.field(static_cast<int>(random_.below(count)));
}

void References::insist(Source& source) {
  if (!source.type.nullable || !random_.one_in(16)) return;
  source.text += "!";
  source.type.nullable = false;
}

// A message as a key has no literal; where no reference is found the route is refused.
std::string References::key_of(const Typed& key, int depth, int below) {
  if (depth < 2 && !random_.one_in(12)) {
    const auto found = find([&](const Typed& type) { return same(type, key); }, depth + 1, below);
    if (found) return found->text;
  }
  if (key.message != nullptr) {
    for (int tries = 0; tries < 200; ++tries) {
      const Source made = walk(2, below);
      if (same(made.type, key)) return made.text;
    }
  }
  const std::string literal = key.is_plain() ? plain_literal(*key.field) : "";
  return literal.empty() ? "\"a\"" : literal;
}

std::string References::plain_literal(const Field& field) {
  switch (field.cpp_type()) {
    case Field::CPPTYPE_INT32:
    case Field::CPPTYPE_UINT32:
      return std::to_string(random_.below(4));
    case Field::CPPTYPE_INT64:
    case Field::CPPTYPE_UINT64:
      return kWide;
    case Field::CPPTYPE_BOOL:
      return random_.one_in(2) ? "true" : "false";
    case Field::CPPTYPE_ENUM: {
      constexpr const char* kHues[] = {"RED", "BLUE", "BARE", "HUE_NONE"};
      return field.enum_type()->full_name() == "w.Hue" ? random_.of(kHues) : "";
    }
    case Field::CPPTYPE_DOUBLE:
    case Field::CPPTYPE_FLOAT:
      return "0.5";
    case Field::CPPTYPE_STRING:
      if (field.type() == Field::TYPE_BYTES) return "\"YQ==\"";
      return random_.one_in(2) ? "\"a\"" : "\"b c\"";
    case Field::CPPTYPE_MESSAGE:
      break;
  }
  return "";
}

}  // namespace bff::random_plans
