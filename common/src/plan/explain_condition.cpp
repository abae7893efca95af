// SPDX-License-Identifier: Apache-2.0
#include "plan/explain_condition.hpp"

#include <bit>

#include "json/writer.hpp"

namespace bff::plan {
namespace {

using proto::FieldType;

std::string enum_text(const proto::Field& field, std::int32_t number) {
  const auto* value = field.enumeration == nullptr ? nullptr : field.enumeration->find(number);
  return value == nullptr ? std::to_string(number) : value->short_name;
}

std::string literal_text(const proto::Cell& cell, const std::string& text, FieldType type,
                         const proto::Field* field) {
  std::string out;
  json::Appender to{out};
  switch (type) {
    case FieldType::text:
    case FieldType::bytes:
      json::append_string(to, text);
      break;
    case FieldType::boolean:
      to += cell.bits != 0 ? "true" : "false";
      break;
    case FieldType::float64:
      json::append_double(to, std::bit_cast<double>(cell.bits));
      break;
    case FieldType::float32:
      json::append_float(to, std::bit_cast<float>(static_cast<std::uint32_t>(cell.bits)));
      break;
    case FieldType::uint64:
    case FieldType::fixed64:
    case FieldType::uint32:
    case FieldType::fixed32:
      json::append_uint(to, cell.bits);
      break;
    case FieldType::enumeration:
      if (field != nullptr) {
        to += enum_text(*field, static_cast<std::int32_t>(cell.bits));
        break;
      }
      [[fallthrough]];
    default:
      json::append_int(to, static_cast<std::int64_t>(cell.bits));
  }
  return out;
}

std::string frame_text(const RoutePlan& plan, FrameId frame) {
  if (plan.body && plan.body->frame == frame) return "$body";
  for (const Call& call : plan.calls) {
    if (call.frame == frame) return "$" + call.name;
    if (call.table && call.table->keys == Table::Keys::by_value && call.table->frame == frame) {
      return "$key";
    }
  }
  return "$item";
}

std::string path_text(const RoutePlan& plan, const Path& path) {
  std::string out;
  switch (path.root) {
    case Path::Root::frame:
      out = frame_text(plan, path.index);
      break;
    case Path::Root::input:
      out = input_text(plan.inputs[path.index]);
      break;
    case Path::Root::lookup:
      out = "$" + plan.calls[path.index].name + "(" + path_text(plan, *path.key) + ")";
      break;
    case Path::Root::literal:
      out = literal_text(path.literal, path.literal_text, path.literal_type, nullptr);
      break;
  }
  for (const Step& step : path.steps) {
    switch (step.kind) {
      case Step::Kind::field:
        out += "." + step.field->name;
        break;
      case Step::Kind::insist:
        out += "!";
        break;
      case Step::Kind::first:
        out += "[0]";
        break;
      case Step::Kind::all:
        out += "[]";
        break;
      case Step::Kind::entry:
        out += "(" + path_text(plan, *step.key) + ")";
        break;
    }
  }
  return out;
}

std::string expression_text(const RoutePlan& plan, const Expression& expression) {
  std::string out;
  for (const TextPart& part : expression.text) {
    out += part.literal;
    if (part.value) out += "{" + expression_text(plan, *part.value) + "}";
  }
  if (!expression.text.empty()) return out;
  const std::string_view fallback =
      expression.fallback == Expression::Fallback::if_null ? " ?? " : " || ";
  for (const Path& path : expression.paths) {
    out += (out.empty() ? "" : std::string(fallback)) + path_text(plan, path);
  }
  if (!expression.has_literal) return out;
  if (!out.empty()) out += fallback;
  if (expression.literal_null) return out + "null";
  const proto::Field* field = expression.type.field;
  return out + literal_text(expression.literal, expression.literal_text,
                            field == nullptr ? FieldType::text : field->type, field);
}

std::string condition_text(const RoutePlan& plan, const Condition& condition) {
  using Op = Condition::Op;
  const std::string left = expression_text(plan, condition.left);
  std::string right;
  for (const Expression& one : condition.right) {
    right += (right.empty() ? "" : ", ") + expression_text(plan, one);
  }
  switch (condition.op) {
    case Op::holds:
      return left;
    case Op::fails:
      return "not " + left;
    case Op::equal:
      return left + " == " + right;
    case Op::unequal:
      return left + " != " + right;
    case Op::among:
      break;
  }
  return left + " in [" + right + "]";
}

}  // namespace

std::vector<std::string> condition_texts(const RoutePlan& plan, const Conditions& conditions) {
  std::vector<std::string> out;
  for (const Condition& condition : conditions) out.push_back(condition_text(plan, condition));
  return out;
}

std::string input_text(const Input& input) {
  switch (input.source) {
    case Input::Source::path:
      return "$path." + input.name;
    case Input::Source::query:
      return "$query." + input.name;
    case Input::Source::header:
      return "$header." + input.name;
    case Input::Source::cookie:
      return "$cookie." + input.name;
    case Input::Source::claim:
      return "$auth." + input.name;
    case Input::Source::request:
      break;
  }
  return "$request." + input.name;
}

}  // namespace bff::plan
