// SPDX-License-Identifier: Apache-2.0
#include "contract/openapi_schema.hpp"

#include <algorithm>

namespace bff::contract {
namespace {

using Kind = Type::Kind;

constexpr std::string_view kSchemas = "#/components/schemas/";

Json reference(const std::string& name) { return {{"$ref", std::string(kSchemas) + name}}; }

void describe(Json& schema, const std::string& comment, bool deprecated) {
  if (!comment.empty()) schema["description"] = comment;
  if (deprecated) schema["deprecated"] = true;
}

// Texts whose form protobuf's JSON fixes. Its durations are not those of ISO 8601.
Json text_schema(const std::string& form) {
  Json out{{"type", "string"}};
  if (form == "int64") {
    out["pattern"] = "^-?[0-9]+$";
  } else if (form == "uint64") {
    out["pattern"] = "^[0-9]+$";
  } else if (form == "bytes") {
    out["contentEncoding"] = "base64";
  } else if (form == "date-time") {
    out["format"] = "date-time";
  } else if (form == "duration") {
    out["pattern"] = "^-?[0-9]+(\\.[0-9]{1,9})?s$";
  }
  return out;
}

Json number_schema(const std::string& form) {
  if (form == "double" || form == "float") return {{"type", "number"}, {"format", form}};
  Json out{{"type", "integer"}, {"format", form}};
  if (form.starts_with('u')) {
    out["format"] = form == "uint32" ? "int64" : "uint64";
    out["minimum"] = 0;
  }
  return out;
}

Json literal_schema(const std::string& text) {
  const Json value = Json::parse(text, nullptr, false);
  if (value.is_null()) return {{"type", "null"}};
  Json out;
  if (value.is_string()) out["type"] = "string";
  if (value.is_boolean()) out["type"] = "boolean";
  if (value.is_number()) out["type"] = value.is_number_integer() ? "integer" : "number";
  out["const"] = value;
  return out;
}

Json any_schema(const std::string& form) {
  if (form == "object") return {{"type", "object"}};
  if (form == "list") return {{"type", "array"}, {"items", Json::object()}};
  if (form == "binary") return {{"type", "string"}, {"contentEncoding", "binary"}};
  if (form != "message") return Json::object();
  return {{"type", "object"},
          {"properties", {{"@type", {{"type", "string"}}}}},
          {"required", {"@type"}},
          {"additionalProperties", true}};
}

Json one_of(Json schemas) {
  if (schemas.empty()) return {{"not", Json::object()}};
  if (schemas.size() == 1) return schemas[0];
  return {{"anyOf", std::move(schemas)}};
}

Json texts_schema(std::initializer_list<const char*> names) {
  Json properties = Json::object();
  for (const char* const name : names) properties[name] = {{"type", "string"}};
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

Json problem_schema() {
  const Json text{{"type", "string"}};
  const auto list = [](Json items) -> Json {
    return {{"type", "array"}, {"items", std::move(items)}};
  };
  return {{"type", "object"},
          {"description", "RFC 9457: what went wrong."},
          {"properties",
           {{"type", text},
            {"title", text},
            {"status", {{"type", "integer"}}},
            {"detail", text},
            {"instance", text},
            {"call", text},
            {"parameter", text},
            {"violations", list(texts_schema({"field", "description", "reason"}))},
            {"reason", text},
            {"domain", text},
            {"metadata", {{"type", "object"}, {"additionalProperties", text}}},
            {"retry_after", {{"type", "integer"}, {"minimum", 0}}},
            {"preconditions", list(texts_schema({"type", "subject", "description"}))},
            {"quota", list(texts_schema({"subject", "description"}))},
            {"resource", texts_schema({"type", "name", "description"})},
            {"links", list(texts_schema({"description", "url"}))},
            {"request_id", text},
            {"paths", {{"type", "array"}, {"items", text}}}}},
          {"required", {"type", "title", "status"}},
          {"additionalProperties", true}};
}

}  // namespace

OpenApiSchemas::OpenApiSchemas(const Contract& contract) : contract_(contract) {
  Scope scope("Type", {"Problem"});
  for (const Named& named : contract.types) {
    names_.emplace(named.name, scope.unique(pascal_case(named.name)));
  }
}

Json OpenApiSchemas::schema(const Type& type, bool input) const {
  Json out = plain(type, input);
  if (!type.nullable || out.empty()) return out;
  // A type of its own takes null among its names; what refers or combines stands beside it.
  if (out.contains("type") && out["type"].is_string() && !out.contains("const")) {
    if (out["type"] != "null") out["type"] = {out["type"], "null"};
    return out;
  }
  if (out.contains("anyOf")) {
    out["anyOf"].push_back({{"type", "null"}});
    return out;
  }
  return {{"anyOf", {std::move(out), {{"type", "null"}}}}};
}

Json OpenApiSchemas::plain(const Type& type, bool input) const {
  switch (type.kind) {
    case Kind::text:
      return text_schema(type.name);
    case Kind::boolean:
      return {{"type", "boolean"}};
    case Kind::number:
      return number_schema(type.name);
    case Kind::floating:
      return {{"anyOf",
               {{{"type", "number"}, {"format", type.name}},
                {{"type", "string"}, {"enum", {"NaN", "Infinity", "-Infinity"}}}}}};
    case Kind::enumeration: {
      Json parts = Json::array();
      if (!type.names.empty()) parts.push_back({{"type", "string"}, {"enum", type.names}});
      if (type.open || type.names.empty()) parts.push_back(number_schema("int32"));
      return one_of(std::move(parts));
    }
    case Kind::literal:
      return literal_schema(type.name);
    case Kind::list:
      return {{"type", "array"}, {"items", schema(type.items.at(0), input)}};
    case Kind::map:
      return {{"type", "object"}, {"additionalProperties", schema(type.items.at(0), input)}};
    case Kind::object:
      return object(type, input);
    case Kind::either: {
      Json parts = Json::array();
      for (const Type& item : type.items) parts.push_back(schema(item, input));
      return one_of(std::move(parts));
    }
    case Kind::any:
      return any_schema(type.name);
    case Kind::reference:
      break;
  }
  const auto it = names_.find(type.name);
  return it == names_.end() ? Json::object() : reference(it->second);
}

Json OpenApiSchemas::object(const Type& type, bool input) const {
  Json properties = Json::object();
  Json required = Json::array();
  for (const Member& member : type.members) {
    Json value = schema(member.type, input);
    describe(value, member.comment, member.deprecated);
    properties[member.key] = std::move(value);
    if (!member.optional) required.push_back(member.key);
  }
  Json out{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) out["required"] = std::move(required);
  if (input || type.members.empty()) out["additionalProperties"] = false;
  return out;
}

Json OpenApiSchemas::answer(const Type& body, bool partial) const {
  const Type type = partial ? resolved(contract_, body) : body;
  if (!partial || (type.kind != Kind::object && type.kind != Kind::either)) {
    return schema(body, false);
  }
  if (type.kind == Kind::either) {
    Json parts = Json::array();
    for (const Type& item : type.items) parts.push_back(answer(item, true));
    if (type.nullable) parts.push_back({{"type", "null"}});
    return one_of(std::move(parts));
  }
  Json out = schema(type, false);
  out["properties"]["_errors"] = {{"type", "array"},
                                  {"items", reference("Problem")},
                                  {"description", "What failed without failing the route."}};
  out.erase("additionalProperties");
  return out;
}

Json OpenApiSchemas::parameter(const Parameter& parameter) const {
  const bool list = parameter.type.kind == Kind::list;
  Type type = list ? parameter.type.items.at(0) : parameter.type;
  // In a URL or a header there are no quotes: 64 bits are as good a number as 32.
  if (type.kind == Kind::text && (type.name == "int64" || type.name == "uint64")) {
    type.kind = Kind::number;
  }
  const Type present = resolved(contract_, type);  // an enum may be told elsewhere
  Json one = schema(type, true);
  const auto value = [&](const std::string& text) {
    const Json number = Json::parse(text, nullptr, false);
    const bool is_name = std::ranges::count(present.names, text) != 0;
    return present.kind == Kind::text || is_name || number.is_discarded() ? Json(text) : number;
  };
  if (parameter.min) one["minimum"] = value(*parameter.min);
  if (parameter.max) one["maximum"] = value(*parameter.max);
  if (!parameter.pattern.empty()) one["pattern"] = "^(?:" + parameter.pattern + ")$";
  if (list) one = {{"type", "array"}, {"items", std::move(one)}};
  if (parameter.default_text && !list) one["default"] = value(*parameter.default_text);

  Json out{{"name", parameter.name}, {"in", name_of(parameter.in)}};
  if (!parameter.comment.empty()) out["description"] = parameter.comment;
  if (parameter.required || parameter.in == Parameter::In::path) out["required"] = true;
  if (list && parameter.in == Parameter::In::query) {
    out["style"] = "form";
    out["explode"] = parameter.separator.empty();
  }
  out["schema"] = std::move(one);
  return out;
}

Json OpenApiSchemas::components() const {
  Json out = Json::object();
  for (const Named& named : contract_.types) {
    Json value = schema(named.type, named.input);
    describe(value, named.comment, false);
    out[names_.at(named.name)] = std::move(value);
  }
  out["Problem"] = problem_schema();
  return out;
}

}  // namespace bff::contract
