// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_request.hpp"

#include <algorithm>
#include <map>

#include "plan/compile_codes.hpp"
#include "plan/compile_expression.hpp"

namespace bff::plan {
namespace {

class RequestCheck {
 public:
  RequestCheck(RouteContext& context, CallModel& call) : context_(context), call_(call) {}

  std::vector<RequestModel> fields(const std::vector<ShapeMember>& members,
                                   const proto::MessageTable& message, bool top) {
    std::vector<RequestModel> out;
    std::map<std::int32_t, const proto::Field*> oneofs;
    for (const ShapeMember& member : members) {
      const proto::Field* field = find(member, message);
      if (field == nullptr) {
        visit(*member.value);
        continue;
      }
      if (top && call_.table && field == call_.table->into) {
        problem(codes::kSetTwice, member.key.place,
                "'" + field->name + "' takes the keys of the batch", "leave it out of `with`");
        continue;
      }
      if (field->oneof >= 0) {
        const auto [other, first] = oneofs.emplace(field->oneof, field);
        if (!first) {
          problem(codes::kSetTwice, member.key.place,
                  "'" + field->name + "' and '" + other->second->name + "' are of one oneof",
                  "write one of them");
        }
      }
      if (auto made = value(*member.value, message, *field)) out.push_back(std::move(*made));
    }
    // In the order of field numbers, as every other encoder of protobuf writes them.
    std::sort(out.begin(), out.end(), [](const RequestModel& a, const RequestModel& b) {
      return a.field->number < b.field->number;
    });
    return out;
  }

  // Notes what an expression reads though there is no field for it.
  void visit(const ShapeSyntax& syntax) {
    if (syntax.expression) check_expression(context_, *syntax.expression, nullptr);
    for (const ShapeMember& member : syntax.members) visit(*member.value);
  }

 private:
  void problem(std::string_view code, const Place& place, std::string message,
               std::string remedy = "") {
    context_.out.add(code, place, std::move(message), std::move(remedy));
  }

  const proto::Field* find(const ShapeMember& member, const proto::MessageTable& message) {
    const proto::Field* field = message.find(std::string_view(member.key.value));
    if (field == nullptr) {
      problem(codes::kNoSuchField, member.key.place,
              message.full_name + " has no field '" + member.key.value + "'",
              field_remedy(message, member.key.value, context_.schema()));
    }
    return field;
  }

  std::optional<RequestModel> value(const ShapeSyntax& syntax, const proto::MessageTable& message,
                                    const proto::Field& field) {
    switch (syntax.kind) {
      case ShapeSyntax::Kind::object:
        return object(syntax, message, field);
      case ShapeSyntax::Kind::literal:
        return literal(syntax, message, field);
      case ShapeSyntax::Kind::expression:
        return expression(*syntax.expression, message, field);
      default:
        break;  // the parser lets no other pass
    }
    return std::nullopt;
  }

  std::optional<RequestModel> object(const ShapeSyntax& syntax, const proto::MessageTable& message,
                                     const proto::Field& field) {
    const Type type = type_of(field);
    if (type.map) {
      problem(codes::kUnsupported, syntax.place, "a map in `with` is not yet supported");
      visit(syntax);
      return std::nullopt;
    }
    if (!type.single(Type::Kind::message)) {
      problem(codes::kFieldType, syntax.place,
              describe(message, field) + " is " + describe(type) + ", not a message");
      visit(syntax);
      return std::nullopt;
    }
    RequestModel model;
    model.field = &field;
    model.is_nested = true;
    model.nested = fields(syntax.members, *field.message, false);
    return model;
  }

  std::optional<RequestModel> literal(const ShapeSyntax& syntax, const proto::MessageTable& message,
                                      const proto::Field& field) {
    if (syntax.literal.kind == config::Node::Kind::null && !type_of(field).absent) {
      problem(codes::kNullField, syntax.place,
              describe(message, field) + " cannot be left unset, and this is null",
              "leave it out, or write a value");
      return std::nullopt;
    }
    RequestModel model;
    model.field = &field;
    if (!encode_field(syntax.literal, message, field, context_.schema(), context_.out,
                      model.literal) ||
        model.literal.empty()) {
      return std::nullopt;  // nothing to send: null, or the zero that an absent field is
    }
    return model;
  }

  std::optional<RequestModel> expression(const ExpressionSyntax& syntax,
                                         const proto::MessageTable& message,
                                         const proto::Field& field) {
    const Type wanted = type_of(field);
    RequestModel model;
    model.field = &field;
    model.wrap = !field.repeated && wrapped_field(field) != nullptr;
    model.expr = check_expression(context_, syntax, &wanted);
    const Type& type = model.expr->type;
    if (!type.known()) return std::nullopt;
    if (!converts(type, wanted)) {
      problem(codes::kFieldType, syntax.place,
              describe(message, field) + " is " + describe(wanted) + ", " + to_text(syntax) +
                  " is " + describe(type));
      return std::nullopt;
    }
    // What is missing takes the whole call with it; only what a service leaves out can arrive here
    // as null.
    if (type.absent && !wanted.absent) {
      problem(codes::kNullField, syntax.place,
              to_text(syntax) + " may be null and " + describe(message, field) +
                  " cannot be left unset",
              "write !, ?? or ||");
    }
    if (!type.missing.empty() && !call_.may_be_missing()) {
      const auto& name = context_.route.calls[*type.missing.begin()].syntax->name.value;
      problem(codes::kReadsMissing, syntax.place,
              "'" + call_.syntax->name.value + "' reads '" + name + "', which may be missing",
              "write ?? or on_error: as_null");
    }
    call_.missing.insert(type.missing.begin(), type.missing.end());
    return model;
  }

  RouteContext& context_;
  CallModel& call_;
};

}  // namespace

void check_requests(RouteContext& context) {
  for (CallModel& call : context.route.calls) {
    if (!call.syntax->with) continue;
    CallSet reads;
    context.reads = &reads;
    RequestCheck check(context, call);
    if (call.request_type == nullptr) {
      check.visit(*call.syntax->with);
    } else {
      call.request = check.fields(call.syntax->with->members, *call.request_type, true);
    }
    call.needs.insert(reads.begin(), reads.end());
    context.reads = nullptr;
  }
}

}  // namespace bff::plan
