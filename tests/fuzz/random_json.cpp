// SPDX-License-Identifier: Apache-2.0
#include "fuzz/random_json.hpp"

#include <string_view>

namespace bff::fuzz {

namespace pb = google::protobuf;
using Field = pb::FieldDescriptor;

namespace {

constexpr int kMaxDepth = 6;

constexpr std::string_view kWhole[] = {"0",
                                       "1",
                                       "-1",
                                       "7",
                                       "2.0",
                                       "3e2",
                                       "500e-2",
                                       "-0.0",
                                       "2147483647",
                                       "-2147483648",
                                       "2147483648",
                                       "4294967295",
                                       "9007199254740993",
                                       "9223372036854775807",
                                       "-9223372036854775808",
                                       "18446744073709551615",
                                       "18446744073709551616",
                                       "1e18",
                                       "1.5"};
constexpr std::string_view kReal[] = {
    "0.1",    "-2.5e-3",  "1e308",   "1e309",        "4.9e-324",      "1e-400",   "3.4028235e38",
    "3.5e38", "16777217", "\"NaN\"", "\"Infinity\"", "\"-Infinity\"", "\"0.25\"", "1.17549435e-38"};
constexpr std::string_view kText[] = {"",
                                      "a",
                                      "a\\u00e9",
                                      "\xC3\xA9",
                                      "\\ud83d\\ude00",
                                      "\\\"\\\\\\/\\b\\f\\n\\r\\t",
                                      "long enough not to be in one word",
                                      "\\u0000",
                                      "x,y.zW",
                                      "key"};
constexpr std::string_view kBase64[] = {
    "", "AA==", "AA", "AAA=", "-_8", "+/8=", "AAECAwQFBgc=", "A"};
constexpr std::string_view kKeys[] = {"a", "b", "\\u0061", "", "key", "1", "true"};
constexpr std::string_view kTimes[] = {
    "1970-01-01T00:00:00Z", "2024-02-29T12:30:45.123456789Z", "2024-02-29T23:59:59.5+05:30",
    "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59.9-00:30",
    "2023-02-29T00:00:00Z"};
constexpr std::string_view kSpans[] = {
    "0s", "1.5s", "-1.5s", "-0.000000001s", "315576000000s", "-315576000000s", "3.25s", "5"};
constexpr std::string_view kMasks[] = {"", "a", "a,b", "fooBar.bazQux,x", "line2.a", "_a"};
constexpr std::string_view kWrong[] = {
    "null", "true", "{}", "[]", "\"x\"", "-", "[1,]", "1e999", "{\"a\":1,\"a\":2}", "nul"};

class JsonMaker {
 public:
  explicit JsonMaker(Choices& choices) : choices_(choices) {}

  std::string message(const pb::Descriptor& type, int depth) {
    const std::string& name = type.full_name();
    if (name.rfind("google.protobuf.", 0) == 0) return well_known(type, name.substr(16), depth);
    return "{" + members(type, depth) + space() + "}";
  }

 private:
  template <std::size_t kCount>
  std::string one(const std::string_view (&texts)[kCount]) {
    return std::string(texts[choices_.below(kCount)]);
  }
  std::string quoted(const std::string& text) { return "\"" + text + "\""; }
  std::string space() { return choices_.rarely(12) ? "\n\t " : ""; }

  std::string members(const pb::Descriptor& type, int depth) {
    std::string out;
    for (std::size_t n = choices_.below(7); n > 0 && type.field_count() > 0; --n) {
      const Field& field = *type.field(
          static_cast<int>(choices_.below(static_cast<std::size_t>(type.field_count()))));
      if (!out.empty()) out += ",";
      const std::string& name = choices_.rarely(4) ? field.name() : field.json_name();
      out += space() + quoted(choices_.rarely(40) ? name + "x" : name) + ":" + space();
      out += field_value(field, depth + 1);
    }
    return out;
  }

  std::string field_value(const Field& field, int depth) {
    if (choices_.rarely(24)) return one(kWrong);
    if (field.is_map()) {
      const Field& value = *field.message_type()->map_value();
      return list("{", "}", [&] {
        return quoted(key(*field.message_type()->map_key())) + ":" + scalar(value, depth);
      });
    }
    if (field.is_repeated()) return list("[", "]", [&] { return scalar(field, depth); });
    return scalar(field, depth);
  }

