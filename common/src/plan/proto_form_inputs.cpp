// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <utility>

#include "config/scalar.hpp"
#include "plan/language_keys.hpp"
#include "plan/located_scalar.hpp"
#include "plan/proto_form_parts.hpp"
#include "plan/route_parts.hpp"
#include "plan/syntax_codes.hpp"
#include "route/path_template.hpp"

// What a client sends: the fields of the request message.
namespace bff::plan {

namespace {

namespace pb = google::protobuf;

// The type of an input by this name of the language; empty for what cannot be one.
std::string type_word(const pb::FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case pb::FieldDescriptor::CPPTYPE_STRING:
      return field.type() == pb::FieldDescriptor::TYPE_STRING ? "string" : "";
    case pb::FieldDescriptor::CPPTYPE_BOOL:
      return "bool";
    case pb::FieldDescriptor::CPPTYPE_INT32:
      return "int32";
    case pb::FieldDescriptor::CPPTYPE_INT64:
      return "int64";
    case pb::FieldDescriptor::CPPTYPE_UINT32:
      return "uint32";
    case pb::FieldDescriptor::CPPTYPE_UINT64:
      return "uint64";
    case pb::FieldDescriptor::CPPTYPE_DOUBLE:
      return "double";
    case pb::FieldDescriptor::CPPTYPE_FLOAT:
      return "float";
    default:
      return "";
  }
}

void sort_members(config::Node& map, std::span<const std::string_view> order) {
  const auto rank = [&](const config::Node::Member& member) {
    return std::ranges::find(order, member.key);
  };
  std::ranges::stable_sort(map.members, {}, rank);
}

class Inputs {
 public:
  Inputs(const HttpBinding& http, ProtoOptions& options, Diagnostics& out)
      : http_(http), options_(options), out_(out) {
    route::TemplateProblem problem;  // the parser of the route reports it
    const bool good = route::parse_path_template(http.path, path_, problem);
    if (!good || !beyond_routes(http.path).empty()) path_ = {};
  }

  void add(const pb::FieldDescriptor& field) {
    auto option = options_.read(field, "bff.v1.input");
    const Place place = options_.place_of(field);
    if (is_variable(field.name())) return add_parameter(field, place, std::move(option), "path");
    std::string in = "query";
    if (option) {
      const auto said = std::ranges::find(option->members, "in", &config::Node::Member::key);
      if (said != option->members.end()) {
        if (said->value.scalar == "HEADER") in = "header";
        if (said->value.scalar == "COOKIE") in = "cookie";
        option->members.erase(said);
      }
    }
    if (in == "query" && http_.body && http_.body->scalar == field.name()) {
      if (option) refuse_option(*option);
      return add_body(field, place);
    }
    if (in == "query" && http_.body && http_.body->scalar == "*") {
      if (option) refuse_option(*option);
      return;
    }
    add_parameter(field, place, std::move(option), in);
  }

  void finish(const pb::Descriptor& request, config::Node& route) {
    for (const auto& variable : path_.variables) {
      if (request.FindFieldByName(variable.name) != nullptr) continue;
      out_.add(codes::kBadBinding, http_.path_place,
               request.full_name() + " has no field for the variable " + in_quotes(variable.name),
               nearest_field(request, variable.name));
    }
    if (http_.body && http_.body->scalar == "*") {
      add_member(route, "body", http_.body_key, text_node(request.full_name(), http_.body->place));
    } else if (http_.body && body_) {
      add_member(route, "body", http_.body_key, *std::move(body_));
    } else if (misses_body(request)) {
      out_.add(codes::kBadBinding, http_.body->place,
               request.full_name() + " has no field " + in_quotes(http_.body->scalar),
               nearest_field(request, http_.body->scalar));
    }
    for (auto& [key, map] : parameters_) {
      if (map.members.empty()) continue;
      const Place place = map.members.front().key_place;
      map.place = place;
      add_member(route, key, place, std::move(map));
    }
  }

 private:
  bool is_variable(std::string_view name) const {
    return std::ranges::find(path_.variables, name, &route::PathTemplate::Variable::name) !=
           path_.variables.end();
  }

