// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/random/reference/requests.hpp"

#include "unit/plan/random/reference/call_syntax.hpp"
#include "unit/plan/random/reference/failures.hpp"
#include "unit/plan/random/reference/literals.hpp"
#include "unit/plan/random/reference/request_filler.hpp"

namespace bff::random_plans {

namespace pb = google::protobuf;
using namespace plan;
using Field = pb::FieldDescriptor;
using Kind = ShapeSyntax::Kind;

// An expression takes its call with it when the last that it falls back to is missing: a literal
// never is, nor is what `!` insists on. Keys behind `[]` are those of elements.
std::set<std::string> Requests::needed_by(const CallSyntax& call) const {
  std::set<std::string> calls;
  if (call.with) missing_of(*call.with, calls);
  return calls;
}

void Requests::missing_of(const ExpressionSyntax& expression, std::set<std::string>& calls) const {
  if (!expression.literal) missing_of(expression.refs.back(), calls);
}

void Requests::missing_of(const RefSyntax& ref, std::set<std::string>& calls) const {
  std::set<std::string> some;
  if (find_call(reading_.route, ref.name) != nullptr) some.insert(ref.name);
  for (const auto& step : ref.steps) {
    if (step.kind == RefSyntax::Step::Kind::insist) some.clear();
    if (step.key) missing_of(*step.key, some);
    if (step.kind == RefSyntax::Step::Kind::all) break;
  }
  calls.insert(some.begin(), some.end());
}

void Requests::missing_of(const ShapeSyntax& shape, std::set<std::string>& calls) const {
  if (shape.expression) missing_of(*shape.expression, calls);
  if (shape.text) {
    for (const auto& part : shape.text->parts) {
      if (part.value) missing_of(*part.value, calls);
    }
  }
  types_.each_part(shape, View(),
                   [&](const ShapeSyntax& part, const View&) { missing_of(part, calls); });
}

std::unique_ptr<pb::Message> Requests::request_of(const CallSyntax& call) {
  auto request = reading_.pool.parse(*reading_.pool.find("w.Ask"), "");
  try {
    if (call.with) fill(*request, *call.with);
  } catch (const ReadMissing&) {
    return nullptr;
  }
  return request;
}

void Requests::fill(pb::Message& request, const ShapeSyntax& object) {
  for (const ShapeMember& member : object.members) {
    fill(request, *request.GetDescriptor()->FindFieldByName(member.key.value), *member.value);
  }
}

namespace {

Value present(Value value) {
  if (value.kind == Value::Kind::missing) throw ReadMissing{};
  return value;
}

}  // namespace

// A null leaves its field unset, and so does a `$when` that does not hold; an object sets its
// field whatever is in it.
void Requests::fill(pb::Message& into, const Field& field, const ShapeSyntax& shape) {
  if (shape.when && shape.kind != Kind::each && !expressions_.holds(*shape.when)) return;
  const Values& values = reading_.values;
  switch (shape.kind) {
    case Kind::literal:
      return put(into, field, made_of(literal(reading_.pool, shape.literal)), values);
    case Kind::expression:
      return put(into, field, present(expressions_.evaluate(*shape.expression)), values);
    case Kind::text:
      return put(into, field, present(expressions_.evaluate(*shape.text)), values);
    case Kind::object:
      return fill(open(into, field), shape);
    case Kind::list:
      for (const auto& item : shape.items) fill(into, field, *item);
      return;
    case Kind::each:
      selection_.each(shape, present(expressions_.evaluate(*shape.expression)), View(),
                      [&](const Value& element) {
                        shape.body ? fill(into, field, *shape.body)
                                   : put(into, field, element, values);
                        return true;
                      });
      return;
    default:
      reading_.faults.push_back("the reference knows no such form of a request");
  }
}

}  // namespace bff::random_plans
