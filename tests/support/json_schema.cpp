// SPDX-License-Identifier: Apache-2.0
#include "support/json_schema.hpp"

#include <algorithm>
#include <fstream>
#include <regex>
#include <stdexcept>

namespace bff::test {
namespace {

using nlohmann::json;

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

class Judge {
 public:
  explicit Judge(const json& root) : root_(root) {}

  // Empty, or why not.
  std::string judge(const json& schema, const json& value, const std::string& at) const {
    if (schema.is_boolean()) return schema.get<bool>() ? "" : at + ": is not allowed";
    for (const auto& [keyword, rule] : schema.items()) {
      if (auto wrong = keyword_broken(schema, keyword, rule, value, at); !wrong.empty()) {
        return wrong;
      }
    }
    return "";
  }

 private:
  static bool is_type(const std::string& type, const json& value) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "null") return value.is_null();
    if (type == "number") return value.is_number();
    if (type == "integer") return value.is_number_integer();
    throw std::logic_error("no type " + type);
  }

  // "#/$defs/name", or of another file of schema/: "routes.v1.json#/$defs/name".
  std::string judge_reference(const std::string& reference, const json& value,
                              const std::string& at) const {
    const auto hash = reference.find('#');
    const json::json_pointer place(reference.substr(hash + 1));
    if (hash == 0) return judge(root_.at(place), value, at);
    std::ifstream in(BFF_SOURCE_DIR "/schema/" + reference.substr(0, hash));
    const json other = json::parse(in);
    return Judge(other).judge(other.at(place), value, at);
  }

  std::string keyword_broken(const json& schema, const std::string& keyword, const json& rule,
                             const json& value, const std::string& at) const {
    const auto fault = [&](bool good) {
      return good ? "" : at + ": " + keyword + " " + rule.dump();
    };
    if (keyword == "$schema" || keyword == "$defs" || keyword == "title" ||
        keyword == "description") {
      return "";
    }
    if (keyword == "$ref") return judge_reference(rule.get<std::string>(), value, at);
    if (keyword == "type") {
      if (rule.is_string()) return fault(is_type(rule, value));
      return fault(std::ranges::any_of(rule, [&](const json& t) { return is_type(t, value); }));
    }
    if (keyword == "const") return fault(value == rule);
    if (keyword == "enum") return fault(std::ranges::find(rule, value) != rule.end());
    if (keyword == "not") return fault(!judge(rule, value, at).empty());
    if (keyword == "anyOf") {
      std::string all;
      for (const json& one : rule) {
        const auto wrong = judge(one, value, at);
        if (wrong.empty()) return "";
        all += (all.empty() ? "" : "; ") + wrong;
      }
      return all;
    }
    if (keyword == "minimum") return fault(!value.is_number() || value >= rule);
    if (keyword == "maximum") return fault(!value.is_number() || value <= rule);
    if (value.is_string()) return text_broken(keyword, rule, value, at);
    if (value.is_array()) return list_broken(keyword, rule, value, at);
    if (value.is_object()) return object_broken(schema, keyword, rule, value, at);
    return "";
  }

  std::string text_broken(const std::string& keyword, const json& rule, const json& value,
                          const std::string& at) const {
    const auto& text = value.get_ref<const std::string&>();
    bool good = true;
    if (keyword == "pattern") {
      good = std::regex_search(text, std::regex{rule.get<std::string>()});
    } else if (keyword == "minLength") {
      good = characters(text) >= rule.get<std::size_t>();
    } else if (keyword == "maxLength") {
      good = characters(text) <= rule.get<std::size_t>();
    }
    return good ? "" : at + ": '" + text + "', but " + keyword + " " + rule.dump();
  }

  std::string list_broken(const std::string& keyword, const json& rule, const json& value,
                          const std::string& at) const {
    if (keyword == "minItems" && value.size() < rule.get<std::size_t>()) return at + ": too short";
    if (keyword != "items") return "";
    for (std::size_t i = 0; i < value.size(); ++i) {
      auto wrong = judge(rule, value[i], at + "/" + std::to_string(i));
      if (!wrong.empty()) return wrong;
    }
    return "";
  }

  std::string object_broken(const json& schema, const std::string& keyword, const json& rule,
                            const json& value, const std::string& at) const {
    static const json kNone = json::object();
    const json& known = schema.contains("properties") ? schema.at("properties") : kNone;
    if (keyword == "maxProperties" && value.size() > rule.get<std::size_t>())
      return at + ": too many";
    if (keyword == "minProperties" && value.size() < rule.get<std::size_t>()) return at + ": empty";
    if (keyword == "required") {
      for (const json& key : rule) {
        if (!value.contains(key.get<std::string>())) return at + ": lacks " + key.dump();
      }
    }
    for (const auto& [key, member] : value.items()) {
      std::string wrong;
      if (keyword == "properties" && rule.contains(key)) {
        wrong = judge(rule.at(key), member, at + "/" + key);
      } else if (keyword == "additionalProperties" && !known.contains(key)) {
        wrong = judge(rule, member, at + "/" + key);
      } else if (keyword == "propertyNames") {
        wrong = judge(rule, json(key), at + "/" + key);
      } else if (keyword == "dependentRequired" && rule.contains(key)) {
        for (const json& other : rule.at(key)) {
          if (!value.contains(other.get<std::string>())) wrong = at + ": lacks " + other.dump();
        }
      }
      if (!wrong.empty()) return wrong;
    }
    return "";
  }

  const json& root_;
};

constexpr std::string_view kKeywords[] = {"$schema",       "$defs",
                                          "title",         "description",
                                          "$ref",          "type",
                                          "const",         "enum",
                                          "not",           "anyOf",
                                          "minimum",       "maximum",
                                          "pattern",       "minLength",
                                          "maxLength",     "minItems",
                                          "items",         "maxProperties",
                                          "minProperties", "required",
                                          "properties",    "additionalProperties",
                                          "propertyNames", "dependentRequired"};

// Throws for a keyword that Judge does not know.
void check_keywords(const json& schema) {
  if (!schema.is_object()) return;
  for (const auto& [keyword, rule] : schema.items()) {
    if (std::ranges::find(kKeywords, keyword) == std::end(kKeywords)) {
      throw std::logic_error("the schema's keyword " + keyword + " is not judged");
    }
    if (keyword == "properties" || keyword == "$defs") {
      for (const json& one : rule) check_keywords(one);
    } else if (keyword == "anyOf") {
      for (const json& one : rule) check_keywords(one);
    } else if (rule.is_object() && keyword != "dependentRequired" && keyword != "const") {
      check_keywords(rule);
    }
  }
}

}  // namespace

std::string broken_rule(const json& root, const json& value) {
  check_keywords(root);
  return Judge{root}.judge(root, value, "");
}

json json_of(const config::Node& node) {
  using Kind = config::Node::Kind;
  switch (node.kind) {
    case Kind::text:
      return node.scalar;
    case Kind::null:
      return nullptr;
    case Kind::boolean:
    case Kind::number:
      return json::parse(node.scalar);
    case Kind::list: {
      json list = json::array();
      for (const auto& item : node.items) list.push_back(json_of(item));
      return list;
    }
    case Kind::map:
      break;
  }
  json object = json::object();
  for (const auto& member : node.members) object[member.key] = json_of(member.value);
  return object;
}

}  // namespace bff::test
