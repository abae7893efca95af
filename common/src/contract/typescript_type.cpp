// SPDX-License-Identifier: Apache-2.0
#include "contract/typescript_type.hpp"

#include <algorithm>

#include "json/writer.hpp"

namespace bff::contract {
namespace {

using Kind = Type::Kind;

std::string spaces(int count) { return std::string(static_cast<std::size_t>(count), ' '); }

bool is_object(const Type& type) { return type.kind == Kind::object && !type.nullable; }

// A comment must not end before it is meant to.
std::string commented(std::string line) {
  for (auto at = line.find("*/"); at != line.npos; at = line.find("*/", at))
    line.insert(at + 1, 1, '\\');
  return line;
}

std::vector<std::string> comment_of(const Member& member) {
  auto lines = lines_of(member.comment);
  if (member.deprecated) lines.push_back("@deprecated");
  return lines;
}

}  // namespace

TypeScriptTypes::TypeScriptTypes(const Contract& contract)
    : contract_(contract),
      // What the module says itself, and the globals that it uses.
      scope_("Type", {"Gateway", "CallOptions", "Problem",     "ProblemError", "Double",
                      "Scalar",  "Array",       "Error",       "Headers",      "HeadersInit",
                      "Promise", "Record",      "RequestInit", "Response",     "RequestCredentials",
                      "JSON",    "String",      "AbortSignal", "RangeError",   "Omit",
                      "Call",    "Object",      "Readonly"}) {
  for (const Named& named : contract.types) {
    names_.emplace(named.name, scope_.unique(pascal_case(named.name)));
  }
}

std::string TypeScriptTypes::text(const Type& type, int indent, bool input) const {
  return write(type, indent, input).text;
}

TypeScriptTypes::Text TypeScriptTypes::write(const Type& type, int indent, bool input) const {
  Text out = plain(type, indent, input);
  if (!type.nullable || out.text == "unknown" || out.text == "null") return out;
  return {out.text + " | null", true};
}

TypeScriptTypes::Text TypeScriptTypes::plain(const Type& type, int indent, bool input) const {
  switch (type.kind) {
    case Kind::text:
      return {"string"};
    case Kind::boolean:
      return {"boolean"};
    case Kind::number:
      return {"number"};
    case Kind::floating:
      return {"Double"};
    case Kind::literal:
      return {type.name};
    case Kind::enumeration:
    case Kind::either:
      return either(type, indent, input);
    case Kind::list: {
      const Text item = write(type.items.at(0), indent, input);
      return {(input ? "readonly " : "") + (item.joined ? "(" + item.text + ")" : item.text) +
              "[]"};
    }
    case Kind::map:
      return {"Record<string, " + text(type.items.at(0), indent, input) + ">"};
    case Kind::object:
      if (type.members.empty()) return {"Record<string, never>"};
      return {"{\n" + members(type, indent + 2, input) + spaces(indent) + "}"};
    case Kind::any:
      if (type.name == "object") return {"Record<string, unknown>"};
      if (type.name == "list") return {"unknown[]"};
      if (is_binary(type)) return {input ? "Blob | ArrayBuffer | string" : "Blob", input};
      if (type.name == "message") return {R"({ "@type": string; [key: string]: unknown })"};
      return {"unknown"};
    case Kind::reference:
      break;
  }
  const auto it = names_.find(type.name);
  return {it == names_.end() ? "unknown" : it->second};
}

TypeScriptTypes::Text TypeScriptTypes::either(const Type& type, int indent, bool input) const {
  std::vector<std::string> parts;
  for (const std::string& name : type.names) parts.push_back(json::quoted(name));
  for (const Type& item : type.items) {
    std::string part = text(item, indent, input);
    if (std::ranges::find(parts, part) == parts.end()) parts.push_back(std::move(part));
  }
  if (type.kind == Kind::enumeration && (type.open || parts.empty())) parts.push_back("number");
  if (parts.empty()) return {"never"};
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : " | ") + part;
  return {out, parts.size() > 1 || out.find(" | ") != out.npos};
}

std::string TypeScriptTypes::members(const Type& object, int indent, bool input) const {
  std::string out;
  for (const Member& member : object.members) {
    out += typescript_comment(comment_of(member), indent);
    out += spaces(indent) + typescript_key(member.key) + (member.optional ? "?: " : ": ") +
           text(member.type, indent, input) + ";\n";
  }
  return out;
}

std::string TypeScriptTypes::declaration(const std::string& name, const Type& type, bool input,
                                         const std::vector<std::string>& comment,
                                         const std::string& more) const {
  std::string out = typescript_comment(comment, 0);
  if (is_object(type) && (!type.members.empty() || !more.empty())) {
    return out + "export interface " + name + " {\n" + members(type, 2, input) + more + "}\n";
  }
  if (more.empty()) return out + "export type " + name + " = " + text(type, 0, input) + ";\n";
  Type present = type;
  present.nullable = false;
  const Text body = write(present, 0, input);
  out += "export type " + name + " = " + (type.nullable ? "(" : "");
  out += (body.joined ? "(" + body.text + ")" : body.text) + " & {\n" + more + "}";
  return out + (type.nullable ? ") | null;\n" : ";\n");
}

std::string TypeScriptTypes::declarations() const {
  std::string out;
  for (const Named& named : contract_.types) {
    auto comment = lines_of(named.comment);
    if (!named.source.empty() && named.source != named.name) {
      if (!comment.empty()) comment.emplace_back();
      comment.push_back(named.source);
    }
    out += "\n" + declaration(names_.at(named.name), named.type, named.input, comment);
  }
  return out;
}

std::string typescript_comment(const std::vector<std::string>& lines, int indent) {
  if (lines.empty()) return "";
  if (lines.size() == 1) return spaces(indent) + "/** " + commented(lines[0]) + " */\n";
  std::string out = spaces(indent) + "/**\n";
  for (const std::string& line : lines) {
    out += spaces(indent) + (line.empty() ? " *" : " * " + commented(line)) + "\n";
  }
  return out + spaces(indent) + " */\n";
}

std::string typescript_key(std::string_view key) {
  return is_identifier(key) ? std::string(key) : json::quoted(key);
}

std::string typescript_access(std::string_view object, std::string_view key) {
  const std::string of{object};
  if (is_identifier(key)) return of + "." + std::string(key);
  return of + (of.ends_with('?') ? "." : "") + "[" + json::quoted(key) + "]";
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.remove_suffix(1);
    if (!line.empty() && line.front() == ' ') line.remove_prefix(1);
    if (!line.empty() || !lines.empty()) lines.emplace_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

}  // namespace bff::contract
