// SPDX-License-Identifier: Apache-2.0
#include "support/plan_builder.hpp"

#include <algorithm>

#include "support/give_up.hpp"

namespace bff::test {

using plan::Node;
using plan::Path;

PlanBuilder::PlanBuilder(const ProtoText& protos)
    : protos_(protos), plan_(std::make_shared<plan::RoutePlan>()) {
  plan_->id = "test";
  plan_->method = "GET";
  plan_->object_root = true;
  plan_->calls.reserve(16);  // call() hands out references
  plan_->inputs.reserve(16);
}

plan::Input& PlanBuilder::input(plan::Input::Source source, const std::string& name,
                                proto::FieldType type) {
  plan::Input input;
  input.source = source;
  input.name = name;
  input.type = type;
  return plan_->inputs.emplace_back(std::move(input));
}

proto::Selection& PlanBuilder::selection(const proto::MessageTable& table) {
  return *plan_->selections.emplace_back(std::make_unique<proto::Selection>(table));
}

plan::Call& PlanBuilder::call(const std::string& name, const std::string& response) {
  plan::Call& call = plan_->calls.emplace_back();
  call.name = name;
  call.method = "/test/" + name;
  call.frame = plan_->frames++;
  proto::Selection& read = selection(protos_.table(response));
  call.selection = &read;
  plan::ValueType type;
  type.message = &read.table();
  bound_[name] = {call.frame, &read, type};
  return call;
}

plan::Call& PlanBuilder::call(const std::string& name) { return plan_->calls[id(name)]; }

plan::CallId PlanBuilder::id(const std::string& call_name) const {
  for (std::size_t i = 0; i < plan_->calls.size(); ++i) {
    if (plan_->calls[i].name == call_name) return static_cast<plan::CallId>(i);
  }
  give_up("no call " + call_name);
}

plan::Table& PlanBuilder::table(const std::string& call_name, const std::string& rows,
                                const std::string& key, const proto::Field& into) {
  plan::Call& owner = call(call_name);
  proto::Selection& response = *bound_.at(call_name).selection;
  const proto::Field* list = response.table().find(rows);
  if (list == nullptr) give_up("no rows " + rows);
  plan::Table& table = owner.table.emplace();
  proto::Selection& row = selection(*list->message);
  table.into = &into;
  table.key = list->message->find(key);
  table.rows_slot = response.add(*list);
  table.key_slot = row.add(*table.key);
  table.row = &row;
  plan::ValueType type;
  type.message = &row.table();
  type.nullable = true;
  bound_[call_name] = {owner.frame, &row, type};
  return table;
}

plan::Table& PlanBuilder::map_table(const std::string& call_name, const std::string& map,
                                    const proto::Field& into) {
  plan::Call& owner = call(call_name);
  proto::Selection& response = *bound_.at(call_name).selection;
  const proto::Field* field = response.table().find(map);
  plan::Table& table = owner.table.emplace();
  proto::Selection& entry = entry_of(*field);
  table.join = plan::Table::Join::entry;
  table.into = &into;
  table.key = &entry.field(0);
  table.rows_slot = response.add(*field);
  table.entry = &entry;
  plan::ValueType type;
  type.field = &entry.field(1);
  type.nullable = true;
  proto::Selection* row = nullptr;
  if (type.field->message != nullptr) row = &selection(*type.field->message);
  table.row = row;
  bound_[call_name] = {owner.frame, row, type};
  return table;
}

plan::Table& PlanBuilder::by_value(const std::string& call_name, const std::string& key_name,
                                   const plan::ValueType& key) {
  plan::Call& owner = call(call_name);
  plan::Table& table = owner.table.emplace();
  table.keys = plan::Table::Keys::by_value;
  table.join = plan::Table::Join::whole;
  table.key_type = key;
  table.frame = plan_->frames++;
  proto::Selection* read = nullptr;
  if (key.field != nullptr && key.field->message != nullptr) read = &selection(*key.field->message);
  table.key_selection = read;
  bound_[key_name] = {table.frame, read, key};
  return table;
}

plan::Table& PlanBuilder::look_up_in(const std::string& call_name, const std::string& rows,
                                     const std::string& key) {
  const Bound answer = bound_.at(call_name);
  const proto::Field none;
  plan::Table& made = table(call_name, rows, key, none);
  made.into = nullptr;
  made.keys = plan::Table::Keys::response;
  rows_[call_name] = bound_.at(call_name);
  bound_[call_name] = answer;
  return made;
}

void PlanBuilder::for_each(const std::string& call_name, const std::string& name, Typed list) {
  plan::Call& owner = call(call_name);
  const plan::ValueType type = list.type;
  plan::Call::Each& each = owner.each.emplace();
  each.list = expression(std::move(list));
  each.frame = plan_->frames++;
  proto::Selection* read = nullptr;
  if (type.field->message != nullptr) read = &selection(*type.field->message);
  each.selection = read;
  bound_[name] = {each.frame, read, type};
  // The call's own name is the list of its answers.
  bound_.at(call_name).type.list = true;
}

void PlanBuilder::body(const std::string& message) {
  proto::Selection& read = selection(protos_.table(message));
  plan_->body = plan::Body{&read.table(), plan_->frames++, &read};
  plan::ValueType type;
  type.message = &read.table();
  bound_["body"] = {plan_->body->frame, &read, type};
}

plan::RequestField PlanBuilder::with(const proto::Field& field, plan::Expression from) const {
  plan::RequestField request;
  request.field = &field;
  request.expression = std::move(from);
  return request;
}

proto::Selection& PlanBuilder::entry_of(const proto::Field& map) {
  proto::Selection& entry = selection(*map.message);
  entry.add(*map.message->find(1));
  entry.add(*map.message->find(2));
  return entry;
}

// What the next field step reads: of the frame, of the message that the last one led to, or of an
// element.
proto::Selection* PlanBuilder::enter(Typed& typed, proto::Selection* read) {
  for (auto step = typed.path.steps.rbegin(); step != typed.path.steps.rend(); ++step) {
    if (step->kind == plan::Step::Kind::insist) continue;
    if (step->kind == plan::Step::Kind::field) return &read->into(step->slot);
    proto::Selection& element =
        selection(typed.type.message != nullptr ? *typed.type.message : *typed.type.field->message);
    step->element = &element;
    return &element;
  }
  return read;
}

void PlanBuilder::step(Typed& typed, plan::Step::Kind kind, const std::string& key) {
  plan::Step step;
  step.kind = kind;
  step.field = typed.type.field;
  if (kind == plan::Step::Kind::entry) {
    step.entry = &entry_of(*typed.type.field);
    const proto::Field& key_field = step.entry->field(0);
    Typed path = key.starts_with('"') ? text(key.substr(1, key.size() - 2))
                 : key.find_first_not_of("-0123456789") == std::string::npos
                     ? number(key_field.type, static_cast<std::uint64_t>(std::stoll(key)))
                     : at(key);
    step.key = std::make_shared<const Path>(std::move(path.path));
    typed.type.field = &step.entry->field(1);
  }
  typed.type.list = kind == plan::Step::Kind::all;
  typed.path.steps.push_back(std::move(step));
}

void PlanBuilder::follow(Typed& typed, proto::Selection* read, const std::string& steps,
                         const std::string& label) {
  std::string so_far = label;
  for (std::size_t i = 0; i < steps.size();) {
    const std::size_t begin = i;
    if (steps[i] == '!') {
      plan::Step step;
      step.kind = plan::Step::Kind::insist;
      step.label = so_far;
      typed.path.steps.push_back(step);
      ++i;
      continue;
    }
    if (steps[i] == '[') {
      i = steps.find(']', i) + 1;
      step(typed, steps[begin + 1] == '0' ? plan::Step::Kind::first : plan::Step::Kind::all, "");
    } else if (steps[i] == '(') {
      i = steps.find(')', i) + 1;
      step(typed, plan::Step::Kind::entry, steps.substr(begin + 1, i - begin - 2));
    } else {
      if (steps[i] == '.') ++i;
      const std::size_t end = std::min(steps.find_first_of(".![(", i), steps.size());
      const std::string name = steps.substr(i, end - i);
      i = end;
      const bool was_list = typed.type.list;
      read = enter(typed, read);
      const proto::Field* field = read->table().find(name);
      if (field == nullptr) give_up("no field " + name + " in " + read->table().full_name);
      plan::Step step;
      step.kind = plan::Step::Kind::field;
      step.field = field;
      step.slot = read->add(*field);
      typed.path.steps.push_back(step);
      typed.type = {};
      typed.type.field = field;
      typed.type.list = was_list || field->repeated;
      so_far += "." + name;
      continue;
    }
    so_far += steps.substr(begin, i - begin);
  }
}

PlanBuilder::Typed PlanBuilder::at(const std::string& text) {
  const std::size_t end = std::min(text.find_first_of(".![("), text.size());
  const std::string name = text.substr(0, end);
  if (!bound_.contains(name)) give_up("nothing is bound to " + name);
  const Bound& bound = bound_.at(name);
  Typed typed;
  typed.path.root = Path::Root::frame;
  typed.path.index = bound.frame;
  typed.type = bound.type;
  follow(typed, bound.selection, text.substr(end), name);
  return typed;
}

PlanBuilder::Typed PlanBuilder::text(const std::string& text) const {
  Typed typed = number(proto::FieldType::text, 0);
  typed.path.literal_text = text;
  return typed;
}

PlanBuilder::Typed PlanBuilder::number(proto::FieldType type, std::uint64_t bits) const {
  Typed typed;
  typed.path.root = Path::Root::literal;
  typed.path.literal = proto::Cell::number(bits);
  typed.path.literal_type = type;
  auto field = std::make_shared<proto::Field>();
  field->type = type;
  typed.type.field = field.get();
  plan_->synthetic_fields.push_back(std::move(field));
  return typed;
}

PlanBuilder::Typed PlanBuilder::in(std::uint16_t number) const {
  Typed typed;
  typed.path.root = Path::Root::input;
  typed.path.index = number;
  auto field = std::make_shared<proto::Field>();
  field->type = plan_->inputs[number].type;
  typed.type.field = field.get();
  plan_->synthetic_fields.push_back(std::move(field));
  return typed;
}

PlanBuilder::Typed PlanBuilder::look_up(const std::string& name, Typed key,
                                        const std::string& rest) {
  const Bound& bound = rows_.contains(name) ? rows_.at(name) : bound_.at(name);
  Typed typed;
  typed.path.root = Path::Root::lookup;
  typed.path.index = id(name);
  typed.path.key = std::make_unique<Path>(std::move(key.path));
  typed.type = bound.type;
  follow(typed, bound.selection, rest, name);
  return typed;
}

plan::TextPart PlanBuilder::part(const std::string& literal) {
  plan::TextPart part;
  part.literal = literal;
  return part;
}

plan::TextPart PlanBuilder::part(Typed path, plan::TextPart::Encoding encoding) {
  plan::TextPart part;
  part.encoding = encoding;
  part.value = std::make_unique<plan::Expression>(expression(std::move(path)));
  return part;
}

plan::Expression PlanBuilder::expression(Typed path) {
  plan::Expression made;
  made.paths.push_back(std::move(path.path));
  made.type = path.type;
  return made;
}

plan::Expression PlanBuilder::either(Typed path, plan::Expression::Fallback fallback,
                                     const std::string& text) {
  plan::Expression made = expression(std::move(path));
  made.fallback = fallback;
  made.has_literal = true;
  made.literal_text = text;
  return made;
}

std::unique_ptr<Node> PlanBuilder::literal(const std::string& json) {
  auto node = std::make_unique<Node>();
  node->kind = Node::Kind::literal;
  node->text = json;
  return node;
}

std::unique_ptr<Node> PlanBuilder::value(plan::Expression from) {
  auto node = std::make_unique<Node>();
  node->kind = Node::Kind::value;
  node->expression = std::move(from);
  return node;
}

std::unique_ptr<Node> PlanBuilder::value(Typed path) { return value(expression(std::move(path))); }

plan::Member PlanBuilder::member(const std::string& key, std::unique_ptr<Node> node) {
  return {key, ",\"" + key + "\":", std::move(node)};
}

void PlanBuilder::bind(const std::string& name, Node& node, proto::Selection* read,
                       const plan::ValueType& type) {
  node.frame = plan_->frames++;
  node.selection = read;
  bound_[name] = {node.frame, read, type};
}

std::unique_ptr<Node> PlanBuilder::each(const std::string& name, Typed list, const Body& body) {
  auto node = std::make_unique<Node>();
  node->kind = Node::Kind::each;
  const plan::ValueType of = list.type;
  node->expression = expression(std::move(list));
  if (of.message != nullptr) {
    bind(name, *node, &selection(*of.message), of);
    if (body) node->body = body();
    return node;
  }
  const proto::Field* element = of.field;
  if (element->map) {
    node->entry = &entry_of(*element);
    element = &node->entry->field(1);
  }
  const bool message = element->type == proto::FieldType::message;
  plan::ValueType type;
  type.field = element;
  bind(name, *node, message && body ? &selection(*element->message) : nullptr, type);
  if (body) node->body = body();
  return node;
}

std::unique_ptr<Node> PlanBuilder::from(const std::string& name, Typed message, const Body& body) {
  auto node = std::make_unique<Node>();
  node->kind = Node::Kind::from;
  const plan::ValueType type = message.type;
  const proto::MessageTable& read = type.message != nullptr ? *type.message : *type.field->message;
  node->expression = expression(std::move(message));
  bind(name, *node, &selection(read), type);
  if (body) node->body = body();
  return node;
}

std::unique_ptr<Node> PlanBuilder::from_row(const std::string& name, const std::string& table_name,
                                            Typed key, const Body& body) {
  auto node = std::make_unique<Node>();
  node->kind = Node::Kind::from;
  node->expression = expression(look_up(table_name, std::move(key)));
  const Bound row = bound_.at(table_name);
  node->frame = plan_->frames++;
  bound_[name] = {node->frame, row.selection, row.type};
  if (body) node->body = body();
  return node;
}

std::unique_ptr<Node> PlanBuilder::count(Typed list) {
  auto node = std::make_unique<Node>();
  node->kind = Node::Kind::count;
  if (list.type.field->map) node->entry = &entry_of(*list.type.field);
  node->expression = expression(std::move(list));
  return node;
}

std::unique_ptr<Node> PlanBuilder::choice(Typed over) {
  auto node = std::make_unique<Node>();
  node->kind = Node::Kind::choice;
  node->expression = expression(std::move(over));
  return node;
}

void PlanBuilder::enum_case(Node& choice, std::vector<std::int32_t> numbers,
                            std::unique_ptr<Node> body) {
  choice.cases.push_back({std::move(numbers), 0, std::move(body)});
}

void PlanBuilder::member_case(Node& choice, const std::string& name, const std::string& member,
                              std::unique_ptr<Node> body) {
  proto::Selection& read = *bound_.at(name).selection;
  choice.cases.push_back({{}, read.add(*read.table().find(member)), std::move(body)});
}

void PlanBuilder::otherwise(Node& choice, std::unique_ptr<Node> body) {
  choice.otherwise = plan::Case{{}, 0, std::move(body)};
}

std::unique_ptr<Node> PlanBuilder::keys(const std::string& table_name, Typed key) {
  auto node = std::make_unique<Node>();
  node->kind = Node::Kind::keys;
  node->table = id(table_name);
  node->expression = expression(std::move(key));
  return node;
}

std::shared_ptr<const plan::RoutePlan> PlanBuilder::build(std::unique_ptr<Node> shape) {
  plan_->shape = std::move(shape);
  for (const auto& read : plan_->selections) read->freeze();
  return plan_;
}

}  // namespace bff::test