  template <class Item>
  std::string list(const char* open, const char* close, Item item) {
    std::string out = open;
    for (std::size_t n = choices_.below(4), i = 0; i < n; ++i) out += (i > 0 ? "," : "") + item();
    return out + space() + close;
  }

  std::string key(const Field& field) {
    if (field.type() == Field::TYPE_BOOL) return choices_.flag() ? "true" : "false";
    return field.type() == Field::TYPE_STRING ? one(kKeys) : one(kWhole);
  }

  std::string scalar(const Field& field, int depth) {
    switch (field.type()) {
      case Field::TYPE_MESSAGE:
      case Field::TYPE_GROUP:
        return depth > kMaxDepth ? "{}" : message(*field.message_type(), depth);
      case Field::TYPE_STRING:
        return quoted(one(kText));
      case Field::TYPE_BYTES:
        return quoted(one(kBase64));
      case Field::TYPE_BOOL:
        return choices_.flag() ? "true" : "false";
      case Field::TYPE_DOUBLE:
      case Field::TYPE_FLOAT:
        return choices_.flag() ? one(kReal) : one(kWhole);
      case Field::TYPE_ENUM:
        return enumeration(*field.enum_type());
      default:
        return choices_.flag() ? quoted(one(kWhole)) : one(kWhole);
    }
  }

  std::string enumeration(const pb::EnumDescriptor& type) {
    if (choices_.rarely(4)) return one(kWhole);
    const auto count = static_cast<std::size_t>(type.value_count());
    return quoted(type.value(static_cast<int>(choices_.below(count)))->name());
  }

  std::string any_json(int depth) {
    switch (depth > kMaxDepth ? 3 : choices_.below(7)) {
      case 0:
        return "null";
      case 1:
        return one(kWhole);
      case 2:
        return quoted(one(kText));
      case 3:
        return choices_.flag() ? "true" : "false";
      case 4:
        return object(depth);
      case 5:
        return list("[", "]", [&] { return any_json(depth + 1); });
      default:
        return one(kReal);
    }
  }
  std::string object(int depth) {
    return list("{", "}", [&] { return quoted(one(kKeys)) + ":" + any_json(depth + 1); });
  }

  std::string well_known(const pb::Descriptor& type, const std::string& name, int depth) {
    if (name == "Timestamp") return quoted(one(kTimes));
    if (name == "Duration") return quoted(one(kSpans));
    if (name == "FieldMask") return quoted(one(kMasks));
    if (name == "Struct") return object(depth);
    if (name == "Value") return any_json(depth);
    if (name == "ListValue") return list("[", "]", [&] { return any_json(depth + 1); });
    if (name == "Empty") return "{}";
    if (name == "Any") return any(*type.file()->pool(), depth);
    return scalar(*type.field(0), depth);  // a wrapper
  }

  std::string any(const pb::DescriptorPool& pool, int depth) {
    constexpr std::string_view kTypes[] = {"fuzz.Leaf",
                                           "fuzz.Every",
                                           "google.protobuf.Duration",
                                           "google.protobuf.Value",
                                           "google.protobuf.Int32Value",
                                           "google.protobuf.Any",
                                           "google.protobuf.Empty",
                                           "fuzz.None"};
    const std::string name = one(kTypes);
    const std::string type = "\"@type\":\"type.googleapis.com/" + name + "\"";
    const auto* held = pool.FindMessageTypeByName(name);
    if (held == nullptr || depth > kMaxDepth || name == "google.protobuf.Empty") {
      return "{" + type + "}";
    }
    const std::string rest = name.rfind("google.", 0) == 0
                                 ? "\"value\":" + message(*held, depth + 1)
                                 : members(*held, depth + 1);
    if (rest.empty()) return "{" + type + "}";
    return choices_.flag() ? "{" + type + "," + rest + "}" : "{" + rest + "," + type + "}";
  }

  Choices& choices_;
};

}  // namespace

std::string random_json(Choices& choices, const pb::Descriptor& type) {
  std::string text = JsonMaker(choices).message(type, 0);
  if (!text.empty() && choices.rarely(16)) {
    text[choices.number(2) % text.size()] = static_cast<char>(choices.byte());
  }
  return text;
}

}  // namespace bff::fuzz
