// SPDX-License-Identifier: Apache-2.0
#include "plan/shape_writer.hpp"

#include <utility>

#include "json/writer.hpp"
#include "plan/walk.hpp"
#include "proto/message_writer.hpp"

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
void append_key(json::Appender& out, const proto::Cell& key, FieldType type) {
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

// Each function returns false when it cannot go on; error() then says why.
class ShapeWriter {
 public:
  ShapeWriter(std::string& out, Scope& scope)
      : out_(out), scope_(scope), messages_(out_, scope.plan.format, scope.arena) {}

  bool write(const Node& node) {
    switch (node.kind) {
      case Node::Kind::object:
        return write_object(node);
      case Node::Kind::literal:
        out_ += node.text;
        return true;
      case Node::Kind::value:
        return write_expression(node.expression);
      case Node::Kind::each:
        return write_each(node);
      case Node::Kind::from:
        return write_from(node);
      case Node::Kind::list:
      case Node::Kind::choice:
      case Node::Kind::count:
      case Node::Kind::keys:
        return true;  // only collectors have them
    }
    return true;
  }

  Error&& error() && { return std::move(error_); }

 private:
  // Each member brings a comma before its key; the first one's becomes the brace.
  bool write_object(const Node& node) {
    const std::size_t begin = out_.size();
    for (const Member& member : node.members) {
      if (member.only_if_set) {
        // By the value, not by what is written: a NullValue that is set prints null as well.
        const Result<Value> value = evaluate(member.value->expression, scope_);
        if (!value) return fail(value.error());
        if (value->null()) continue;
      }
      out_ += member.prefix;
      if (!write(*member.value)) return false;
    }
    if (out_.size() == begin) {
      out_ += '{';
    } else {
      out_[begin] = '{';
    }
    out_ += '}';
    return true;
  }

  bool write_expression(const Expression& expression) {
    // Most values are a field of a name in scope, and nothing can fail on the way there.
    if (Value value; read_plain(expression, scope_, value)) {
      return write_value(value, expression.type);
    }
    const Result<Value> value = evaluate(expression, scope_);
    return value ? write_value(*value, expression.type) : fail(value.error());
  }

  bool write_from(const Node& node) {
    const Result<bool> bound = bind_from(node, scope_);
    if (!bound) return fail(bound.error());
    if (!*bound) {
      out_ += "null";
      return true;
    }
    if (node.body) return write(*node.body);
    return write_value(scope_.frames[node.frame], node.expression.type);
  }

  bool write_each(const Node& node) {
    const Result<Value> list = evaluate(node.expression, scope_);
    if (!list) return fail(list.error());
    if (list->null()) {
      out_ += "null";
      return true;
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
          if (node.body ? write(*node.body) : write_value(element.value, element_type)) return true;
          return std::move(error_);
        });
    if (!walked) return fail(walked.error());
    out_ += field.map ? '}' : ']';
    return true;
  }

  bool write_value(const Value& value, const ValueType& type) {
    if (value.null()) {
      out_ += "null";
      return true;
    }
    const bool list = value.kind == Value::Kind::list;
    const bool written = list ? messages_.field(*type.field, *value.slot, 0)
                         : type.message != nullptr
                             ? messages_.message(*type.message, value.cell.text(), 0)
                             : messages_.value(*type.field, value.cell, 0);
    if (written) return true;
    proto::Failure failure = messages_.failure();
    if (failure.table == nullptr && !list) {
      failure.table = type.message != nullptr ? type.message : type.field->message;
    }
    if (failure.table == nullptr && failure.text.empty()) failure.text = type.field->name;
    return fail(blame(proto::to_error(failure), value.origin, scope_.plan));
  }

  bool fail(Error error) {
    error_ = std::move(error);
    return false;
  }

  json::Appender out_;
  Scope& scope_;
  proto::MessageWriter messages_;
  Error error_;
};

}  // namespace

Result<void> write_shape(std::string& out, const Node& node, Scope& scope) {
  ShapeWriter writer(out, scope);
  if (writer.write(node)) return {};
  return std::move(writer).error();
}

}  // namespace bff::plan
