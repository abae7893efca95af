// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_literal.hpp"

#include <google/protobuf/util/json_util.h>
#include <google/protobuf/wrappers.pb.h>

#include <vector>

#include "json/writer.hpp"
#include "plan/arguments.hpp"
#include "plan/compile_codes.hpp"

namespace bff::plan {
namespace {

using YamlNode = config::Node;
using proto::FieldType;

std::string quoted(const YamlNode& node) {
  if (node.is_list()) return "a list";
  if (node.is_map()) return "a map";
  return "'" + node.scalar + "'";
}

std::optional<Literal> mismatch(const YamlNode& node, const Type& type, std::string_view owner,
                                Diagnostics& out) {
  std::string message = quoted(node);
  if (!node.is_list() && !node.is_map()) {
    message += node.kind == YamlNode::Kind::number && type.kind == Type::Kind::scalar &&
                       type.scalar != FieldType::text && type.scalar != FieldType::boolean
                   ? " is out of range"
                   : " is " + std::string(config::kind_name(node.kind));
  }
  out.add(codes::kLiteralMisfit, node.place,
          message + ", " + std::string(owner) + " is " + describe(type));
  return std::nullopt;
}

bool decode_base64(const std::string& text, std::string& bytes) {
  google::protobuf::BytesValue value;
  if (!google::protobuf::util::JsonStringToMessage(json::quoted(text), &value).ok()) return false;
  bytes = value.value();
  return true;
}

std::optional<Literal> read_enum(const YamlNode& node, const proto::EnumTable& table,
                                 Diagnostics& out) {
  std::vector<std::string_view> names;
  for (const auto& value : table.values) {
    if (node.scalar == value.full_name || node.scalar == value.short_name) {
      return Literal{
          .cell = proto::Cell::number(static_cast<std::uint64_t>(std::int64_t{value.number}))};
    }
    names.push_back(value.short_name);
  }
  out.add(codes::kNoSuchEnumValue, node.place, table.full_name + " has no '" + node.scalar + "'",
          did_you_mean(node.scalar, names));
  return std::nullopt;
}

}  // namespace

std::optional<Literal> read_literal(const YamlNode& node, const Type& type, std::string_view owner,
                                    Diagnostics& out) {
  if (node.kind == YamlNode::Kind::null) return Literal{.null = true};
  if (type.single(Type::Kind::enumeration) && node.is_text()) {
    return read_enum(node, *type.enumeration, out);
  }
  if (!type.single(Type::Kind::scalar) || node.is_list() || node.is_map()) {
    return mismatch(node, type, owner, out);
  }
  Literal literal;
  if (type.scalar == FieldType::text || type.scalar == FieldType::bytes) {
    if (!node.is_text()) return mismatch(node, type, owner, out);
    if (type.scalar == FieldType::text) {
      literal.text = node.scalar;
    } else if (!decode_base64(node.scalar, literal.text)) {
      out.add(codes::kLiteralMisfit, node.place,
              quoted(node) + " is no base64, " + std::string(owner) + " is bytes");
      return std::nullopt;
    }
    return literal;
  }
  const YamlNode::Kind wanted =
      type.scalar == FieldType::boolean ? YamlNode::Kind::boolean : YamlNode::Kind::number;
  // proto3 JSON has no numbers for these, so a text stands for them.
  const bool no_number =
      (type.scalar == FieldType::float64 || type.scalar == FieldType::float32) &&
      (node.scalar == "NaN" || node.scalar == "Infinity" || node.scalar == "-Infinity");
  if ((node.kind != wanted && !no_number) ||
      !parse_scalar(node.scalar, type.scalar, literal.cell)) {
    return mismatch(node, type, owner, out);
  }
  return literal;
}

std::string to_json(const YamlNode& node) {
  std::string json;
  switch (node.kind) {
    case YamlNode::Kind::null:
      return "null";
    case YamlNode::Kind::boolean:
    case YamlNode::Kind::number:
      return node.scalar;
    case YamlNode::Kind::text:
      return json::quoted(node.scalar);
    case YamlNode::Kind::list:
      for (const YamlNode& item : node.items) json += (json.empty() ? "" : ",") + to_json(item);
      return "[" + json + "]";
    case YamlNode::Kind::map:
      for (const YamlNode::Member& member : node.members) {
        if (!json.empty()) json += ",";
        json += json::quoted(member.key) + ":" + to_json(member.value);
      }
      return "{" + json + "}";
  }
  return json;
}

}  // namespace bff::plan
