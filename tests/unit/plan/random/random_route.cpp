// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/random/random_route.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "support/reference_json.hpp"
#include "unit/plan/random/typed.hpp"

namespace bff::random_plans {

namespace pb = google::protobuf;
using Field = pb::FieldDescriptor;

namespace {

constexpr int kMaxDepth = 3;

struct Name {
  std::string name;  // "c0", "x1", "query.q"
  Typed type;        // of `$name`, where it is a value
  bool is_value = true;
  std::optional<Typed> key;  // of `$name(key)`
  Typed row;
  int level = -1;  // the last call that it is taken from
};

struct Source {
  std::string text;
  Typed type;
  int level = -1;
};

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? "''" : std::string(1, c);
  return out + "'";
}

class RouteMaker {
 public:
  RouteMaker(Random& random, const World& world) : random_(random), world_(world) {
    const Typed text{.field = world.message("w.Part").FindFieldByName("name")};
    Typed maybe = text;
    maybe.nullable = true;
    add({"query.q", maybe});
    add({"query.d", text});
    add({"query.n", {.field = world.message("w.Part").FindFieldByName("size")}});
  }

  std::string make() {
    const std::size_t count = 1 + random_.below(4);
    std::vector<std::string> calls;
    for (std::size_t i = 0; i < count; ++i) calls.push_back(call("c" + std::to_string(i)));
    std::string shape = object(0, "");
    // A call that nothing reads is refused.
    shape.pop_back();
    for (std::size_t i = 0; i < count; ++i) shape += ", " + reading("c" + std::to_string(i));
    shape += "}";
    if (random_.one_in(3)) std::shuffle(calls.begin(), calls.end(), random_.engine());
    std::string out = "version: bff/v1\ndefaults: {";
    out += random_.one_in(2) ? "int64: number, " : "int64: string, ";
    constexpr const char* kEnums[] = {"short", "full", "number"};
    out += std::string("enums: ") + random_.of(kEnums);
    out += random_.one_in(4) ? ", names: proto" : "";
    out +=
        "}\nroutes:\n  - id: r\n    http: GET /r\n    auth: public\n    query:\n"
        "      q: { type: string }\n      d: { type: string, default: a }\n"
        "      n: { type: int32, default: 2 }\n    calls:\n";
    for (const std::string& one : calls) out += "      " + one + "\n";
    return out + "    shape: " + shape + "\n    clients: { web: {" + view() + "} }\n";
  }

 private:
  void add(Name name) { names_.push_back(std::move(name)); }
  // A name for what is taken from `source`.
  void bind(const std::string& name, const Typed& type, int level) {
    Name made{.name = name, .type = type};
    made.level = level;
    add(std::move(made));
  }

  std::string fresh() { return "x" + std::to_string(counter_++); }

  // ---- References -------------------------------------------------------------------------------

