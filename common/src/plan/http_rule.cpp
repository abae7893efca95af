// SPDX-License-Identifier: Apache-2.0
#include "plan/http_rule.hpp"

#include <algorithm>
#include <utility>

#include "plan/compile_codes.hpp"
#include "plan/located_scalar.hpp"

namespace bff::plan {

using google::protobuf::MethodDescriptor;

namespace {

// Those that the reader of requests lets through.
constexpr std::string_view kVerbs[] = {"GET",   "PUT",     "POST", "DELETE",
                                       "PATCH", "OPTIONS", "HEAD", "TRACE"};
constexpr std::string_view kPatterns[] = {"get", "put", "post", "delete", "patch"};

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

const proto::Field* find_key(const proto::MessageTable& table, const std::string& name,
                             const Place& place, Diagnostics& out) {
  if (const proto::Field* field = table.find(std::string_view{name})) return field;
  std::vector<std::string_view> names;
  for (const proto::Field& field : table.fields) names.push_back(field.name);
  out.add(codes::kBadRule, place, table.full_name + " has no field '" + name + "'",
          did_you_mean(name, names));
  return nullptr;
}

class RuleReader {
 public:
  RuleReader(const MethodDescriptor& method, const proto::Schema& schema, const Place& place,
             Diagnostics& out)
      : request_(schema.table(*method.input_type())),
        response_(schema.table(*method.output_type())),
        place_(place),
        out_(out) {}

  std::optional<HttpRule> read(const config::Node& node) {
    const std::size_t problems = out_.size();
    HttpRule rule;
    rule.binding = std::make_shared<transcode::Binding>();
    rule.binding->request = &request_;
    rule.binding->response = &response_;
    const config::Node* path = read_pattern(node, rule);
    if (path == nullptr) return std::nullopt;
    read_path(*path, rule);
    if (const config::Node* body = node.find("body")) read_body(*body, rule);
    if (const config::Node* field = node.find("response_body"))
      read_response(*field, *rule.binding);
    if (out_.size() != problems) return std::nullopt;
    return rule;
  }

 private:
  // Whichever of the methods' keys the rule has; its value is the path.
  const config::Node* read_pattern(const config::Node& node, HttpRule& rule) {
    for (const std::string_view key : kPatterns) {
      const config::Node* path = node.find(key);
      if (path == nullptr) continue;
      rule.methods = {upper(key)};
      return path;
    }
    const config::Node* custom = node.find("custom");
    const config::Node* kind = custom != nullptr ? custom->find("kind") : nullptr;
    const config::Node* path = custom != nullptr ? custom->find("path") : nullptr;
    if (kind == nullptr || path == nullptr) {
      out_.add(codes::kBadRule, place_, "this rule of google.api.http has no method and path",
               "write one of get, put, post, delete, patch or custom");
      return nullptr;
    }
    if (kind->scalar == "*") {
      for (const std::string_view key : kPatterns) rule.methods.push_back(upper(key));
      return path;
    }
    rule.methods = {kind->scalar};
    if (std::ranges::find(kVerbs, kind->scalar) == std::end(kVerbs)) {
      out_.add(
          codes::kBadRule, kind->place,
          in_quotes(kind->scalar) + " is no method that this gateway takes",
          "write GET, PUT, POST, DELETE, PATCH, OPTIONS, HEAD, TRACE, or '*' for the first five");
    }
    return path;
  }

  void read_path(const config::Node& node, HttpRule& rule) {
    const LocatedScalar text(node.scalar, node.place);
    rule.place = node.place;
    route::TemplateProblem problem;
    if (!route::parse_path_template(text.text(), rule.path, problem)) {
      out_.add(codes::kBadRule, text.part(problem.offset, problem.length), problem.message,
               problem.remedy);
      return;
    }
    for (const auto& variable : rule.path.variables) {
      const std::size_t at = node.scalar.find("{" + variable.name);
      const Place place = text.part(at + 1, variable.name.size());
      if (auto field = field_path(variable.name, place)) {
        check_variable(*field->back(), place);
        rule.binding->variables.push_back(std::move(*field));
      }
    }
  }

