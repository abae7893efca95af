// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <utility>

#include "plan/located_scalar.hpp"
#include "plan/map_reader.hpp"
#include "plan/read_value.hpp"
#include "plan/route_parts.hpp"
#include "plan/syntax_codes.hpp"

// Services that are served 1:1: `expose` of a file.
namespace bff::plan {

namespace {

// A list of names, each once; `what` is one of them.
std::vector<LocatedText> parse_names(const config::Node& node, const std::string& key,
                                     const std::string& what, Diagnostics& out) {
  std::vector<LocatedText> names;
  if (!check_list(node, in_quotes(key), "leave it out", out)) return names;
  for (const config::Node& item : node.items) {
    auto name = read_text(item, what, out);
    if (!name) continue;
    if (std::ranges::find(names, name->value, &LocatedText::value) != names.end()) {
      out.add(codes::kRepeated, item.place, in_quotes(name->value) + " stands twice");
      continue;
    }
    names.push_back(std::move(*name));
  }
  return names;
}

std::vector<ExposeSyntax::Method> parse_methods(const config::Node& node, Diagnostics& out) {
  std::vector<ExposeSyntax::Method> methods;
  if (!node.is_map()) {
    refuse_kind(node, "'methods'", "a map", "write 'GetUser: { auth: public }'", out);
    return methods;
  }
  for (const config::Node::Member& member : node.members) {
    const MapReader map{member.value, "the method " + in_quotes(member.key), member.key_place,
                        language::kExposedMethod, out};
    ExposeSyntax::Method& method = methods.emplace_back();
    method.name = {member.key, member.key_place};
    if (const config::Node* auth = map.find("auth")) method.auth = parse_auth(*auth, out);
    if (const config::Node* deadline = map.find("deadline")) {
      method.deadline = read_duration(*deadline, "'deadline'", out);
    }
    if (const config::Node* details = map.find("error_details")) {
      method.error_details = parse_error_details(*details, out);
    }
  }
  return methods;
}

void parse_protocols(const config::Node& node, ExposeSyntax& expose, Diagnostics& out) {
  if (!check_list(node, "'protocols'", "leave it out: plain HTTP is always served", out)) return;
  for (const config::Node& item : node.items) {
    const auto word = read_word(item, "a protocol", language::kProtocolWords, out);
    if (!word) continue;
    bool& flag = *word == 0 ? expose.grpc_web : *word == 1 ? expose.connect : expose.websocket;
    if (flag) out.add(codes::kRepeated, item.place, in_quotes(item.scalar) + " stands twice");
    flag = true;
  }
}

bool read_choice(const MapReader& map, std::string_view key,
                 std::span<const std::string_view> words, std::size_t chosen, Diagnostics& out) {
  const config::Node* node = map.find(key);
  return node != nullptr && read_word(*node, in_quotes(std::string(key)), words, out) == chosen;
}

std::optional<ExposeSyntax> parse_expose(const config::Node& node, Diagnostics& out) {
  const std::size_t problems = out.size();
  const MapReader map{node, "an exposed service", node.place, language::kExpose, out};
  if (!map.is_map()) return std::nullopt;
  ExposeSyntax expose{.place = node.place};
  if (const config::Node* service = map.find("service")) {
    auto name = read_text(*service, "'service'", out);
    if (name && check_full_name(*name, "'service'", out)) expose.service = std::move(*name);
  }
  if (const config::Node* auth = map.find("auth")) expose.auth = parse_auth(*auth, out);
  if (const config::Node* deadline = map.find("deadline")) {
    expose.deadline = read_duration(*deadline, "'deadline'", out);
  }
  if (const config::Node* details = map.find("error_details")) {
    expose.error_details = parse_error_details(*details, out);
  }
  if (const config::Node* include = map.find("include")) {
    expose.include = parse_names(*include, "include", "a method", out);
  }
  if (const config::Node* omit = map.find("omit")) {
    expose.omit = parse_names(*omit, "omit", "a method", out);
    if (map.find("include") != nullptr) {
      out.add(codes::kContradiction, map.place_of("omit"),
              "'omit' beside 'include': what is not included is omitted", "write one of them");
    }
  }
  if (const config::Node* methods = map.find("methods"))
    expose.methods = parse_methods(*methods, out);
  if (const config::Node* clients = map.find("clients")) {
    expose.clients = parse_names(*clients, "clients", "a client", out);
  }
  if (const config::Node* protocols = map.find("protocols"))
    parse_protocols(*protocols, expose, out);
  expose.unannotated = read_choice(map, "unannotated", language::kUnannotatedWords, 0, out);
  expose.ignore_unknown = read_choice(map, "unknown", language::kUnknownWords, 1, out);
  expose.omit_unset = read_choice(map, "unset", language::kUnsetWords, 1, out);
  expose.damaged = out.size() != problems;
  return expose;
}

}  // namespace

std::vector<ExposeSyntax> parse_exposes(const config::Node& node, Diagnostics& out) {
  std::vector<ExposeSyntax> exposes;
  if (node.is_map()) {
    refuse_kind(node, "'expose'", "a list", "write '- ' before the service", out);
    return exposes;
  }
  if (!check_list(node, "'expose'", "name at least one service", out)) return exposes;
  for (const config::Node& item : node.items) {
    if (auto one = parse_expose(item, out)) exposes.push_back(std::move(*one));
  }
  return exposes;
}

}  // namespace bff::plan
