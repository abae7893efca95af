// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_request_body.hpp"

#include "plan/compile_codes.hpp"

namespace bff::plan {
namespace {

std::vector<std::string> message_names(const proto::Schema& schema) {
  std::vector<std::string> names;
  for (const auto* file : schema.files()) {
    for (int i = 0; i < file->message_type_count(); ++i) {
      names.push_back(file->message_type(i)->full_name());
    }
  }
  return names;
}

void fill(proto::FieldTree& tree, const BodyReads& reads, const proto::MessageTable& message) {
  if (reads.whole) return tree.add_all();
  for (const auto& [field, inner] : reads.fields) {
    proto::FieldTree& child = tree.add(message, *field);
    const proto::Field* value = field->map ? field->message->find(2U) : field;
    if (value->message != nullptr) fill(child, inner, *value->message);
  }
}

}  // namespace

void declare_body(RouteContext& context) {
  const auto& declared = context.route.syntax->body;
  if (!declared) return;
  const auto* descriptor = context.schema().pool().FindMessageTypeByName(declared->value);
  Type type;
  if (descriptor != nullptr) {
    type = message_type(context.schema().table(*descriptor));
  } else {
    const auto names = message_names(context.schema());
    const std::string near = did_you_mean(declared->value, {names.begin(), names.end()});
    context.out.add(codes::kBadBody, declared->place,
                    "there is no message '" + declared->value + "'",
                    near.empty() ? "the protos of gateway.yaml must have it" : near);
  }
  Binding& binding = context.make_binding({"body", declared->place}, std::move(type));
  binding.body = &context.route.body_reads;
  context.route.body = &binding;
  context.declare(binding);
}

void check_body_use(RouteContext& context) {
  const RouteModel& route = context.route;
  if (route.body == nullptr || !route.body->type.known() || !route.sound || !route.names_found) {
    return;
  }
  if (route.body_reads.whole || !route.body_reads.fields.empty()) return;
  context.out.add(codes::kBadBody, route.body->place, "nothing reads the body",
                  "read it in a call's `with`, or take it out: what is not read is refused");
}

proto::FieldTree closure_of(const BodyReads& reads, const proto::MessageTable& message) {
  proto::FieldTree tree;
  fill(tree, reads, message);
  return tree;
}

}  // namespace bff::plan
