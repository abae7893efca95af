// SPDX-License-Identifier: Apache-2.0
#include "transcode/parameters.hpp"

#include <algorithm>

#include <boost/container/small_vector.hpp>

#include "json/writer.hpp"

namespace bff::transcode {
namespace {

using proto::Field;
using proto::FieldType;

constexpr std::size_t kMaxSteps = 32;
// A name comes from the client: cut, so that an answer or the log cannot be flooded with it.
constexpr std::size_t kMaxName = 100;

Error invalid(std::string_view name, std::string detail) {
  std::string parameter = "query.";
  parameter += name.substr(0, kMaxName);
  if (!json::valid_utf8(parameter)) parameter = "query";
  return {.code = Errc::invalid_parameter,
          .detail = std::move(detail),
          .parameter = std::move(parameter)};
}

bool is_integer(std::string_view text) noexcept {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.empty() || text.size() > 10 || (text[0] == '0' && text.size() > 1)) return false;
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Whether the text is JSON by itself. All others go into quotes, numbers too, as proto3 JSON has
// them either way. Which name or number an enum's text is, is decided as in its answers.
bool is_bare(const Field& field, std::string_view text, bool short_names) noexcept {
  if (field.type == FieldType::boolean) return text == "true" || text == "false";
  if (field.type != FieldType::enumeration || !is_integer(text)) return false;
  return !field.enumeration->find(text, short_names);
}

// "path.book.name"
std::string variable_name(const FieldPath& field) {
  std::string name = "path";
  for (const Field* const step : field) name.append(".").append(step->name);
  return name;
}

}  // namespace

Parameters::Parameters(const Binding& binding, std::pmr::memory_resource& arena)
    : binding_(binding), arena_(arena), root_(arena) {}

Parameters::Node& Parameters::child(Node& parent, const Field& field, std::string_view key) {
  for (Node* const known : parent.children) {
    if (known->field == &field && known->key == key) return *known;
  }
  auto* const made = new (arena_.allocate(sizeof(Node), alignof(Node))) Node(arena_);
  made->field = &field;
  made->key = key;
  parent.children.push_back(made);
  return *made;
}

Result<void> Parameters::set(const FieldPath& field, std::string_view value) {
  Node* node = &root_;
  for (const Field* const step : field) node = &child(*node, *step);
  node->of_path = true;
  if (!json::valid_utf8(value)) {
    return Error{.code = Errc::invalid_parameter,
                 .detail = "this is not UTF-8",
                 .parameter = variable_name(field)};
  }
  while (field.back()->repeated && value.find(',') != std::string_view::npos) {
    node->values.push_back(value.substr(0, value.find(',')));
    value.remove_prefix(value.find(',') + 1);
  }
  node->values.push_back(value);
  return {};
}

template <class Fields>
bool Parameters::is_of_body(const Fields& fields) const noexcept {
  if (binding_.body == Binding::Body::whole) return true;
  const FieldPath& body = binding_.body_path;
  return !body.empty() && fields.size() >= body.size() &&
         std::equal(body.begin(), body.end(), fields.begin());
}

Result<void> Parameters::add(std::string_view name, std::string_view value) {
  boost::container::small_vector<const Field*, 8> fields;
  const bool keyed = name.ends_with(']') && name.find('[') != std::string_view::npos;
  const std::string_view path = name.substr(0, keyed ? name.find('[') : std::string_view::npos);
  const proto::MessageTable* table = binding_.request;
  std::string_view rest = path;
  for (;;) {
    const std::string_view step = rest.substr(0, rest.find('.'));
    const Field* const field = table != nullptr ? table->find_key(step, 0) : nullptr;
    if (field == nullptr) {
      if (binding_.ignore_unknown) return {};
      return invalid(name, "there is no such parameter");
    }
    if (fields.size() == kMaxSteps) return invalid(name, "the name has too many parts");
    fields.push_back(field);
    if (step.size() == rest.size()) break;
    rest.remove_prefix(step.size() + 1);
    table = !field->repeated && has_fields(*field) ? field->message : nullptr;
  }
  if (is_of_body(fields)) {
    if (binding_.ignore_unknown) return {};
    return invalid(name, "this is a member of the body");
  }
  if (keyed != fields.back()->map) {
    return invalid(name, keyed ? "this is no map: write it without brackets"
                               : "this is a map: write the key in brackets, as in m[key]=value");
  }
  if (!has_text_form(*fields.back())) {
    return invalid(name, "this is an object: name its fields, as in " +
                             std::string(path.substr(0, kMaxName)) + ".field=value");
  }
  Node* node = &root_;
  for (const Field* const field : fields) node = &child(*node, *field);
  if (keyed) {
    const std::string_view key = name.substr(path.size() + 1, name.size() - path.size() - 2);
    if (!json::valid_utf8(key)) return invalid(path, "its key is not UTF-8");
    node->name = path;
    node = &child(*node, *fields.back(), key);
  }
  return put(*node, name, value);
}

Result<void> Parameters::put(Node& node, std::string_view name, std::string_view value) {
  if (node.of_path) return invalid(name, "this is a part of the path");
  const bool list = node.field->repeated && !node.field->map;
  if (!list && !node.values.empty()) return invalid(name, "this is given twice");
  if (!json::valid_utf8(value)) return invalid(name, "this is not UTF-8");
  node.name = name;
  node.values.push_back(value);
  return {};
}

bool Parameters::has_keys(const Node& node) noexcept {
  return node.field != nullptr && node.field->map;
}

void Parameters::write_json(json::Appender& out) const {
  out += '{';
  write_members(out, root_);
  out += '}';
}

void Parameters::write_members(json::Appender& out, const Node& node) {
  for (const Node* const member : node.children) {
    if (member != node.children.front()) out += ',';
    json::append_string(out, has_keys(node) ? member->key : member->field->json_name);
    out += ':';
    write_node(out, *member);
  }
}

void Parameters::write_node(json::Appender& out, const Node& node) {
  if (!node.children.empty()) {
    out += '{';
    write_members(out, node);
    out += '}';
    return;
  }
  const Field& field = value_of(*node.field);
  const bool list = node.field->repeated && !node.field->map;
  if (list) out += '[';
  for (std::size_t i = 0; i < node.values.size(); ++i) {
    if (i > 0) out += ',';
    if (is_bare(field, node.values[i], true)) {
      out += node.values[i];
    } else {
      json::append_string(out, node.values[i]);
    }
  }
  if (list) out += ']';
}

Error Parameters::blame(Error error) const {
  std::string_view pointer = error.parameter;
  pointer.remove_prefix(std::min(pointer.size(), std::string_view{"body"}.size()));
  // Down as far as the pointer names members; what is below is one parameter's value.
  const Node* node = &root_;
  FieldPath variable;
  while (pointer.starts_with('/') && !node->children.empty()) {
    pointer.remove_prefix(1);
    const std::string_view step = pointer.substr(0, pointer.find('/'));
    const Node* next = nullptr;
    for (const Node* const member : node->children) {
      if (!has_keys(*node) && member->field->json_name == step) next = member;
    }
    if (next == nullptr) break;
    node = next;
    variable.push_back(node->field);
    pointer.remove_prefix(step.size());
  }
  // A map's key is not looked for in the pointer, which may have cut or escaped it.
  while (node->name.empty() && !node->of_path && !node->children.empty()) {
    node = node->children.front();
    variable.push_back(node->field);
  }
  if (node->of_path) {
    error.parameter = variable_name(variable);
    error.code = Errc::invalid_parameter;
    return error;
  }
  return invalid(node->name, std::move(error.detail));
}

}  // namespace bff::transcode
