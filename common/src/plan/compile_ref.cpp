// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_ref.hpp"

#include <algorithm>

#include "plan/compile_codes.hpp"
#include "plan/compile_inputs.hpp"
#include "plan/compile_lookup.hpp"

namespace bff::plan {
namespace {

using StepSyntax = RefSyntax::Step;
using StepKind = Ref::Step::Kind;

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
    if (ref_.type.known() && collects_) collect();
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
    if (is_reserved(syntax_.name)) return take_input();
    const Binding* binding = context_.find(syntax_.name);
    if (binding == nullptr) {
      if (!context_.route.sound) return 0;  // it may be among what could not be read
      context_.route.names_found = false;
      if (syntax_.name == "body") {
        fail(codes::kUnknownName, syntax_.place, "the route has no body",
             "declare it: body: package.Message");
        return 0;
      }
      const std::string_view near = nearest(syntax_.name, context_.names());
      fail(codes::kUnknownName, syntax_.place, "there is no '$" + syntax_.name + "' here",
           near.empty() ? "names are those of calls, `as` and `in`, and path, query, header, "
                          "cookie, body, auth, request"
                        : "did you mean '$" + std::string(near) + "'?");
      return 0;
    }
    const bool keyed = !syntax_.steps.empty() && syntax_.steps[0].kind == StepSyntax::Kind::lookup;
    if (binding->call) {
      context_.reads->insert(*binding->call);
      const CallModel& call = context_.route.calls[*binding->call];
      if (call.is_table || (keyed && call.table)) return take_row(*binding->call);
    }
    ref_ = ref_to(*binding);
    if (const Binding& target = binding->target(); target.body != nullptr) {
      in_body_ = true;
    }
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
      ref_.input = input_as(context_, syntax_, ref_.type);
    }
    return 1;
  }

  std::size_t take_row(std::size_t call) {
    ref_.origins.insert(call);
    if (syntax_.steps.empty() || syntax_.steps[0].kind != StepSyntax::Kind::lookup) {
      fail(codes::kTableUse, syntax_.place, "'" + syntax_.name + "' is a table",
           "look up a row: $" + syntax_.name + "(key)");
      return 0;
    }
    const StepSyntax& step = syntax_.steps[0];
    const std::optional<TableModel>& table = context_.route.calls[call].table;
    if (!table || !table->key_type.known()) {
      if (step.key) note_key(check_ref(context_, *step.key));
      return 1;
    }
    const KeyUse use{.type = table->key_type, .of = key_name(syntax_.name, *table)};
    std::optional<Ref> key = check_key(context_, step, use);
    CallSet& needs = context_.route.calls[call].needs;
    if (key) {
      note_key(*key);
      // The rows of an ordinary call are there without any key.
      if (table->keys != Table::Keys::response) {
        needs.insert(key->origins.begin(), key->origins.end());
        needs.insert(context_.enclosing.begin(), context_.enclosing.end());
      }
    }
    if (!key || !key->type.known()) return 1;
    ref_.root = Ref::Root::lookup;
    ref_.table = call;
    ref_.type = table->value_type;
    // A null key finds nothing, for the key's own reason.
    ref_.type.absent = ref_.type.absent || key->type.absent;
    ref_.type.missing = key->type.missing;
    const bool always_there =
        table->join == Table::Join::group || table->join == Table::Join::whole;
    if (!always_there || context_.route.calls[call].may_be_missing()) {
      ref_.type.missing.insert(call);
    }
    ref_.key = std::make_shared<Ref>(std::move(*key));
    return 1;
  }

  void note_key(const Ref& key) { ref_.origins.insert(key.origins.begin(), key.origins.end()); }

  void take(const StepSyntax& step) {
    switch (step.kind) {
      case StepSyntax::Kind::field:
        return take_field(step);
      case StepSyntax::Kind::insist:
        return take_insist(step);
      case StepSyntax::Kind::first:
        return take_first(step);
      case StepSyntax::Kind::all:
        return take_all(step);
      case StepSyntax::Kind::lookup:
        return take_entry(step);
    }
  }

  void take_insist(const StepSyntax& step) {
    if (!ref_.type.nullable()) {
      return fail(codes::kNeverNull, step.place, "'" + label_ + "' is never null", "drop the !");
    }
    ref_.type.absent = false;
    ref_.type.missing.clear();
    ref_.steps.push_back({.kind = StepKind::insist, .label = label_});
  }

  void take_first(const StepSyntax& step) {
    if (!ref_.type.list) return fail(codes::kIndexWantsList, step.place, wants_list("[0]"));
    enter_element(StepKind::first);
    ref_.type.absent = true;
    label_ += "[0]";
  }

  void take_all(const StepSyntax& step) {
    if (!ref_.type.list) return fail(codes::kIndexWantsList, step.place, wants_list("[]"));
    if (!collects_) around_ = ref_.type;  // why the list itself may be null
    collects_ = true;
    enter_element(StepKind::all);
    ref_.type.absent = false;
    ref_.type.missing.clear();
    label_ += "[]";
  }

  std::string wants_list(std::string_view what) const {
    return std::string(what) + " wants a list, '" + label_ + "' is " + describe(ref_.type);
  }

  void enter_element(StepKind kind) {
    const proto::Field* field = ref_.type.field;
    Type element = element_of(ref_.type);
    element.absent = ref_.type.absent;
    element.missing = ref_.type.missing;
    const bool of_input = ref_.root == Ref::Root::input;
    ref_.type = std::move(element);
    ref_.steps.push_back({.kind = kind, .field = field});
    if (!of_input && field != nullptr) unwrap(*field);
    way_.reset();
  }

  // What is left out of the elements, and the list that the rest is.
  void collect() {
    Type& type = ref_.type;
    if (type.list || type.map) {
      return fail(codes::kCrossesList, syntax_.whole,
                  "'" + label_ + "' is a list of " + (type.map ? "maps" : "lists"),
                  type.map ? "loop over it with $for" : "write [] behind it for one list of all");
    }
    type.list = true;
    type.absent = around_.absent;
    type.missing = around_.missing;
  }

  void take_entry(const StepSyntax& step) {
    if (!ref_.type.map) {
      if (step.key) note_key(check_ref(context_, *step.key));
      return fail(codes::kTableUse, step.place, "'" + label_ + "' is no table and takes no key",
                  "tables are calls with batch, index, group or for_each, and maps");
    }
    const proto::Field* field = ref_.type.field;
    const proto::Field& value = *ref_.type.message->find(2U);
    const KeyUse use{.type = type_of(*ref_.type.message->find(1U)),
                     .of = "the key of '" + label_ + "'"};
    std::optional<Ref> key = check_key(context_, step, use);
    if (key) note_key(*key);
    if (!key || !key->type.known()) {
      ref_.type = Type{};
      return;
    }
    Type type = element_of(ref_.type);
    type.absent = true;
    type.missing = ref_.type.missing;
    type.missing.insert(key->type.missing.begin(), key->type.missing.end());
    ref_.type = std::move(type);
    ref_.steps.push_back(
        {.kind = StepKind::entry, .field = field, .key = std::make_shared<Ref>(std::move(*key))});
    unwrap(value);
    way_.reset();
    label_ += "(…)";
  }

  void unwrap(const proto::Field& field) {
    if (const proto::Field* wrapped = wrapped_field(field)) {
      ref_.steps.push_back({.kind = StepKind::field, .field = wrapped});
    }
  }

  void take_field(const StepSyntax& step) {
    const Type& type = ref_.type;
    if (type.list || type.map) {
      return fail(codes::kCrossesList, step.place,
                  "'" + label_ + "' is " + (type.map ? "a map" : "repeated"),
                  type.map ? "look up one value: (key), or loop over it with $for"
                           : "write [] for all, [0] for one, or $for");
    }
    if (type.kind != Type::Kind::message) {
      return fail(codes::kNoSuchField, step.place,
                  "'" + label_ + "' is " + describe(type) + " and has no fields");
    }
    const proto::Field* field = type.message->find(std::string_view(step.name));
    if (field == nullptr) {
      return fail(codes::kNoSuchField, step.place,
                  type.message->full_name + " has no field '" + step.name + "'",
                  field_remedy(*type.message, step.name, context_.schema()));
    }
    Type next = type_of(*field);
    if (way_) way_->push_back(field);
    next.absent = (next.absent && !known_present()) || type.absent;
    next.missing = type.missing;
    ref_.type = std::move(next);
    label_ += "." + step.name;
    ref_.steps.push_back({.kind = StepKind::field, .field = field});
    if (in_body_) ref_.body = &ref_.body->fields[field];
    if (!field->repeated) unwrap(*field);
  }

  // Whether a `$switch` around this place has found the member set to which the walk has come.
  bool known_present() const {
    if (ref_.root != Ref::Root::binding || !way_) return false;
    return std::any_of(context_.present.begin(), context_.present.end(), [&](const auto& known) {
      return known.binding == ref_.binding && known.way == *way_;
    });
  }

  RouteContext& context_;
  const RefSyntax& syntax_;
  Ref ref_;
  std::string label_;  // where the walk stands, for messages: "profile.user"
  bool in_body_ = false;
  bool collects_ = false;  // a `[]` was met
  Type around_;
  // The fields from the binding on, as long as there are only fields.
  std::optional<std::vector<const proto::Field*>> way_ = std::vector<const proto::Field*>{};
};

}  // namespace

