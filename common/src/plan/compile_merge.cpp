// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_merge.hpp"

#include "plan/compile_codes.hpp"
#include "plan/compile_copy.hpp"
#include "plan/compile_shape.hpp"

namespace bff::plan {
namespace {

using ShapeKind = ShapeModel::Kind;

void add_keys(const ShapeModel& part, const Place& place, KeysOnce& keys) {
  const ShapeModel& object = part.kind == ShapeKind::from ? *part.body : part;
  for (const auto& member : object.members) {
    if (member.spread) {
      add_keys(*member.value, place, keys);
    } else {
      keys.add(member.key, place);
    }
  }
}

bool is_object(const ShapeModel& shape) {
  return shape.kind == ShapeKind::object && shape.when.empty();
}

}  // namespace

void KeysOnce::add(const std::string& key, const Place& place) {
  const auto [known, first] = places_.emplace(key, place);
  if (first) return;
  context_.out.add(codes::kKeyTwice, place, "'" + key + "' comes from both",
                   "each key is set once: leave it out of one, as in $omit: [field]");
}

ShapePtr check_merged(RouteContext& context, const Place& place, ShapePtr part, KeysOnce& keys) {
  if (part->unknown) return nullptr;
  if (part->kind == ShapeKind::value && part->when.empty()) {
    const Type& type = part->expr.type;
    if (type.single(Type::Kind::message)) {
      if (ShapePtr fields = opened(context, *part)) part = std::move(fields);
    }
  } else if (part->kind == ShapeKind::from && part->body == nullptr) {
    if (ShapePtr fields = fields_of(context, *part->binding)) {
      ShapeModel copy = *part;
      copy.body = std::move(fields);
      part = make_shape(std::move(copy));
    }
  }
  const bool good = is_object(*part) || (part->kind == ShapeKind::from && part->when.empty() &&
                                         part->body != nullptr && is_object(*part->body));
  if (!good) {
    if (part->kind == ShapeKind::from && part->body != nullptr && part->body->unknown)
      return nullptr;
    context.out.add(codes::kMergeWantsObject, place,
                    "$merge wants objects whose keys are known here",
                    "give it an object, a message, or $from with such a shape");
    return nullptr;
  }
  add_keys(*part, place, keys);
  return part;
}

}  // namespace bff::plan