  // `below`: of names that are taken from calls before that one only. The keys of a table come
  // from calls before it, and so do the loops around: mostly, for the gateway refuses circles.
  Source walk(int depth = 0, int below = 100) {
    Name root = names_[names_.size() - 1 - random_.below(names_.size())];
    for (int tries = 0; tries < 20; ++tries) {
      const bool table = !root.is_value && root.key;
      if (root.level < below && !(table && around_ >= root.level)) break;
      root = names_[random_.below(names_.size())];
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

  bool step(Source& source, int depth) {
    Typed& type = source.type;
    if (type.crossed) return false;
    const bool nullable = type.nullable;
    if (type.is_map()) {
      const pb::Descriptor& entry = *type.field->message_type();
      if (!random_.one_in(3)) return false;
      const Typed key{.field = entry.map_key()};
      source.text += "(" + key_of(key, depth, source.level + 1) + ")";
      type = single(*entry.map_value());
      type.nullable = true;
      return true;
    }
    if (type.many) {
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
    if (type.message == nullptr || type.message->field_count() == 0) return false;
    const Field& field = field_of(*type.message);
    source.text += "." + field.name();
    type = typed(field);
    type.nullable = type.nullable || nullable;
    return true;
  }

  const Field& field_of(const pb::Descriptor& message) {
    const auto count = static_cast<std::size_t>(message.field_count());
    return *message.field(static_cast<int>(random_.below(count)));
  }

  void insist(Source& source) {
    if (!source.type.nullable || !random_.one_in(16)) return;
    source.text += "!";
    source.type.nullable = false;
  }

  template <class Fits>
  std::optional<Source> find(Fits&& fits, int depth = 0, int below = 100) {
    for (int tries = 0; tries < 40; ++tries) {
      Source made = walk(depth, below);
      if (fits(made.type)) return made;
    }
    return std::nullopt;
  }

  // What stands in the parentheses of a look-up.
  std::string key_of(const Typed& key, int depth, int below) {
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

  // Of a type; empty where there is none by the conventions.
  std::string plain_literal(const Field& field) {
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

  // An expression whose type is as wanted, with a fallback now and then.
  std::string with_fallback(const Source& source) {
    const Typed& type = source.type;
    if (type.many || !random_.one_in(3)) return source.text;
    const bool if_empty = type.is_plain() && random_.one_in(2);
    if (!if_empty && !type.nullable) return source.text;
    const std::string way = if_empty ? " || " : " ?? ";
    std::string out = source.text;
    if (random_.one_in(2)) {
      const auto other = find([&](const Typed& one) { return same(one, type); });
      if (other) {
        out += way + other->text;
        if (!if_empty && !other->type.nullable) return out;
      }
    }
    if (!type.is_plain()) return out;
    const std::string literal = random_.one_in(5) ? "null" : plain_literal(*type.field);
    return literal.empty() ? out : out + way + literal;
  }

  // The same, never null: for a request's field that cannot be left unset.
  std::string never_null(const Source& source) {
    if (!source.type.nullable) return source.text;
    const std::string literal = source.type.is_plain() ? plain_literal(*source.type.field) : "";
    if (literal.empty() || random_.one_in(4)) return source.text + "!";
    return source.text + (random_.one_in(2) ? " ?? " : " || ") + literal;
  }

  std::string one_condition() {
    constexpr const char* kPlain[] = {"", "not "};
    const Source source = walk();
    const bool compared = source.type.is_plain() && random_.one_in(2);
    if (!compared) return random_.of(kPlain) + source.text;
    if (random_.one_in(3)) {
      const auto other = find([&](const Typed& type) { return same(type, source.type); });
      if (other) return source.text + (random_.one_in(2) ? " == " : " != ") + other->text;
    }
    const std::string literal = plain_literal(*source.type.field);
    if (literal.empty()) return source.text;
    const std::size_t choice = random_.below(4);
    if (choice == 0) return source.text + " in [" + literal + "]";
    if (choice == 1) return source.text + " == null";
    return source.text + (choice == 2 ? " == " : " != ") + literal;
  }

  std::string condition() {
    const std::string first = quoted(one_condition());
    return random_.one_in(6) ? "[" + first + ", " + quoted(one_condition()) + "]" : first;
  }

  // ---- Calls ------------------------------------------------------------------------------------

  std::string call(const std::string& name) {
    const pb::Descriptor& row = world_.message("w.Row");
    const Typed key{.field = &world_.key_field()};
    Name made{.name = name, .is_value = false};
    made.level = calls_++;
    std::string parts;
    std::string row_default = "{ name: dflt, next: " + json_key() + " }";
    switch (counter_ == 0 && !names_have_calls() ? 7 + random_.below(2) : random_.below(10)) {
      case 0:
      case 1:
        parts = "rpc: w.S/GetRows, " + batch() + ", index: rows.key";
        made.key = key;
        made.row = {.message = &row, .nullable = true};
        break;
      case 2:
      case 3:
        parts = "rpc: w.S/GetRows, " + batch() + ", group: rows.key";
        made.key = key;
        made.row = {.field = world_.message("w.Rows").FindFieldByName("rows"), .many = true};
        break;
      case 4: {
        parts = "rpc: w.S/GetRows, " + batch() + ", index: by_key";
        const Field& map = *world_.message("w.Rows").FindFieldByName("by_key");
        made.key = {.field = map.message_type()->map_key()};
        made.row = {.message = &row, .nullable = true};
        row_default = "";
        break;
      }
      case 5:
      case 6:
        parts = by_value(made, row_default);
        break;
      default:
        parts = ordinary(made);
        row_default = "";
        break;
    }
    if (parts.find("with:") == std::string::npos && !random_.one_in(3)) parts += with(-1);
    if (random_.one_in(5) && parts.find("when:") == std::string::npos) {
      parts += ", when: " + condition();
    }
    const bool reads = parts.find("$c") != std::string::npos;
    parts += reads && !random_.one_in(6) ? ", on_error: as_null" : on_error(row_default);
    if (made.is_value && random_.one_in(2)) made.type.nullable = true;
    add(std::move(made));
    return name + ": { " + parts + " }";
  }

  bool names_have_calls() const {
    return std::any_of(names_.begin(), names_.end(),
                       [](const Name& name) { return name.name[0] == 'c'; });
  }

  std::string json_key() {
    const std::string& literal = world_.key_literal();
    return literal == "RED" ? "HUE_RED" : literal;
  }

  std::string batch() {
    std::string out = "batch: { into: keys";
    if (random_.one_in(2)) out += ", max: " + std::to_string(1 + random_.below(4));
    if (random_.one_in(6)) out += ", total: " + std::to_string(1 + random_.below(4));
    return out + " }";
  }

  std::string ordinary(Name& made) {
    constexpr const char* kMethods[] = {"GetHead", "GetHead", "GetHead",
                                        "GetRow",  "GetAny",  "GetRows"};
    const std::string method = random_.of(kMethods);
    made.is_value = true;
    made.type = {.message = &world_.message(answer_of(world_, method))};
    std::string out = "rpc: w.S/" + method;
    if (method != "GetHead" && method != "GetRows") return out;
    if (!random_.one_in(3)) return out;
    made.key = Typed{.field = &world_.key_field()};
    made.row = {.message = &world_.message("w.Row"), .nullable = true};
    if (random_.one_in(2)) return out + ", index: rows.key";
    made.row = {.field = made.type.message->FindFieldByName("rows"), .many = true};
    return out + ", group: rows.key";
  }

  std::string by_value(Name& made, std::string& row_default) {
    const Field& one = *world_.message("w.Ask").FindFieldByName(random_.one_in(3)   ? "row"
                                                                : random_.one_in(3) ? "part"
                                                                                    : "one");
    made.key = single(one);
    const std::string method = random_.one_in(2) ? "GetRow" : "GetHead";
    made.row = {.message = &world_.message(answer_of(world_, method))};
    const std::string key = fresh();
    std::string out = "rpc: w.S/" + method + ", for_each: " + key;
    if (method == "GetHead") row_default = "{ size: \"5\" }";
    if (random_.one_in(4)) out += ", max: " + std::to_string(1 + random_.below(3));
    bind(key, *made.key, made.level);
    out += with(one.number(), "$" + key);
    if (random_.one_in(4)) out += ", when: " + condition();
    names_.pop_back();
    return out;
  }

  // `with`, with `given` in the field of that number.
  std::string with(int given, const std::string& value = "") {
    const pb::Descriptor& ask = world_.message("w.Ask");
    std::string fields;
    for (int i = 0; i < ask.field_count(); ++i) {
      const Field& field = *ask.field(i);
      std::string made;
      if (field.number() == given) {
        made = quoted(value);
      } else if (random_.one_in(4) && (field.name() != "keys" || given == 0)) {
        made = request_value(field, 0);
      }
      if (!made.empty()) fields += (fields.empty() ? "" : ", ") + field.name() + ": " + made;
    }
    return fields.empty() ? "" : ", with: { " + fields + " }";
  }

  std::string request_value(const Field& field, int depth) {
    if (field.is_repeated()) return request_list(field, depth);
    const Typed wanted = single(field);
    const auto found = find([&](const Typed& type) { return same(type, wanted); });
    if (found && !random_.one_in(5)) {
      return quoted(field.has_presence() ? with_fallback(*found) : never_null(*found));
    }
    if (wanted.message != nullptr) return depth < 2 ? request_message(*wanted.message, depth) : "";
    const std::string literal = plain_literal(field);
    return literal;
  }

  std::string request_list(const Field& field, int depth) {
    const Typed element = single(field);
    const auto list = find([&](const Typed& type) {
      return type.many && !type.is_map() && !type.nullable && same(element_of(type), element);
    });
    if (list && random_.one_in(2)) return quoted(list->text);
    const auto any =
        find([&](const Typed& type) { return type.many && !type.is_map() && !type.nullable; });
    if (!any || depth > 1) return "";
    const std::string name = fresh();
    bind(name, element_of(any->type), any->level);
    std::string out = "{ $for: " + quoted(name + " in " + any->text);
    if (random_.one_in(4)) out += ", $limit: " + limit();
    if (random_.one_in(4)) out += ", $when: " + condition();
    const std::string body = element.message != nullptr
                                 ? request_message(*element.message, depth + 1)
                                 : element_value(element);
    names_.pop_back();
    if (body.empty()) return "";
    out += ", $shape: " + body + " }";
    return random_.one_in(4) ? "[" + out + "]" : out;
  }

  std::string element_value(const Typed& element) {
    const auto found = find([&](const Typed& type) { return same(type, element); });
    return found ? quoted(never_null(*found)) : "";
  }

  std::string request_message(const pb::Descriptor& type, int depth) {
    std::string fields;
    for (int i = 0; i < type.field_count() && i < 4; ++i) {
      if (!random_.one_in(2)) continue;
      const std::string value = request_value(*type.field(i), depth + 1);
      if (value.empty()) continue;
      fields += (fields.empty() ? "" : ", ") + type.field(i)->name() + ": " + value;
    }
    return fields.empty() ? "" : "{ " + fields + " }";
  }

  std::string on_error(const std::string& row_default) {
    if (random_.one_in(3)) return "";
    if (random_.one_in(4)) {
      return ", on_error: { NOT_FOUND: as_null, UNAVAILABLE: { status: 418, title: No tea }, "
             "else: " +
             std::string(random_.one_in(2) ? "as_null" : failure(row_default)) + " }";
    }
    return ", on_error: " + (random_.one_in(3) ? failure(row_default) : std::string("as_null"));
  }

  std::string failure(const std::string& row_default) {
    const std::size_t choice = random_.below(4);
    if (choice == 0) return "fail";
    if (choice == 1) return "{ status: 402, title: The card was refused }";
    return "{ default: " + (row_default.empty() ? std::string("{}") : row_default) + " }";
  }

  // ---- The shape --------------------------------------------------------------------------------

  void note(const std::string& path, bool list) { paths_.emplace_back(path, list); }

  std::string shape(int depth, const std::string& path, bool in_list = false) {
    const std::size_t choice = random_.below(20);
    if (depth >= kMaxDepth || choice < 5) return value(path);
    if (choice < 7) return object(depth, path);
    if (choice == 7) return literal();
    if (choice == 8) return text();
    if (choice == 9) return list(depth, path);
    if (choice == 10) return count();
    if (choice == 11) return choose(depth, path, in_list);
    const auto found = find([&](const Typed& type) {
      return (type.many || type.message != nullptr) && (type.many || choice < 15);
    });
    if (!found) return value(path);
    return found->type.many ? each(*found, depth, path) : from(*found, depth, path);
  }

  std::string literal() {
    constexpr const char* kLiterals[] = {"null",      "true",  "12",
                                         "\"a $ b\"", "plain", "[1, a, null]"};
    return random_.of(kLiterals);
  }

  std::string value(const std::string& path) {
    const Source source = walk();
    const Typed& type = source.type;
    if (!path.empty() && type.many && !type.is_map()) note(path, true);
    if (!path.empty() && !type.many && opens(type)) {
      const Field& field = field_of(*type.message);
      note(path + "." + field.json_name(), field.is_repeated() && !field.is_map());
    }
    return quoted(with_fallback(source));
  }

  static bool opens(const Typed& type) {
    return type.message != nullptr && type.message->field_count() > 0 &&
           !type.message->full_name().starts_with("google.");
  }

  std::string text() {
    const auto found = find([&](const Typed& type) { return type.is_plain(); });
    if (!found) return literal();
    constexpr const char* kBefore[] = {"/v1/", "https://x.example/", "no url: "};
    constexpr const char* kOpen[] = {"{", "{+"};
    std::string out = random_.of(kBefore);
    const bool url = out[0] == '/' || out[0] == 'h';
    out += (url ? random_.of(kOpen) : "{") + with_fallback(*found) + "}";
    if (const auto other = find([&](const Typed& type) { return type.is_plain(); })) {
      out += "/b{" + other->text + "}";
    }
    return quoted(out);
  }

  std::string count() {
    const auto found = find([&](const Typed& type) { return type.many; });
    return found ? "{ $count: " + quoted(found->text) + " }" : "3";
  }

  std::string object(int depth, const std::string& path) {
    std::string out;
    if (random_.one_in(6) && !path.empty()) out = "$when: " + condition();
    for (std::size_t n = 1 + random_.below(4); n > 0; --n) {
      const std::string key = "k" + std::to_string(counter_++);
      const std::string at = path.empty() ? key : path + "." + key;
      note(at, false);
      out += (out.empty() ? "" : ", ") + key + ": " + shape(depth + 1, at);
    }
    if (random_.one_in(5)) {
      if (const std::string part = merged(depth, path); !part.empty()) out += ", $merge: " + part;
    }
    return "{" + out + "}";
  }

  std::string merged(int depth, const std::string& path) {
    if (random_.one_in(3)) return object(depth + 1, path.empty() ? "" : path);
    const auto found = find([&](const Typed& type) { return !type.many && opens(type); });
    if (!found) return "";
    const std::size_t choice = random_.below(3);
    if (choice == 0) return quoted(found->text);
    std::string out = "{ $from: " + quoted(found->text);
    if (choice == 1) return out + picks(*found->type.message) + " }";
    const std::string name = fresh();
    Typed there = found->type;
    there.nullable = false;
    bind(name, there, found->level);
    out =
        "{ $from: " + quoted(found->text + " as " + name) + ", $shape: " + object(depth + 1, path);
    names_.pop_back();
    return out + " }";
  }

  std::string picks(const pb::Descriptor& message) {
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

  std::string list(int depth, const std::string& path) {
    std::string out;
    for (std::size_t n = 1 + random_.below(3); n > 0; --n) {
      std::string item = shape(depth + 1, path.empty() ? "" : path, true);
      if (random_.one_in(4)) {
        item = "{ $when: " + condition() + ", " + "i" + std::to_string(counter_++) + ": " +
               value("") + " }";
      }
      out += (out.empty() ? "" : ", ") + item;
    }
    return "[" + out + "]";
  }

  std::string limit() {
    return random_.one_in(4) ? "$query.n" : std::to_string(1 + random_.below(3));
  }

  std::string each(const Source& source, int depth, const std::string& path) {
    if (!path.empty() && !source.type.is_map()) note(path, true);
    const std::string name = fresh();
    std::string out = "{ $for: " + quoted(name + " in " + source.text);
    if (random_.one_in(4)) out += ", $limit: " + limit();
    const Typed element = element_of(source.type);
    bind(name, element, source.level);
    const int around = std::exchange(around_, std::max(around_, source.level));
    if (random_.one_in(4)) out += ", $when: " + condition();
    out += body(element, depth, path, !source.type.is_map());
    around_ = around;
    names_.pop_back();
    return out + " }";
  }

  std::string from(const Source& source, int depth, const std::string& path) {
    const std::string name = fresh();
    std::string out = "{ $from: " + quoted(with_fallback(source) + " as " + name);
    if (random_.one_in(6)) out += ", $when: " + condition();
    Typed there = source.type;
    there.nullable = false;
    bind(name, there, source.level);
    const int around = std::exchange(around_, std::max(around_, source.level));
    out += body(there, depth, path, false);
    around_ = around;
    names_.pop_back();
    return out + " }";
  }

  std::string body(const Typed& element, int depth, const std::string& path, bool in_list) {
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

  std::string choose(int depth, const std::string& path, bool in_list) {
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
      if (const auto found = find(is_hue)) {
        return "{$switch: " + quoted(found->text) + ", $case: { RED: " + shape(depth + 1, path) +
               ", HUE_BLUE: " + (in_list && random_.one_in(3) ? "$skip" : shape(depth + 1, path)) +
               ", $else: " + otherwise + " }}";
      }
    }
    const auto found = find(has_oneof);
    if (!found) return "{$count: " + quoted(names_list()) + "}";
    const pb::OneofDescriptor& oneof = *found->type.message->oneof_decl(0);
    std::string cases;
    for (int i = 0; i < oneof.field_count(); ++i) {
      if (i > 0 && random_.one_in(3)) continue;
      cases += oneof.field(i)->name() + ": ";
      cases += random_.one_in(2) ? shape(depth + 1, path)
                                 : quoted(found->text + "." + oneof.field(i)->name());
      cases += ", ";
    }
    return "{$switch: " + quoted(found->text + "." + oneof.name()) + ", $case: { " + cases +
           "$else: " + otherwise + " }}";
  }

  std::string names_list() {
    const auto found = find([&](const Typed& type) { return type.many; });
    return found ? found->text : "$query.q";
  }

  // A member that reads a call, whatever else there is.
  std::string reading(const std::string& call) {
    const Name& name = *std::find_if(names_.begin(), names_.end(),
                                     [&](const Name& one) { return one.name == call; });
    const std::string key = "r" + call;
    note(key, false);
    if (!name.is_value)
      return key + ": " + quoted("$" + call + "(" + key_of(*name.key, 0, name.level) + ")");
    if (name.type.message->field_count() == 0) return key + ": " + quoted("$" + call);
    return key + ": " + quoted("$" + call + "." + field_of(*name.type.message).name());
  }

  std::string view() {
    std::string out;
    const auto some = [&](std::size_t most, bool lists) {
      std::vector<std::string> paths;
      for (std::size_t n = random_.below(most); n > 0; --n) {
        const auto& [path, list] = random_.of(paths_);
        if (lists && !list) continue;
        if (std::find(paths.begin(), paths.end(), path) == paths.end()) paths.push_back(path);
      }
      return paths;
    };
    const auto write = [&](const std::string& key, const std::vector<std::string>& paths,
                           const std::string& behind) {
      if (paths.empty()) return;
      std::string all;
      for (const std::string& path : paths) all += (all.empty() ? "" : ", ") + path + behind;
      const bool map = !behind.empty();
      out +=
          (out.empty() ? " " : ", ") + key + ": " + (map ? "{ " : "[") + all + (map ? " }" : "]");
    };
    if (random_.one_in(3)) write("only", some(8, false), "");
    if (random_.one_in(5)) write("omit", some(3, false), "");
    if (random_.one_in(2))
      write("limit", some(6, true), ": " + std::to_string(1 + random_.below(2)));
    return out + " ";
  }

  Random& random_;
  const World& world_;
  std::vector<Name> names_;
  std::vector<std::pair<std::string, bool>> paths_;  // of the shape's keys; true: it is a list
  int counter_ = 0;
  int calls_ = 0;
  int around_ = -1;  // the last call that the loops around are taken from
};

}  // namespace

std::string random_route(Random& random, const World& world) {
  return RouteMaker(random, world).make();
}

}  // namespace bff::random_plans
