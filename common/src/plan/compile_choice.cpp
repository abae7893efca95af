// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_choice.hpp"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <set>
#include <utility>

#include "plan/compile_codes.hpp"
#include "plan/compile_expression.hpp"
#include "plan/compile_ref.hpp"
#include "plan/compile_shape.hpp"

namespace bff::plan {
namespace {

class ChoiceCheck {
 public:
  ChoiceCheck(RouteContext& context, const ShapeSyntax& syntax, bool in_list)
      : context_(context), syntax_(syntax), in_list_(in_list) {}

  ShapePtr run() {
    ShapeModel model{.kind = ShapeModel::Kind::choice};
    const CallSet around = context_.enclosing;
    const bool good = find_subject(model);
    const CallSet origins = model.expr.origins();
    context_.enclosing.insert(origins.begin(), origins.end());
    for (const CaseSyntax& one : syntax_.cases) {
      if (auto made = check_case(model, one, good)) model.cases.push_back(std::move(*made));
    }
    if (syntax_.otherwise) {
      model.otherwise = ShapeModel::Case{};
      model.otherwise->body = body_of(*syntax_.otherwise);
    }
    context_.enclosing = around;
    return good ? make_shape(std::move(model)) : unknown_shape();
  }

 private:
  bool fail(std::string_view code, const Place& place, std::string message, std::string remedy) {
    context_.out.add(code, place, std::move(message), std::move(remedy));
    return false;
  }

  // `$s.content`: a oneof is no field, so its last step is looked at apart.
  bool find_subject(ShapeModel& model) {
    ExpressionSyntax subject = *syntax_.expression;
    using StepKind = RefSyntax::Step::Kind;
    RefSyntax& ref = subject.refs[0];
    if (subject.refs.size() == 1 && !subject.literal && !ref.steps.empty() &&
        ref.steps.back().kind == StepKind::field && !is_reserved(ref.name)) {
      RefSyntax::Step last = ref.steps.back();
      ref.steps.pop_back();
      Expr owner = check_source(context_, subject);
      if (!owner.type.known()) return false;
      if (find_oneof(owner.type, last.name)) {
        model.expr = std::move(owner);
        return true;
      }
      ref.steps.push_back(std::move(last));
    }
    model.expr = check_expression(context_, subject, nullptr);
    const Type& type = model.expr.type;
    if (!type.known()) return false;
    if (type.single(Type::Kind::enumeration)) {
      enumeration_ = type.enumeration;
      return true;
    }
    return fail(codes::kSwitchSubject, syntax_.expression->place,
                "$switch wants a oneof or an enum, " + to_text(*syntax_.expression) + " is " +
                    describe(type),
                "for other values there is $when");
  }

  bool find_oneof(const Type& owner, const std::string& name) {
    if (!owner.single(Type::Kind::message)) return false;
    const auto* message = context_.schema().pool().FindMessageTypeByName(owner.message->full_name);
    const auto* oneof = message == nullptr ? nullptr : message->FindOneofByName(name);
    if (oneof == nullptr) return false;
    message_ = owner.message;
    oneof_ = name;
    for (int i = 0; i < oneof->field_count(); ++i) members_.push_back(oneof->field(i)->name());
    return true;
  }

  std::optional<ShapeModel::Case> check_case(const ShapeModel& model, const CaseSyntax& syntax,
                                             bool known) {
    ShapeModel::Case made;
    made.name = syntax.name.value;
    if (!known ||
        !(enumeration_ != nullptr ? find_value(syntax, made) : find_member(syntax, made))) {
      body_of(syntax);  // what it reads is used
      return std::nullopt;
    }
    if (made.field == nullptr) {
      made.body = body_of(syntax);
      return made;
    }
    const Ref& owner = model.expr.refs[0];
    RouteContext::Present present{owner.binding, {}};
    bool plain = owner.root == Ref::Root::binding;
    for (const Ref::Step& step : owner.steps) {
      plain = plain && step.kind != Step::Kind::first && step.kind != Step::Kind::all &&
              step.kind != Step::Kind::entry;
      if (step.kind == Step::Kind::field) present.way.push_back(step.field);
    }
    present.way.push_back(made.field);
    if (plain) context_.present.push_back(std::move(present));
    made.body = body_of(syntax);
    if (plain) context_.present.pop_back();
    return made;
  }

  bool find_value(const CaseSyntax& syntax, ShapeModel::Case& made) {
    std::vector<std::string_view> names;
    for (const auto& value : enumeration_->values) {
      names.push_back(value.short_name);
      if (syntax.name.value != value.full_name && syntax.name.value != value.short_name) continue;
      made.name = value.full_name;
      made.numbers.push_back(value.number);
      return once(made.name, syntax);
    }
    return fail(codes::kNoSuchCase, syntax.name.place,
                enumeration_->full_name + " has no '" + syntax.name.value + "'",
                did_you_mean(syntax.name.value, names));
  }

  bool find_member(const CaseSyntax& syntax, ShapeModel::Case& made) {
    const auto at = std::find(members_.begin(), members_.end(), syntax.name.value);
    if (at != members_.end()) {
      made.field = message_->find(std::string_view(*at));
      return once(made.name, syntax);
    }
    return fail(codes::kNoSuchCase, syntax.name.place,
                "the oneof '" + oneof_ + "' has no '" + syntax.name.value + "'",
                did_you_mean(syntax.name.value, {members_.begin(), members_.end()}));
  }

  bool once(const std::string& name, const CaseSyntax& syntax) {
    if (seen_.insert(name).second) return true;
    return fail(codes::kNoSuchCase, syntax.name.place, "'" + syntax.name.value + "' stands twice",
                "one case for each");
  }

  ShapePtr body_of(const CaseSyntax& syntax) {
    if (syntax.body) return check_shape_here(context_, *syntax.body);
    if (!in_list_) {
      fail(codes::kSkipOutsideList, syntax.name.place.source ? syntax.name.place : syntax_.place,
           "$skip leaves out an element of a list, and this is none", "write null");
    }
    return nullptr;
  }

  RouteContext& context_;
  const ShapeSyntax& syntax_;
  bool in_list_;
  const proto::EnumTable* enumeration_ = nullptr;
  const proto::MessageTable* message_ = nullptr;  // that has the oneof
  std::string oneof_;
  std::vector<std::string> members_;
  std::set<std::string> seen_;
};

}  // namespace

ShapePtr check_choice(RouteContext& context, const ShapeSyntax& syntax, bool in_list) {
  return ChoiceCheck(context, syntax, in_list).run();
}

}  // namespace bff::plan
