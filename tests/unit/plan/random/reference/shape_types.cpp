// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/random/reference/shape_types.hpp"

#include <algorithm>

#include "unit/plan/random/reference/call_syntax.hpp"

namespace bff::random_plans {

namespace pb = google::protobuf;
using namespace plan;
using Field = pb::FieldDescriptor;
using Kind = ShapeSyntax::Kind;

ShapeTypes::ShapeTypes(const Reading& reading) : reading_(reading) { note(*reading.route.shape); }

// Of the names that $for and $from bind, each of which is bound once.
void ShapeTypes::note(const ShapeSyntax& shape) {
  if (!shape.name.value.empty()) {
    const RefSyntax& ref = shape.expression->refs[0];
    const pb::Descriptor* const type = type_of(ref);
    names_[shape.name.value] =
        shape.kind == Kind::each && is_map(ref) ? type->FindFieldByNumber(2)->message_type() : type;
  }
  const auto all = [](const ShapeSyntax&, const View&) { return true; };
  random_plans::each_part(shape, View(), all,
                          [&](const ShapeSyntax& part, const View&) { note(part); });
}

// The field that a reference leads to, though it may be null now; null where it is a call or a
// name by itself, whose message `type` then is.
const Field* ShapeTypes::leads_to(const RefSyntax& ref, const pb::Descriptor*& type) const {
  std::size_t at = 0;
  const Field* field = nullptr;
  if (ref.name == "query") return nullptr;
  const auto bound = names_.find(ref.name);
  if (bound != names_.end()) {
    type = bound->second;
  } else {
    const CallSyntax& call = *find_call(reading_.route, ref.name);
    type = reading_.pool.find(answering(reading_.asked.world, call).message);
    const bool keyed = looks_up(call, ref);
    if (keyed && !call.for_each) type = reading_.pool.find("w.Row");
    at = keyed ? 1 : 0;
  }
  for (; at < ref.steps.size(); ++at) {
    const auto& step = ref.steps[at];
    if (step.kind == RefSyntax::Step::Kind::lookup) {  // of a map: its entry's value
      field = type->FindFieldByNumber(2);
    } else if (step.kind == RefSyntax::Step::Kind::field) {
      field = type->FindFieldByName(step.name);
    } else {
      continue;
    }
    type = field->message_type();
  }
  return field;
}

const pb::Descriptor* ShapeTypes::type_of(const RefSyntax& ref) const {
  const pb::Descriptor* type = nullptr;
  leads_to(ref, type);
  return type;
}

bool ShapeTypes::is_map(const RefSyntax& ref) const {
  const pb::Descriptor* type = nullptr;
  const Field* const field = leads_to(ref, type);
  return field != nullptr && reading_.pool.is_map(*field);
}

bool ShapeTypes::keeps(const ShapeSyntax& merged, const View& view) const {
  if (view.whole()) return true;
  if (merged.kind == Kind::object) {
    return std::any_of(
        merged.members.begin(), merged.members.end(), [&](const ShapeMember& member) {
          return member.merge ? keeps(*member.value, view) : view.at(member.key.value).has_value();
        });
  }
  if (merged.body) return keeps(*merged.body, view);
  const auto fields = kept_fields(merged, *type_of(merged.expression->refs[0]));
  return std::any_of(fields.begin(), fields.end(), [&](const Field* field) {
    return view.at(reading_.values.writer().key_of(*field)).has_value();
  });
}

std::vector<const Field*> kept_fields(const ShapeSyntax& shape, const pb::Descriptor& type) {
  std::vector<const Field*> all;
  if (shape.pick) {
    for (const auto& name : shape.pick->fields) all.push_back(type.FindFieldByName(name.value));
    return all;
  }
  for (int i = 0; i < type.field_count(); ++i) {
    const auto& names = shape.omit ? shape.omit->fields : std::vector<LocatedText>{};
    const bool out = std::any_of(names.begin(), names.end(), [&](const LocatedText& name) {
      return name.value == type.field(i)->name();
    });
    if (!out) all.push_back(type.field(i));
  }
  return all;
}

}  // namespace bff::random_plans
