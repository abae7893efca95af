// SPDX-License-Identifier: Apache-2.0
#include "plan/contract_exposed.hpp"

#include <algorithm>
#include <string>

#include "transcode/binding.hpp"

namespace bff::plan {
namespace {

using contract::Parameter;
using proto::Field;

contract::Type binary() { return {.kind = contract::Type::Kind::any, .name = "binary"}; }

class Parameters {
 public:
  Parameters(const RoutePlan& plan, ContractTypes& types)
      : binding_(*plan.exposed), plan_(plan), types_(types) {}

  std::vector<Parameter> take() {
    for (std::size_t i = 0; i < binding_.variables.size(); ++i) {
      add(Parameter::In::path, plan_.path.variables[i].name, *binding_.variables[i].back());
      out_.back().required = true;
    }
    if (binding_.body != transcode::Binding::Body::whole) {
      transcode::FieldPath path;
      add_fields(*binding_.request, "", path);
    }
    return std::move(out_);
  }

 private:
  void add(Parameter::In in, std::string name, const Field& field) {
    contract::Type type = types_.element(transcode::value_of(field), binding_.format);
    // A parameter is a text on its way: NaN is one of the numbers there.
    if (type.kind == contract::Type::Kind::floating) type.kind = contract::Type::Kind::number;
    if (field.repeated && in == Parameter::In::path) {  // with commas between its values
      type = {.kind = contract::Type::Kind::text};
    } else if (field.repeated) {
      contract::Type list{.kind = contract::Type::Kind::list};
      list.items.push_back(std::move(type));
      type = std::move(list);
    }
    out_.push_back({.in = in, .name = std::move(name), .type = std::move(type)});
  }

  void add_fields(const proto::MessageTable& table, const std::string& prefix,
                  transcode::FieldPath& path) {
    for (const Field& field : table.fields) {
      path.push_back(&field);
      if (!is_bound(path) && path != binding_.body_path) add_field(field, prefix, path);
      path.pop_back();
    }
  }

  // Deeper down the names get longer than anybody would write.
  static constexpr std::size_t kMaxDepth = 5;

  void add_field(const Field& field, const std::string& prefix, transcode::FieldPath& path) {
    if (path.size() > kMaxDepth) return;
    const bool proto_names = binding_.format.names == proto::JsonFormat::Names::proto;
    const std::string name = prefix + (proto_names ? field.name : field.json_name);
    if (field.map) return;
    if (transcode::has_text_form(field)) return add(Parameter::In::query, name, field);
    if (field.repeated || !transcode::has_fields(field)) return;
    const auto again = std::ranges::find(path.begin(), path.end() - 1, field.message,
                                         [](const Field* step) { return step->message; });
    if (again == path.end() - 1 && field.message != binding_.request) {
      add_fields(*field.message, name + ".", path);
    }
  }

  bool is_bound(const transcode::FieldPath& path) const {
    return std::ranges::find(binding_.variables, path) != binding_.variables.end();
  }

  const transcode::Binding& binding_;
  const RoutePlan& plan_;
  ContractTypes& types_;
  std::vector<Parameter> out_;
};

}  // namespace

std::vector<Parameter> exposed_parameters(const RoutePlan& plan, ContractTypes& types) {
  return Parameters(plan, types).take();
}

std::optional<contract::Body> exposed_body(const RoutePlan& plan, ContractTypes& types) {
  const transcode::Binding& binding = *plan.exposed;
  if (binding.body == transcode::Binding::Body::none) return std::nullopt;
  if (transcode::raw_request(binding) != nullptr) return contract::Body{.type = binary()};
  if (binding.body_field() != nullptr) {
    return contract::Body{.type = types.request(*binding.body_field(), binding.format)};
  }
  // What the path gives need not be said again.
  proto::FieldTree rest;
  bool bound = false;
  for (const Field& field : binding.request->fields) {
    const bool given = std::ranges::any_of(
        binding.variables, [&](const auto& path) { return path.size() == 1 && path[0] == &field; });
    bound = bound || given;
    if (!given) rest.add(*binding.request, field).add_all();
  }
  return contract::Body{.type = types.request(*binding.request,
                                              bound ? rest : proto::FieldTree::everything(),
                                              binding.format)};
}

contract::Type exposed_answer(const RoutePlan& plan, ContractTypes& types) {
  const transcode::Binding& binding = *plan.exposed;
  if (transcode::raw_answer(binding) != nullptr) return binary();
  if (binding.response_field == nullptr) {
    return types.value({.message = binding.response}, binding.format);
  }
  const Field& field = *binding.response_field;
  return types.value(
      {.field = &field, .list = field.repeated, .nullable = !field.repeated && field.presence},
      binding.format);
}

}  // namespace bff::plan
