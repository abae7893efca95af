// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>
#include <vector>

#include "plan/compile_codes.hpp"
#include "plan/directives.hpp"
#include "plan/located_scalar.hpp"
#include "plan/proto_form_parts.hpp"
#include "plan/read_value.hpp"
#include "plan/syntax_codes.hpp"

// What a client gets: the fields of the response message, each with what fills it.
namespace bff::plan {

namespace {

namespace pb = google::protobuf;

constexpr const char* kFrom = "bff.v1.from";

// The message of a field, of a map those of its values; null for others.
const pb::Descriptor* message_of(const pb::FieldDescriptor& field) {
  if (!field.is_map()) return field.message_type();
  return field.message_type()->map_value()->message_type();
}

const std::string& key_of(const pb::FieldDescriptor& field, bool proto_names) {
  return proto_names ? field.name() : field.json_name();
}

// `$profile.user! as u`, and nothing that only looks so inside a text.
bool has_as(std::string_view text) {
  const std::size_t as = text.rfind(" as ");
  return as != text.npos && text.find('"', as) == text.npos;
}

bool has(const config::Node& map, std::string_view key) { return map.find(key) != nullptr; }

class Shapes {
 public:
  Shapes(bool proto_names, ProtoOptions& options, Diagnostics& out)
      : proto_names_(proto_names), options_(options), out_(out) {}

  config::Node object(const pb::Descriptor& message, const Place& place) {
    config::Node object{.kind = config::Node::Kind::map, .place = place};
    around_.push_back(&message);
    for (int i = 0; i < message.field_count(); ++i) {
      const pb::FieldDescriptor& field = *message.field(i);
      const Place name = options_.place_of(field);
      if (auto value = field_value(field, name)) {
        add_member(object, key_of(field, proto_names_), name, *std::move(value));
      }
    }
    around_.pop_back();
    return object;
  }

 private:
  std::optional<config::Node> field_value(const pb::FieldDescriptor& field, const Place& name) {
    const std::size_t problems = out_.size();
    auto from = options_.read(field, kFrom);
    if (!from) {
      if (out_.size() == problems) {
        out_.add(codes::kNoFrom, name, in_quotes(field.name()) + " does not say what it is from",
                 "write [(bff.v1.from) = \"$call.field\"] behind it");
      }
      return std::nullopt;
    }
    if (from->is_text()) return with_sugar(field, *std::move(from));
    if (!from->is_map() || !is_open(*from)) return from;
    // Directives without a body: the field's message is it.
    const pb::Descriptor* body = declared_body(field);
    if (has(*from, "$for") || has(*from, "$from")) return with_body(*std::move(from), body);
    if (body == nullptr) return from;
    if (auto members = nested(*body, from->place)) {
      for (config::Node::Member& member : members->members)
        from->members.push_back(std::move(member));
    }
    return from;
  }

  // What the map leaves to be said: nothing where it has a body already, or is a value.
  static bool is_open(const config::Node& map) {
    constexpr std::string_view kSays[] = {"$shape", "$pick", "$omit", "$switch", "$count"};
    return std::ranges::none_of(kSays, [&](auto key) { return has(map, key); }) &&
           std::ranges::all_of(map.members, [](const auto& m) { return is_directive(m.key); });
  }

  // `o in $orders.orders` and `$profile.user! as u`, which are `$for` and `$from`.
  config::Node with_sugar(const pb::FieldDescriptor& field, config::Node from) {
    const TextKind kind = classify(from.scalar);
    const char* directive = nullptr;
    if (field.is_repeated() && kind == TextKind::plain) directive = "$for";
    if (!field.is_repeated() && kind == TextKind::expression && has_as(from.scalar)) {
      directive = "$from";
    }
    if (directive == nullptr) return from;
    const Place place = from.place;
    config::Node map{.kind = config::Node::Kind::map, .place = place};
    add_member(map, directive, place, std::move(from));
    return with_body(std::move(map), declared_body(field));
  }

  config::Node with_body(config::Node map, const pb::Descriptor* body) {
    if (body == nullptr) return map;
    if (auto shape = nested(*body, map.place)) {
      add_member(map, "$shape", map.place, *std::move(shape));
    }
    return map;
  }

  // The field's message where it says itself what its fields are from; others are copied whole.
  const pb::Descriptor* declared_body(const pb::FieldDescriptor& field) {
    const pb::Descriptor* body = message_of(field);
    if (body == nullptr) return nullptr;
    for (int i = 0; i < body->field_count(); ++i) {
      if (options_.read(*body->field(i), kFrom)) return body;
    }
    return nullptr;
  }

  std::optional<config::Node> nested(const pb::Descriptor& body, const Place& place) {
    if (std::ranges::find(around_, &body) == around_.end()) return object(body, place);
    out_.add(codes::kContainsItself, place, body.full_name() + " contains itself",
             "a shape ends somewhere: declare a message for each level");
    return std::nullopt;
  }

  bool proto_names_;
  ProtoOptions& options_;
  Diagnostics& out_;
  std::vector<const pb::Descriptor*> around_;
};

void declare(ShapeSyntax& shape, const pb::FieldDescriptor& field, bool proto_names,
             Diagnostics& out) {
  shape.declared = &field;
  const pb::Descriptor* body = message_of(field);
  if (body == nullptr) return;
  if (shape.kind == ShapeSyntax::Kind::object) declare_types(shape, *body, proto_names, out);
  if (shape.body) declare_types(*shape.body, *body, proto_names, out);
}

}  // namespace

config::Node shape_node(const pb::Descriptor& response, bool proto_names, ProtoOptions& options,
                        Diagnostics& out) {
  return Shapes(proto_names, options, out).object(response, options.place_of(response));
}

void declare_types(ShapeSyntax& shape, const pb::Descriptor& response, bool proto_names,
                   Diagnostics& out) {
  if (shape.kind != ShapeSyntax::Kind::object) return;
  for (ShapeMember& member : shape.members) {
    if (member.merge) continue;
    const pb::FieldDescriptor* field = nullptr;
    for (int i = 0; i < response.field_count(); ++i) {
      if (key_of(*response.field(i), proto_names) == member.key.value) field = response.field(i);
    }
    if (field != nullptr) {
      declare(*member.value, *field, proto_names, out);
    } else {
      out.add(codes::kDeclaredOtherwise, member.key.place,
              response.full_name() + " declares no field for " + in_quotes(member.key.value),
              "add it to the message, or leave it out here");
    }
  }
}

}  // namespace bff::plan