  static std::string nearest_field(const pb::Descriptor& request, std::string_view name) {
    std::vector<std::string_view> names;
    for (int i = 0; i < request.field_count(); ++i) names.push_back(request.field(i)->name());
    const std::string meant = did_you_mean(name, names);
    return meant.empty() ? "add it to the request" : meant;
  }

  bool misses_body(const pb::Descriptor& request) const {
    return http_.body && http_.body->scalar != "*" &&
           request.FindFieldByName(http_.body->scalar) == nullptr;
  }

  void refuse_option(const config::Node& option) {
    out_.add(codes::kBadInput, option.place, "'(bff.v1.input)' of a field of the body",
             "it says how a query, a header, a cookie or the path is read: leave it out");
  }

  void add_body(const pb::FieldDescriptor& field, const Place& place) {
    if (field.message_type() == nullptr || field.is_repeated()) {
      out_.add(codes::kBadBinding, http_.body->place,
               "the field " + in_quotes(field.name()) + " is no message, which a body is",
               "name a field that is one message, or write '*'");
      body_ = text_node("", place);
      return;
    }
    body_ = text_node(field.message_type()->full_name(), http_.body->place);
  }

  void add_parameter(const pb::FieldDescriptor& field, const Place& place,
                     std::optional<config::Node> option, const std::string& in) {
    const std::string type = type_word(field);
    if (type.empty() || field.is_map()) {
      if (misses_body(*field.containing_type())) return;  // which may be this one
      out_.add(codes::kBadInput, place,
               "the field " + in_quotes(field.name()) + " cannot be sent in a " + in,
               field.enum_type() != nullptr
                   ? "declare it string: it is parsed to the enum of the field where it goes"
                   : "an input is a text, a number or a bool: put others into the body");
      return;
    }
    config::Node parameter =
        option ? *std::move(option) : config::Node{.kind = config::Node::Kind::map, .place = place};
    type_default(parameter, type == "string");
    add_member(parameter, "type", place, text_node(type, place));
    if (field.is_repeated()) {
      add_member(parameter, "repeated", place,
                 {.kind = config::Node::Kind::boolean, .scalar = "true", .place = place});
    } else if (in != "path" && !field.has_presence() && parameter.find("default") == nullptr &&
               parameter.find("required") == nullptr) {
      // A plain field is never unset: what is not sent is its zero value.
      add_member(parameter, "default", place, zero(type, place));
    }
    // A variable of the path is a text by itself, which is parsed to the type of where it goes.
    if (in == "path" && type == "string" && parameter.members.size() == 1) return;
    sort_members(parameter, language::kParameterKeys);
    const auto map =
        std::ranges::find(parameters_, in, &std::pair<std::string, config::Node>::first);
    add_member(map->second, field.name(), place, std::move(parameter));
  }

  static config::Node zero(const std::string& type, const Place& place) {
    if (type == "string") return {.kind = config::Node::Kind::text, .quoted = true, .place = place};
    if (type == "bool")
      return {.kind = config::Node::Kind::boolean, .scalar = "false", .place = place};
    return {.kind = config::Node::Kind::number, .scalar = "0", .place = place};
  }

  const HttpBinding& http_;
  ProtoOptions& options_;
  Diagnostics& out_;
  route::PathTemplate path_;
  std::optional<config::Node> body_;
  std::array<std::pair<std::string, config::Node>, 4> parameters_{
      {{"path", {.kind = config::Node::Kind::map}},
       {"query", {.kind = config::Node::Kind::map}},
       {"header", {.kind = config::Node::Kind::map}},
       {"cookie", {.kind = config::Node::Kind::map}}}};
};

}  // namespace

void type_default(config::Node& parameter, bool is_text) {
  for (config::Node::Member& member : parameter.members) {
    if (member.key != "default") continue;
    if (is_text) {
      member.value.quoted = true;
    } else {
      member.value.kind = config::plain_kind(member.value.scalar);
    }
  }
}

void add_inputs(const pb::Descriptor& request, const HttpBinding& http, ProtoOptions& options,
                config::Node& route, Diagnostics& out) {
  Inputs inputs(http, options, out);
  for (int i = 0; i < request.field_count(); ++i) inputs.add(*request.field(i));
  inputs.finish(request, route);
}

}  // namespace bff::plan
