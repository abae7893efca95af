// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "plan/route_file.hpp"
#include "unit/plan/random/reference/view.hpp"

namespace bff::random_plans {

// Calls see(ref) for every `$name…` that is written somewhere, keys of look-ups included.

template <class See>
void each_ref(const plan::RefSyntax& ref, See&& see) {
  see(ref);
  for (const auto& step : ref.steps) {
    if (step.key) each_ref(*step.key, see);
  }
}

template <class See>
void each_ref(const plan::ExpressionSyntax& expression, See&& see) {
  for (const auto& ref : expression.refs) each_ref(ref, see);
}

template <class See>
void each_ref(const plan::ConditionsSyntax& conditions, See&& see) {
  for (const auto& condition : conditions.all) {
    each_ref(condition.left, see);
    for (const auto& ref : condition.refs) each_ref(ref, see);
  }
}

template <class See>
void each_ref(const plan::TextSyntax& text, See&& see) {
  for (const auto& part : text.parts) {
    if (part.value) each_ref(*part.value, see);
  }
}

// Of the shape itself, and of what the view keeps of its parts: `part(shape, view)` for each. Of
// a part of `$merge` that is only where `keeps(shape, view)`.
template <class See>
void own_refs(const plan::ShapeSyntax& shape, See&& see) {
  if (shape.expression) each_ref(*shape.expression, see);
  if (shape.text) each_ref(*shape.text, see);
  if (shape.when) each_ref(*shape.when, see);
}

template <class Keeps, class Part>
void each_part(const plan::ShapeSyntax& shape, const View& view, Keeps&& keeps, Part&& part) {
  for (const auto& member : shape.members) {
    if (member.merge) {
      if (keeps(*member.value, view)) part(*member.value, view);
    } else if (const auto below = view.at(member.key.value)) {
      part(*member.value, *below);
    }
  }
  for (const auto& item : shape.items) part(*item, view);
  for (const auto& one : shape.cases) {
    if (one.body) part(*one.body, view);
  }
  if (shape.otherwise && shape.otherwise->body) part(*shape.otherwise->body, view);
  if (shape.body) part(*shape.body, view);
}

template <class Keeps, class See>
void each_ref(const plan::ShapeSyntax& shape, const View& view, Keeps&& keeps, See&& see) {
  own_refs(shape, see);
  each_part(shape, view, keeps, [&](const plan::ShapeSyntax& part, const View& below) {
    each_ref(part, below, keeps, see);
  });
}

}  // namespace bff::random_plans
