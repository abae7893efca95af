// SPDX-License-Identifier: Apache-2.0
// Rules of an object's keys: those of the view, in the file's order, with the keys of what `$merge`
// adds: an object's or a message's, all null where that is null.
#include <utility>

#include "unit/plan/random/reference/answer_writer.hpp"

namespace bff::random_plans {

namespace pb = google::protobuf;
using namespace plan;
using Kind = ShapeSyntax::Kind;

AnswerWriter::Members AnswerWriter::members(const ShapeSyntax& object, const View& view) {
  Members all;
  for (const ShapeMember& member : object.members) {
    if (member.merge) {
      if (!types_.keeps(*member.value, view)) continue;
      for (auto& one : merged(*member.value, view)) all.push_back(std::move(one));
    } else if (const auto below = view.at(member.key.value)) {
      all.push_back({member.key.value, *write(*member.value, *below)});
    }
  }
  return all;
}

AnswerWriter::Members AnswerWriter::merged(const ShapeSyntax& part, const View& view) {
  if (part.kind == Kind::object) return members(part, view);
  const Value value = expressions_.evaluate(*part.expression);
  Members all;
  if (value.null()) {
    null_members(part, view, all);
  } else {
    expressions_.with_name(part.name.value, value, [&] { all = body(part, value, view)->members; });
  }
  return all;
}

void AnswerWriter::null_members(const ShapeSyntax& part, const View& view, Members& all) const {
  if (part.kind == Kind::object) {
    for (const ShapeMember& member : part.members) {
      if (member.merge) {
        null_members(*member.value, view, all);
      } else if (view.at(member.key.value)) {
        all.push_back({member.key.value, {}});
      }
    }
    return;
  }
  if (part.body) return null_members(*part.body, view, all);
  const pb::Descriptor* const type = types_.type_of(part.expression->refs[0]);
  if (type == nullptr) return reading_.faults.push_back("the reference does not know this type");
  for (const auto* field : kept_fields(part, *type)) {
    const std::string key = values_.writer().key_of(*field);
    if (field->real_containing_oneof() == nullptr && view.at(key)) all.push_back({key, {}});
  }
}

}  // namespace bff::random_plans
