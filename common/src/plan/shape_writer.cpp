// SPDX-License-Identifier: Apache-2.0
#include "plan/shape_writer.hpp"

#include <utility>

#include "json/writer.hpp"
#include "plan/map_index.hpp"
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
    if (!node.when.empty() && node.kind != Node::Kind::each) [[unlikely]] {
      const Result<bool> held = hold(node.when, scope_);
      if (!held) return fail(held.error());
      if (!*held) return write_null();
    }
    return write_held(node);
  }

  Error&& error() && { return std::move(error_); }

 private:
  // What a node is when its `when` holds; an `each` asks that of its elements.
  bool write_held(const Node& node) {
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
        return write_list(node);
      case Node::Kind::choice:
        return write_choice(node);
      case Node::Kind::count:
        return write_count(node);
      case Node::Kind::keys:
        return true;  // only collectors have them
    }
    return true;
  }

  bool write_null() {
    out_ += "null";
    return true;
  }

  // Each member brings a comma before its key; the first one's becomes the brace.
  bool write_object(const Node& node) {
    const std::size_t begin = out_.size();
    if (!write_members(node)) return false;
    if (out_.size() == begin) {
      out_ += '{';
    } else {
      out_[begin] = '{';
    }
    out_ += '}';
    return true;
  }

  [[gnu::always_inline]] bool write_members(const Node& node) {
    for (const Member& member : node.members) {
      if (member.spread) {
        if (!write_spread(*member.value)) return false;
        continue;
      }
      if (member.only_if_set) {
        // By the value, not by what is written: a NullValue that is set prints null as well.
        const Result<Value> value = evaluate(member.value->expression, scope_);
        if (!value) return fail(value.error());
        if (value->null()) continue;
      }
      out_ += member.prefix;
      if (!write(*member.value)) return false;
    }
    return true;
  }

  // A part of `$merge`: an object, or a `from` around one. All its keys are there in any case.
  [[gnu::noinline]] bool write_spread(const Node& node) {
    if (!node.when.empty()) {
      const Result<bool> held = hold(node.when, scope_);
      if (!held) return fail(held.error());
      if (!*held) return write_null_members(node);
    }
    if (node.kind != Node::Kind::from) return write_members(node);
    const Result<bool> bound = bind_from(node, scope_);
    if (!bound) return fail(bound.error());
    return *bound ? write_spread(*node.body) : write_null_members(node);
  }

  [[gnu::noinline]] bool write_null_members(const Node& node) {
    if (node.kind == Node::Kind::from) return write_null_members(*node.body);
    for (const Member& member : node.members) {
      if (member.spread) {
        write_null_members(*member.value);
      } else if (!member.only_if_set) {
        out_ += member.prefix;
        write_null();
      }
    }
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
    if (!*bound) return write_null();
    if (node.body) return write(*node.body);
    return write_value(scope_.frames[node.frame], node.expression.type);
  }

  [[gnu::noinline]] bool write_choice(const Node& node) {
    const Result<Chosen> chosen = choose(node, scope_);
    if (!chosen) return fail(chosen.error());
    skipped_ = chosen->skip;
    return chosen->body != nullptr ? write(*chosen->body) : write_null();
  }

  [[gnu::noinline]] bool write_count(const Node& node) {
    const Result<Value> list = evaluate(node.expression, scope_);
    if (!list) return fail(list.error());
    if (list->null()) return write_null();
    std::uint32_t count = list->slot->count;
    // A map's entry that is overwritten by a later one is none.
    if (node.entry != nullptr && count > 1) {
      MapIndex index(*node.entry, scope_.arena);
      if (Result<void> read = index.read(*list->slot); !read) {
        return fail(blame(std::move(read).error(), list->origin, scope_.plan));
      }
      count = index.size();
    }
    json::append_int(out_, count);
    return true;
  }

  bool write_each(const Node& node) {
    const Result<Value> list = evaluate(node.expression, scope_);
    if (!list) return fail(list.error());
    if (list->null()) return write_null();
    const bool map = is_map(node.expression.type);
    bool first = true;
    out_ += map ? '{' : '[';
    if (!write_elements(node, *list, first)) return false;
    out_ += map ? '}' : ']';
    return true;
  }

  bool write_elements(const Node& node, const Value& list, bool& first) {
    const bool map = is_map(node.expression.type);
    // Of a map, an element is its entry's value: the second field of the entry message.
    ValueType element_type = node.expression.type;
    if (map) element_type.field = &node.entry->field(kValueSlot);
    const Result<bool> walked =
        for_each_element(loop_of(node), list, scope_, [&](const Element& element) -> Result<Visit> {
          if (out_.size() > kMaxAnswer) return too_large();
          const std::size_t begin = out_.size();
          if (!first) out_ += ',';
          if (map) {
            append_key(out_, element.key, node.entry->field(kKeySlot).type);
            out_ += ':';
          }
          if (!(node.body ? write(*node.body) : write_value(element.value, element_type))) {
            return std::move(error_);
          }
          return keep(begin, first) ? Visit::taken : Visit::left_out;
        });
    return walked ? true : fail(walked.error());
  }

  // Whether the element that was written since `begin` stays: `$skip` takes it back.
  bool keep(std::size_t begin, bool& first) {
    if (skipped_) [[unlikely]] {
      skipped_ = false;
      out_.cut(begin);
      return false;
    }
    first = false;
    return true;
  }

  [[gnu::noinline]] bool write_list(const Node& node) {
    bool first = true;
    out_ += '[';
    for (const std::unique_ptr<Node>& item : node.items) {
      if (!write_item(*item, first)) return false;
    }
    out_ += ']';
    return true;
  }

  [[gnu::noinline]] bool write_item(const Node& item, bool& first) {
    if (item.kind == Node::Kind::each && !is_map(item.expression.type)) {
      const Result<Value> list = evaluate(item.expression, scope_);
      if (!list) return fail(list.error());
      return list->null() || write_elements(item, *list, first);
    }
    // That of a loop over a map is a filter of its entries.
    if (!item.when.empty() && item.kind != Node::Kind::each) {
      const Result<bool> held = hold(item.when, scope_);
      if (!held) return fail(held.error());
      if (!*held) return true;
    }
    const std::size_t begin = out_.size();
    if (!first) out_ += ',';
    if (!write_held(item)) return false;
    keep(begin, first);
    return true;
  }

  bool write_value(const Value& value, const ValueType& type) {
    if (value.null()) return write_null();
    const bool list = value.kind == Value::Kind::list;
    const bool written = !list ? write_one(value.cell, type)
                         : type.field != nullptr && type.field->repeated
                             ? messages_.field(*type.field, *value.slot, 0)
                             : write_all(*value.slot, type);
    if (written) return true;
    proto::Failure failure = messages_.failure();
    if (failure.table == nullptr && !list) {
      failure.table = type.message != nullptr ? type.message : type.field->message;
    }
    if (failure.table == nullptr && failure.text.empty()) failure.text = type.field->name;
    return fail(blame(proto::to_error(failure), value.origin, scope_.plan));
  }

  bool write_one(const proto::Cell& cell, const ValueType& type) {
    return type.message != nullptr ? messages_.message(*type.message, cell.text(), 0)
                                   : messages_.value(*type.field, cell, 0);
  }

  // A list of what is no repeated field: of what `[]` found, or of a call's answers.
  bool write_all(const proto::Slot& list, const ValueType& type) {
    out_ += '[';
    for (std::uint32_t i = 0; i < list.count; ++i) {
      if (i != 0) out_ += ',';
      if (!write_one(list.items[i], type)) return false;
    }
    out_ += ']';
    return true;
  }

  bool fail(Error error) {
    error_ = std::move(error);
    return false;
  }

  json::Appender out_;
  Scope& scope_;
  proto::MessageWriter messages_;
  bool skipped_ = false;  // `$skip` was met in the element that is being written
  Error error_;
};

}  // namespace

Result<void> write_shape(std::string& out, const Node& node, Scope& scope) {
  ShapeWriter writer(out, scope);
  if (writer.write(node)) return {};
  return std::move(writer).error();
}

}  // namespace bff::plan
