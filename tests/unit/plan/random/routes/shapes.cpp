// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/random/routes/shapes.hpp"

#include <algorithm>
#include <utility>

namespace bff::random_plans {

namespace pb = google::protobuf;
using Field = pb::FieldDescriptor;

namespace {

constexpr int kMaxShapeDepth = 3;

bool opens(const Typed& type) {
  return type.message != nullptr && type.message->field_count() > 0 &&
         !type.message->full_name().starts_with("google.");
}

}  // namespace

// Deep ones become values: references, literals and texts end a shape.
std::string RandomShapes::shape(int depth, const std::string& path, bool in_list) {
  const std::size_t choice = random_.below(20);
  if (depth >= kMaxShapeDepth || choice < 5) return value(path);
  if (choice < 7) return object(depth, path);
  if (choice == 7) return literal();
  if (choice == 8) return text();
  if (choice == 9) return list(depth, path);
  if (choice == 10) return count();
  if (choice == 11) return choose(depth, path, in_list);
  const auto found = refs_.find([&](const Typed& type) {
    return (type.many || type.message != nullptr) && (type.many || choice < 15);
  });
  if (!found) return value(path);
  return found->type.many ? each(*found, depth, path) : from(*found, depth, path);
}

// `$when` and keys, with `$merge` now and then.
std::string RandomShapes::object(int depth, const std::string& path) {
  std::string out;
  if (random_.one_in(6) && !path.empty()) out = "$when: " + expressions_.condition();
  for (std::size_t n = 1 + random_.below(4); n > 0; --n) {
    const std::string key = "k" + std::to_string(scope_.counter++);
    const std::string at = path.empty() ? key : path + "." + key;
    note(at, false);
    out += (out.empty() ? "" : ", ") + key + ": " + shape(depth + 1, at);
  }
  if (random_.one_in(5)) {
    if (const std::string part = merged(depth, path); !part.empty()) out += ", $merge: " + part;
  }
  return "{" + out + "}";
}

// Items of any form, some of which their `$when` leaves out.
std::string RandomShapes::list(int depth, const std::string& path) {
  std::string out;
  for (std::size_t n = 1 + random_.below(3); n > 0; --n) {
    std::string item = shape(depth + 1, path.empty() ? "" : path, true);
    if (random_.one_in(4)) {
      item = "{ $when: " + expressions_.condition() + ", " + "i" +
             std::to_string(scope_.counter++) + ": " + value("") + " }";
    }
    out += (out.empty() ? "" : ", ") + item;
  }
  return "[" + out + "]";
}

std::string RandomShapes::each(const Source& source, int depth, const std::string& path) {
  if (!path.empty() && !source.type.is_map()) note(path, true);
  const std::string name = scope_.fresh();
  std::string out = "{ $for: " + in_double_quotes(name + " in " + source.text);
  if (random_.one_in(4)) out += ", $limit: " + expressions_.limit();
  const Typed element = element_of(source.type);
  scope_.bind(name, element, source.level);
  const int around = std::exchange(scope_.around, std::max(scope_.around, source.level));
  if (random_.one_in(4)) out += ", $when: " + expressions_.condition();
  out += body(element, depth, path, !source.type.is_map());
  scope_.around = around;
  scope_.unbind();
  return out + " }";
}

std::string RandomShapes::from(const Source& source, int depth, const std::string& path) {
  const std::string name = scope_.fresh();
  std::string out =
      "{ $from: " + in_double_quotes(expressions_.with_fallback(source) + " as " + name);
  if (random_.one_in(6)) out += ", $when: " + expressions_.condition();
  Typed there = source.type;
  there.nullable = false;
  scope_.bind(name, there, source.level);
  const int around = std::exchange(scope_.around, std::max(scope_.around, source.level));
  out += body(there, depth, path, false);
  scope_.around = around;
  scope_.unbind();
  return out + " }";
}

std::string RandomShapes::body(const Typed& element, int depth, const std::string& path,
                               bool in_list) {
  const std::size_t choice = random_.below(6);
  if (choice == 0) return "";
  if (choice == 1 && opens(element)) return picks(*element.message);
  if (choice == 2) {
    const std::string chosen = choose(depth, path, in_list);
    return ", " + chosen.substr(1, chosen.size() - 2);
  }
  // A text in the place of a body would be the name of a shape.
  std::string made = shape(depth + 1, path);
  if (made == "plain" || made == "\"a $ b\"") made = "null";
  return ", $shape: " + made;
}

std::string RandomShapes::literal() {
  constexpr const char* kLiterals[] = {"null", "true", "12", "\"a $ b\"", "plain", "[1, a, null]"};
  return random_.of(kLiterals);
}

// What a view may name further below is noted as well.
std::string RandomShapes::value(const std::string& path) {
  const Source source = refs_.walk();
  const Typed& type = source.type;
  if (!path.empty() && type.many && !type.is_map()) note(path, true);
  if (!path.empty() && !type.many && opens(type)) {
    const Field& field = refs_.field_of(*type.message);
    note(path + "." + field.json_name(), field.is_repeated() && !field.is_map());
  }
  return in_double_quotes(expressions_.with_fallback(source));
}

// Encoded or not, by how it begins.
std::string RandomShapes::text() {
  const auto found = refs_.find([&](const Typed& type) { return type.is_plain(); });
  if (!found) return literal();
  constexpr const char* kBefore[] = {"/v1/", "https://x.example/", "no url: "};
  constexpr const char* kOpen[] = {"{", "{+"};
  std::string out = random_.of(kBefore);
  const bool url = out[0] == '/' || out[0] == 'h';
  out += (url ? random_.of(kOpen) : "{") + expressions_.with_fallback(*found) + "}";
  if (const auto other = refs_.find([&](const Typed& type) { return type.is_plain(); })) {
    out += "/b{" + other->text + "}";
  }
  return in_double_quotes(out);
}

std::string RandomShapes::count() {
  const auto found = refs_.find([&](const Typed& type) { return type.many; });
  return found ? "{ $count: " + in_double_quotes(found->text) + " }" : "3";
}

std::string RandomShapes::picks(const pb::Descriptor& message) {
  std::vector<std::string> names;
  for (int i = 0; i < message.field_count(); ++i) {
    if (random_.one_in(2)) names.push_back(message.field(i)->name());
  }
  if (names.empty()) names.push_back(message.field(0)->name());
  const bool omit =
      random_.one_in(3) && names.size() < static_cast<std::size_t>(message.field_count());
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return (omit ? ", $omit: [" : ", $pick: [") + out + "]";
}

// An object, or a message that is opened.
std::string RandomShapes::merged(int depth, const std::string& path) {
  if (random_.one_in(3)) return object(depth + 1, path.empty() ? "" : path);
  const auto found = refs_.find([&](const Typed& type) { return !type.many && opens(type); });
  if (!found) return "";
  const std::size_t choice = random_.below(3);
  if (choice == 0) return in_double_quotes(found->text);
  std::string out = "{ $from: " + in_double_quotes(found->text);
  if (choice == 1) return out + picks(*found->type.message) + " }";
  const std::string name = scope_.fresh();
  Typed there = found->type;
  there.nullable = false;
  scope_.bind(name, there, found->level);
  out = "{ $from: " + in_double_quotes(found->text + " as " + name) +
        ", $shape: " + object(depth + 1, path);
  scope_.unbind();
  return out + " }";
}

// By an enum, or by which field of a oneof is set; `$skip` only where a list's element can be left
// out.
std::string RandomShapes::choose(int depth, const std::string& path, bool in_list) {
  const auto has_oneof = [](const Typed& type) {
    return !type.many && type.message != nullptr && type.message->real_oneof_decl_count() > 0 &&
           !type.message->full_name().starts_with("google.");
  };
  const auto is_hue = [](const Typed& type) {
    return type.is_plain() && type.field->cpp_type() == Field::CPPTYPE_ENUM &&
           type.field->enum_type()->full_name() == "w.Hue";
  };
  const std::string otherwise = in_list && random_.one_in(2) ? "$skip" : shape(depth + 1, path);
  if (random_.one_in(2)) {
    if (const auto found = refs_.find(is_hue)) {
      return "{$switch: " + in_double_quotes(found->text) +
             ", $case: { RED: " + shape(depth + 1, path) +
             ", HUE_BLUE: " + (in_list && random_.one_in(3) ? "$skip" : shape(depth + 1, path)) +
             ", $else: " + otherwise + " }}";
    }
  }
  const auto found = refs_.find(has_oneof);
  if (!found) return "{$count: " + in_double_quotes(names_list()) + "}";
  const pb::OneofDescriptor& oneof = *found->type.message->oneof_decl(0);
  std::string cases;
  for (int i = 0; i < oneof.field_count(); ++i) {
    if (i > 0 && random_.one_in(3)) continue;
    cases += oneof.field(i)->name() + ": ";
    cases += random_.one_in(2) ? shape(depth + 1, path)
                               : in_double_quotes(found->text + "." + oneof.field(i)->name());
    cases += ", ";
  }
  return "{$switch: " + in_double_quotes(found->text + "." + oneof.name()) + ", $case: { " + cases +
         "$else: " + otherwise + " }}";
}

std::string RandomShapes::names_list() {
  const auto found = refs_.find([&](const Typed& type) { return type.many; });
  return found ? found->text : "$query.q";
}

}  // namespace bff::random_plans