Ref check_ref(RouteContext& context, const RefSyntax& syntax) {
  return RefWalk(context, syntax).run();
}

void parse_as(RouteContext& context, const RefSyntax& syntax, const Type& wanted, Ref& ref) {
  Type::Kind kind = wanted.list == ref.type.list && !wanted.map ? wanted.kind : Type::Kind::unknown;
  if (kind == Type::Kind::scalar && wanted.scalar != proto::FieldType::bytes) {
    ref.type.scalar = wanted.scalar;
  } else if (kind == Type::Kind::enumeration && !wanted.enumeration->null_value) {
    ref.type.kind = kind;
    ref.type.enumeration = wanted.enumeration;
    ref.type.field = wanted.field;
  }
  ref.type.text_input = false;
  ref.input = input_as(context, syntax, ref.type);
}

Ref ref_to(const Binding& binding) {
  const Binding& target = binding.target();
  Ref ref;
  ref.root = Ref::Root::binding;
  ref.binding = &target;
  ref.type = target.type;
  ref.origins = target.origins;
  ref.body = target.body;
  if (target.unwrap != nullptr) {
    ref.steps.push_back({.kind = StepKind::field, .field = target.unwrap});
  }
  return ref;
}

Ref field_of(const Binding& binding, const proto::Field& field) {
  Ref ref = ref_to(binding);
  ref.type = type_of(field);
  ref.steps.push_back({.kind = StepKind::field, .field = &field});
  if (ref.body != nullptr) ref.body = &ref.body->fields[&field];
  if (!field.repeated && wrapped_field(field) != nullptr) {
    ref.steps.push_back({.kind = StepKind::field, .field = wrapped_field(field)});
  }
  return ref;
}

void read_whole(const Ref& ref) {
  if (ref.body != nullptr) ref.body->whole = true;
}

}  // namespace bff::plan
