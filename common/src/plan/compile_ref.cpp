// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_ref.hpp"

#include "plan/compile_codes.hpp"
#include "plan/compile_inputs.hpp"

namespace bff::plan {
namespace {

using StepSyntax = RefSyntax::Step;

// One walk along a ref. Each take_…() reports why a step cannot be taken and makes the type
// unknown, which ends the walk.
class RefWalk {
 public:
  RefWalk(RouteContext& context, const RefSyntax& syntax) : context_(context), syntax_(syntax) {}

  Ref run() {
    std::size_t taken = take_root();
    for (; taken < syntax_.steps.size(); ++taken) {
      const StepSyntax& step = syntax_.steps[taken];
      if (!ref_.type.known()) {
        // What a key reads is used, whatever became of the rest.
        if (step.kind == StepSyntax::Kind::lookup && step.key)
          note_key(check_ref(context_, *step.key));
        continue;
      }
      take(step);
    }
    if (!ref_.type.known()) ref_.root = Ref::Root::none;
    return std::move(ref_);
  }

 private:
  void fail(std::string_view code, const Place& place, std::string message,
            std::string remedy = "") {
    context_.out.add(code, place, std::move(message), std::move(remedy));
    ref_.type = Type{};
  }

  // The number of steps that the root has used up.
  std::size_t take_root() {
    label_ = syntax_.name;
    if (is_unsupported_root(syntax_.name)) {
      fail(codes::kUnsupported, syntax_.place, "'$" + syntax_.name + "' is not yet supported");
      return 0;
    }
    if (is_reserved(syntax_.name)) return take_input();
    const Binding* binding = context_.find(syntax_.name);
    if (binding == nullptr) {
      if (!context_.route.sound) return 0;  // it may be among what could not be read
      context_.route.names_found = false;
      const auto near = nearest(syntax_.name, context_.names());
      fail(codes::kUnknownName, syntax_.place, "there is no '$" + syntax_.name + "' here",
           near.empty() ? "names are those of calls, `as` and `in`, and path, query, auth"
                        : "did you mean '$" + std::string(near) + "'?");
      return 0;
    }
    if (binding->call && context_.route.calls[*binding->call].is_table) {
      return take_row(*binding->call);
    }
    ref_.root = Ref::Root::binding;
    ref_.binding = binding;
    ref_.type = binding->type;
    ref_.origins = binding->origins;
    if (binding->unwrap != nullptr) ref_.steps.push_back({.field = binding->unwrap});
    if (binding->call) context_.reads->insert(*binding->call);
    return 0;
  }

  std::size_t take_input() {
    if (syntax_.steps.empty() || syntax_.steps[0].kind != StepSyntax::Kind::field) {
      fail(codes::kNoSuchField, syntax_.place, "'$" + syntax_.name + "' is no value",
           "write '$" + syntax_.name + ".' and a name");
      return syntax_.steps.empty() ? 0 : 1;
    }
    ref_.root = Ref::Root::input;
    label_ += "." + syntax_.steps[0].name;
    ref_.type = input_type(context_, syntax_);
    if (ref_.type.known() && !ref_.type.text_input) {
      ref_.input = input_as(context_, syntax_, ref_.type.scalar);
    }
    return 1;
  }

  std::size_t take_row(std::size_t call) {
    context_.reads->insert(call);
    ref_.origins.insert(call);
    if (syntax_.steps.empty() || syntax_.steps[0].kind != StepSyntax::Kind::lookup) {
      fail(codes::kTableUse, syntax_.place, "'" + syntax_.name + "' is a table",
           "look up a row: $" + syntax_.name + "(key)");
      return 0;
    }
    const StepSyntax& step = syntax_.steps[0];
    const CallModel& table = context_.route.calls[call];
    if (!step.key) {
      fail(codes::kUnsupported, step.place, "a literal as a key is not yet supported");
      return 1;
    }
    Ref key = check_ref(context_, *step.key);
    note_key(key);
    CallSet& needs = context_.route.calls[call].needs;
    needs.insert(key.origins.begin(), key.origins.end());
    needs.insert(context_.enclosing.begin(), context_.enclosing.end());
    if (!table.table || !key.type.known()) return 1;

    const Type wanted = type_of(*table.table->key);
    if (key.type.text_input) parse_as(context_, *step.key, wanted, key);
    if (!same(key.type, wanted)) {
      fail(codes::kKeyType, step.key->whole,
           "the key is " + describe(key.type) + ", " + table.table->rows->name + "." +
               table.table->key->name + " is " + describe(wanted));
      return 1;
    }
    ref_.root = Ref::Root::lookup;
    ref_.table = call;
    ref_.key = std::make_shared<Ref>(std::move(key));
    ref_.type = element_of(type_of(*table.table->rows));
    ref_.type.absent = ref_.key->type.absent;  // a null key has no row, for the key's own reason
    ref_.type.missing = ref_.key->type.missing;
    ref_.type.missing.insert(call);
    return 1;
  }

