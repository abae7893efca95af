// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/random/reference/selection.hpp"

#include <algorithm>
#include <limits>

#include "support/reference_json.hpp"

namespace bff::random_plans {

namespace pb = google::protobuf;
using namespace plan;

// A view limits lists, not maps.
std::pair<std::uint32_t, std::vector<Value>> Selection::elements_of(const ShapeSyntax& shape,
                                                                    const Value& list,
                                                                    const View& view) const {
  if (!values_.is_map(list)) {
    return {std::min(view.limit(), limit_of(shape)), values_.elements(list)};
  }
  std::vector<Value> elements;
  for (const auto& [key, value] : values_.entries(list)) elements.push_back(value);
  return {limit_of(shape), std::move(elements)};
}

// A number, or that of a parameter: none below zero.
std::uint32_t Selection::limit_of(const ShapeSyntax& shape) const {
  if (!shape.limit) return std::numeric_limits<std::uint32_t>::max();
  if (shape.limit->number) return *shape.limit->number;
  const auto given = reading_.asked.query.find(shape.limit->ref->steps[0].name);
  return static_cast<std::uint32_t>(std::max(0, std::stoi(given->second)));
}

namespace {

std::string short_name(const pb::EnumDescriptor& type, int number) {
  const std::string json = test::reference::enum_json({}, type, number);
  return json.starts_with('"') ? json.substr(1, json.size() - 2) : json;
}

// Those of an enum's number, aliases and short ones too.
std::vector<std::string> names_of(const Scalar& scalar) {
  std::vector<std::string> names;
  for (int i = 0; i < scalar.type->value_count(); ++i) {
    if (std::to_string(scalar.type->value(i)->number()) != scalar.text) continue;
    names.push_back(scalar.type->value(i)->name());
    names.push_back(short_name(*scalar.type, scalar.type->value(i)->number()));
  }
  return names;
}

}  // namespace

// What the case may be called: as the field that is set of a oneof, which is the path's last step,
// or as an enum's value. Nothing: the value is null.
std::optional<std::vector<std::string>> Selection::names_of_case(
    const ExpressionSyntax& expression) {
  RefSyntax ref = expression.refs[0];
  std::string last;
  if (!ref.steps.empty() && ref.steps.back().kind == RefSyntax::Step::Kind::field) {
    last = ref.steps.back().name;
    ref.steps.pop_back();
  }
  const Value owner = last.empty() ? Value{} : expressions_.evaluate(ref);
  const auto* oneof =
      owner.is_message() ? owner.message->GetDescriptor()->FindOneofByName(last) : nullptr;
  if (oneof != nullptr) {
    const auto* set =
        owner.message->GetReflection()->GetOneofFieldDescriptor(*owner.message, oneof);
    return set != nullptr ? std::vector<std::string>{set->name()} : std::vector<std::string>{};
  }
  const Value value = expressions_.evaluate(expression);
  if (value.null()) return std::nullopt;
  return names_of(values_.scalar(value));
}

// A oneof of which no field is set, and an enum that no case names, are `$else`; null is null.
std::optional<const ShapeSyntax*> Selection::chosen(const ShapeSyntax& choice) {
  const auto names = names_of_case(*choice.expression);
  if (!names) return nullptr;
  const CaseSyntax* arm = choice.otherwise ? &*choice.otherwise : nullptr;
  for (const CaseSyntax& one : choice.cases) {
    const bool fits = std::find(names->begin(), names->end(), one.name.value) != names->end();
    if (fits) arm = &one;
  }
  if (arm == nullptr) return nullptr;
  if (!arm->body) return std::nullopt;
  return arm->body.get();
}

}  // namespace bff::random_plans
