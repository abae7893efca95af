// SPDX-License-Identifier: Apache-2.0
#include "plan/shape_writer.hpp"

#include <utility>

#include "json/writer.hpp"
#include "plan/walk.hpp"

namespace bff::plan {
namespace {

// Bytes of one answer. An element of two bytes on the wire can become a hundred keys, so a bound on
// what services send is none on what is made of it.
constexpr std::size_t kMaxAnswer = std::size_t{64} << 20;

Error too_large() {
  return {.code = Errc::upstream_invalid,
          .detail = "the answer would be larger than 64 MiB",
          .internal = "while the elements of a list were written"};
}

using proto::FieldType;

// A map's key as JSON has it: always a text.
void append_key(std::string& out, const proto::Cell& key, FieldType type) {
  switch (type) {
    case FieldType::text:
      json::append_string(out, key.text());
      break;
    case FieldType::boolean:
      out += key.bits != 0 ? "\"true\"" : "\"false\"";
      break;
    case FieldType::uint32:
    case FieldType::uint64:
    case FieldType::fixed32:
    case FieldType::fixed64:
      out += '"';
      json::append_uint(out, key.bits);
      out += '"';
      break;
    default:
      out += '"';
      json::append_int(out, static_cast<std::int64_t>(key.bits));
      out += '"';
      break;
  }
}

class ShapeWriter {
 public:
  ShapeWriter(std::string& out, Scope& scope) : out_(out), scope_(scope) {}

  Result<void> write(const Node& node) {
    switch (node.kind) {
      case Node::Kind::object:
        return write_object(node);
      case Node::Kind::literal:
        out_ += node.text;
        return {};
      case Node::Kind::value: {
        const Result<Value> value = evaluate(node.expression, scope_);
        if (!value) return value.error();
        return write_value(*value, node.expression.type);
      }
      case Node::Kind::each:
        return write_each(node);
      case Node::Kind::from:
        return write_from(node);
      case Node::Kind::keys:
        return {};  // only collectors have them
    }
    return {};
  }

 private:
  Result<void> write_object(const Node& node) {
    char separator = '{';
    for (const Member& member : node.members) {
      if (member.only_if_set) {
        // By the value, not by what is written: a NullValue that is set prints null as well.
        const Result<Value> value = evaluate(member.value->expression, scope_);
        if (!value) return value.error();
        if (value->null()) continue;
      }
      out_ += std::exchange(separator, ',');
      out_ += member.prefix;
      if (Result<void> written = write(*member.value); !written) return written;
    }
    if (separator == '{') out_ += '{';
    out_ += '}';
    return {};
  }

  Result<void> write_from(const Node& node) {
    const Result<bool> bound = bind_from(node, scope_);
    if (!bound) return bound.error();
    if (!*bound) {
      out_ += "null";
      return {};
    }
    if (node.body) return write(*node.body);
    return write_value(scope_.frames[node.frame], node.expression.type);
  }

  Result<void> write_each(const Node& node) {
    const Result<Value> list = evaluate(node.expression, scope_);
    if (!list) return list.error();
    if (list->null()) {
      out_ += "null";
      return {};
    }
    const proto::Field& field = *node.expression.type.field;
    // Of a map, an element is its entry's value: the second field of the entry message.
    ValueType element_type;
    element_type.field = field.map ? &node.entry->field(1) : &field;
    bool first = true;
    out_ += field.map ? '{' : '[';
    const Result<bool> walked =
        for_each_element(node, *list, scope_, [&](const Element& element) -> Result<bool> {
          if (out_.size() > kMaxAnswer) return too_large();
          if (!std::exchange(first, false)) out_ += ',';
          if (field.map) {
            append_key(out_, element.key, node.entry->field(0).type);
            out_ += ':';
          }
          const Result<void> written =
              node.body ? write(*node.body) : write_value(element.value, element_type);
          if (!written) return written.error();
          return true;
        });
    if (!walked) return walked.error();
    out_ += field.map ? '}' : ']';
    return {};
  }

  Result<void> write_value(const Value& value, const ValueType& type) {
    if (value.null()) {
      out_ += "null";
      return {};
    }
    const proto::JsonFormat& format = scope_.plan.format;
    Result<void> written =
        value.kind == Value::Kind::list
            ? proto::write_field(out_, *type.field, *value.slot, format, scope_.arena)
        : type.message != nullptr
            ? proto::write_message(out_, *type.message, value.cell.text(), format, scope_.arena)
            : proto::write_value(out_, *type.field, value.cell, format, scope_.arena);
    if (!written) return blame(std::move(written).error(), value.origin, scope_.plan);
    return {};
  }

  std::string& out_;
  Scope& scope_;
};

}  // namespace

Result<void> write_shape(std::string& out, const Node& node, Scope& scope) {
  return ShapeWriter(out, scope).write(node);
}

}  // namespace bff::plan
