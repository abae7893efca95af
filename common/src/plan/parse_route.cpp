// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "plan/located_scalar.hpp"
#include "plan/map_reader.hpp"
#include "plan/read_value.hpp"
#include "plan/route_parts.hpp"
#include "plan/syntax_codes.hpp"

namespace bff::plan {

using config::Node;

namespace {

constexpr std::string_view kRouteKeys[] = {"id",   "http",  "summary", "deadline", "auth",
                                           "path", "query", "calls",   "shape",    "clients"};
constexpr std::string_view kRouteKeysLater[] = {
    "body",    "header", "cookie",   "cache",      "stale",  "stream",    "require",
    "respond", "effect", "metadata", "deprecated", "sunset", "read_mask", "idempotent"};

constexpr std::string_view kAuthKeys[] = {"required", "scopes"};

constexpr std::string_view kMethods[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};

void check_id(const LocatedText& id, Diagnostics& out) {
  const auto is_good = [](char c) { return is_name_part(c) || c == '-' || c == '.'; };
  if (std::ranges::all_of(id.value, is_good)) return;
  out.add(codes::kBadName, id.place, in_quotes(id.value) + " is no name for a route",
          "letters, digits, '-', '.' and '_'");
}

bool check_method(std::string_view method, const Place& place, Diagnostics& out) {
  if (std::ranges::find(kMethods, method) != std::end(kMethods)) return true;
  std::string upper{method};
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  std::string remedy;
  if (upper == "HEAD") {
    remedy = "write 'GET': a GET route answers HEAD as well";
  } else if (std::ranges::find(kMethods, upper) != std::end(kMethods)) {
    remedy = "write " + in_quotes(upper);
  } else {
    remedy = write_one_of(kMethods);
  }
  out.add(codes::kBadMethod, place, in_quotes(method) + " is no method of a route",
          std::move(remedy));
  return false;
}

bool check_path(const LocatedScalar& text, std::size_t at, route::PathTemplate& path,
                Diagnostics& out) {
  route::TemplateProblem problem;
  if (route::parse_path_template(text.text().substr(at), path, problem)) return true;
  out.add(problem.later ? codes::kNotYetSupported : codes::kBadPath,
          text.part(at + problem.offset, problem.length), std::move(problem.message),
          std::move(problem.remedy));
  return false;
}

// `GET /v1/home`. A part that does not hold stays empty; the template is null then.
std::optional<route::PathTemplate> parse_http(const Node& node, RouteSyntax& route,
                                              Diagnostics& out) {
  const auto http = read_text(node, "'http'", out);
  if (!http) return std::nullopt;
  const std::string_view text = node.scalar;
  const std::size_t blank = text.find(' ');
  const std::size_t at = std::min(text.find_first_not_of(' ', blank), text.size());
  if (blank == 0 || blank == std::string_view::npos || at == text.size()) {
    out.add(codes::kBadHttp, node.place, in_quotes(text) + " is no method and path",
            text.starts_with('/') ? "write " + in_quotes("GET " + std::string{text})
                                  : "write them as in 'GET /v1/home'");
    return std::nullopt;
  }
  const LocatedScalar scalar{text, node.place};
  const Place method_place = scalar.part(0, blank);
  if (check_method(text.substr(0, blank), method_place, out)) {
    route.method = {std::string{text.substr(0, blank)}, method_place};
  }
  route::PathTemplate path;
  if (!check_path(scalar, at, path, out)) return std::nullopt;
  route.path = {path.text, scalar.part(at, text.size() - at)};
  return path;
}

AuthSyntax parse_auth(const Node& node, Diagnostics& out) {
  constexpr std::string_view kForms = "write 'public', { required: true } or { required: false }";
  AuthSyntax auth{.place = node.place};
  if (node.is_text() && node.scalar == "public") {
    auth.is_public = true;
    return auth;
  }
  if (!node.is_map()) {
    auth.required = true;  // what stands in for an unreadable rule must not open the route
    if (node.is_text() && classify(node.scalar) == TextKind::plain) {
      out.add(codes::kUnknownWord, node.place, "'auth' cannot be " + in_quotes(node.scalar),
              std::string{kForms});
    } else if (node.is_text()) {
      refuse_expression(node, "'auth'", out);
    } else {
      refuse_kind(node, "'auth'", "'public' or a map", std::string{kForms}, out);
    }
    return auth;
  }
  MapReader map{node, "'auth'", node.place, {.known = kAuthKeys}, out};
  const Node* required = map.need("required", "write 'required: true' or 'required: false'");
  auth.required = required == nullptr || read_boolean(*required, "'required'", out).value_or(true);
  const Node* scopes = map.find("scopes");
  if (scopes == nullptr) return auth;
  if (!auth.required) {
    out.add(codes::kContradiction, map.place_of("scopes"),
            "'scopes' with 'required: false': an anonymous caller has none",
            "write 'required: true' or leave the scopes out");
  }
  if (!check_list(*scopes, "'scopes'", "leave it out", out)) return auth;
  for (const Node& item : scopes->items) {
    auto scope = read_text(item, "a scope", out);
    if (!scope) continue;
    if (std::ranges::find(auth.scopes, scope->value, &LocatedText::value) != auth.scopes.end()) {
      out.add(codes::kRepeated, item.place,
              "the scope " + in_quotes(scope->value) + " stands twice");
      continue;
    }
    auth.scopes.push_back(std::move(*scope));
  }
  return auth;
}

}  // namespace

std::optional<RouteSyntax> parse_route(const Node& node, Diagnostics& out) {
  const std::size_t problems = out.size();
  MapReader map{node, "a route", node.place, {.known = kRouteKeys, .later = kRouteKeysLater}, out};
  if (!map.is_map()) return std::nullopt;
  RouteSyntax route;
  route.place = node.place;
  if (const Node* id = map.need("id")) {
    if (auto text = read_text(*id, "'id'", out)) {
      check_id(*text, out);
      route.id = std::move(*text);
    }
  }
  std::optional<route::PathTemplate> path;
  if (const Node* http = map.need("http", "write it as in 'http: GET /v1/home'")) {
    path = parse_http(*http, route, out);
  }
  if (const Node* summary = map.find("summary")) {
    if (auto text = read_text(*summary, "'summary'", out)) route.summary = std::move(text->value);
  }
  if (const Node* deadline = map.find("deadline")) {
    route.deadline = read_duration(*deadline, "'deadline'", out);
  }
  if (const Node* auth = map.find("auth")) route.auth = parse_auth(*auth, out);
  if (const Node* query = map.find("query")) route.query = parse_query(*query, out);
  if (const Node* parameters = map.find("path")) {
    route.path_parameters = parse_path_parameters(*parameters, path ? &*path : nullptr, out);
  }
  if (const Node* calls = map.find("calls")) route.calls = parse_calls(*calls, out);
  if (const Node* shape = map.find("shape")) route.shape = parse_shape(*shape, out);
  if (const Node* clients = map.find("clients")) {
    route.clients = parse_clients(*clients, route.query, out);
  }
  route.damaged = out.size() != problems;
  return route;
}

}  // namespace bff::plan