  void note_key(const Ref& key) { ref_.origins.insert(key.origins.begin(), key.origins.end()); }

  void take(const StepSyntax& step) {
    switch (step.kind) {
      case StepSyntax::Kind::field:
        take_field(step);
        break;
      case StepSyntax::Kind::insist:
        if (!ref_.type.nullable()) {
          fail(codes::kNeverNull, step.place, "'" + label_ + "' is never null", "drop the !");
          break;
        }
        ref_.type.absent = false;
        ref_.type.missing.clear();
        ref_.steps.push_back({.label = label_});
        break;
      case StepSyntax::Kind::first:
      case StepSyntax::Kind::all:
        ref_.type = Type{};  // the parser has refused them
        break;
      case StepSyntax::Kind::lookup:
        if (step.key) note_key(check_ref(context_, *step.key));
        if (ref_.type.map) {
          fail(codes::kUnsupported, step.place, "looking up in a map is not yet supported");
        } else {
          fail(codes::kTableUse, step.place, "'" + label_ + "' is no table and takes no key",
               "tables are calls with batch and index");
        }
        break;
    }
  }

  void take_field(const StepSyntax& step) {
    const Type& type = ref_.type;
    if (type.list || type.map) {
      fail(codes::kCrossesList, step.place,
           "'" + label_ + "' is " + (type.map ? "a map" : "repeated"), "loop over it with $for");
      return;
    }
    if (type.kind != Type::Kind::message) {
      fail(codes::kNoSuchField, step.place,
           "'" + label_ + "' is " + describe(type) + " and has no fields");
      return;
    }
    const proto::Field* field = type.message->find(std::string_view(step.name));
    if (field == nullptr) {
      fail(codes::kNoSuchField, step.place,
           type.message->full_name + " has no field '" + step.name + "'",
           field_remedy(*type.message, step.name, context_.schema()));
      return;
    }
    Type next = type_of(*field);
    next.absent = next.absent || type.absent;
    next.missing = type.missing;
    ref_.type = std::move(next);
    label_ += "." + step.name;
    ref_.steps.push_back({.field = field});
    if (!field->repeated && wrapped_field(*field) != nullptr) {
      ref_.steps.push_back({.field = wrapped_field(*field)});
    }
  }

  RouteContext& context_;
  const RefSyntax& syntax_;
  Ref ref_;
  std::string label_;  // where the walk stands, for messages: "profile.user"
};

}  // namespace

Ref check_ref(RouteContext& context, const RefSyntax& syntax) {
  return RefWalk(context, syntax).run();
}

void parse_as(RouteContext& context, const RefSyntax& syntax, const Type& wanted, Ref& ref) {
  if (wanted.single(Type::Kind::scalar) && wanted.scalar != proto::FieldType::bytes) {
    ref.type.scalar = wanted.scalar;
  }
  ref.type.text_input = false;
  ref.input = input_as(context, syntax, ref.type.scalar);
}

Ref field_of(const Binding& binding, const proto::Field& field) {
  Ref ref;
  ref.root = Ref::Root::binding;
  ref.binding = &binding;
  ref.type = type_of(field);
  ref.origins = binding.origins;
  ref.steps.push_back({.field = &field});
  if (!field.repeated && wrapped_field(field) != nullptr) {
    ref.steps.push_back({.field = wrapped_field(field)});
  }
  return ref;
}

}  // namespace bff::plan