  std::optional<transcode::FieldPath> field_path(std::string_view name, const Place& place) {
    transcode::FieldPath path;
    const proto::MessageTable* table = &request_;
    for (;;) {
      const std::string step(name.substr(0, name.find('.')));
      const proto::Field* field = find_key(*table, step, place, out_);
      if (field == nullptr) return std::nullopt;
      path.push_back(field);
      if (step.size() == name.size()) break;
      name.remove_prefix(step.size() + 1);
      if (field->repeated || !transcode::has_fields(*field)) {
        out_.add(codes::kBadRule, place, in_quotes(step) + " has no fields to go on with",
                 "it must be a message, and not repeated");
        return std::nullopt;
      }
      table = field->message;
    }
    return path;
  }

  void check_variable(const proto::Field& field, const Place& place) {
    if (!field.map && transcode::has_text_form(field)) return;
    out_.add(codes::kBadRule, place, in_quotes(field.name) + " cannot be a part of a path",
             "a variable is a number, text, enum, Timestamp, Duration or FieldMask");
  }

  void read_body(const config::Node& node, HttpRule& rule) {
    transcode::Binding& binding = *rule.binding;
    if (rule.methods.size() == 1 && (rule.methods[0] == "GET" || rule.methods[0] == "HEAD")) {
      out_.add(codes::kBadRule, node.place, "a " + rule.methods[0] + " request has no body",
               "leave 'body' out: what the path does not name are query parameters");
      return;
    }
    if (node.scalar == "*") {
      binding.body = transcode::Binding::Body::whole;
      return;
    }
    binding.body = transcode::Binding::Body::field;
    auto path = field_path(node.scalar, node.place);
    if (!path) return;
    binding.body_path = std::move(*path);
    for (const transcode::FieldPath& variable : binding.variables) {
      if (variable != binding.body_path) continue;
      out_.add(codes::kBadRule, node.place,
               in_quotes(node.scalar) + " is a variable of the path, and the body as well",
               "one of them has to give it");
    }
  }

  void read_response(const config::Node& node, transcode::Binding& binding) {
    binding.response_field = find_key(response_, node.scalar, node.place, out_);
    if (binding.response_field == nullptr) return;
    binding.response_selection = std::make_unique<proto::Selection>(response_);
    binding.response_selection->add(*binding.response_field);
    binding.response_selection->freeze();
  }

  const proto::MessageTable& request_;
  const proto::MessageTable& response_;
  const Place& place_;
  Diagnostics& out_;
};

}  // namespace

std::vector<HttpRule> http_rules(const MethodDescriptor& method, const proto::Schema& schema,
                                 ProtoOptions& options, Diagnostics& out) {
  std::vector<HttpRule> rules;
  const auto node = options.read(method, "google.api.http");
  if (!node) return rules;
  const Place place = options.place_of(method);
  RuleReader reader(method, schema, place, out);
  if (auto rule = reader.read(*node)) rules.push_back(std::move(*rule));
  const config::Node* more = node->find("additional_bindings");
  if (more == nullptr) return rules;
  for (const config::Node& item : more->items) {
    if (auto rule = reader.read(item)) rules.push_back(std::move(*rule));
    if (item.find("additional_bindings") != nullptr) {
      out.add(codes::kBadRule, item.place, "additional_bindings stand within additional_bindings",
              "write them one beside the other");
    }
  }
  return rules;
}

HttpRule default_rule(const MethodDescriptor& method, const proto::Schema& schema,
                      const Place& place) {
  HttpRule rule{
      .methods = {"POST"}, .place = place, .binding = std::make_shared<transcode::Binding>()};
  rule.binding->request = &schema.table(*method.input_type());
  rule.binding->response = &schema.table(*method.output_type());
  rule.binding->body = transcode::Binding::Body::whole;
  route::TemplateProblem problem;  // names of protos are segments
  route::parse_path_template("/" + method.service()->full_name() + "/" + method.name(), rule.path,
                             problem);
  return rule;
}

}  // namespace bff::plan
