// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "plan/located_scalar.hpp"
#include "plan/map_reader.hpp"
#include "plan/read_value.hpp"
#include "plan/route_parts.hpp"
#include "plan/syntax_codes.hpp"

namespace bff::plan {

namespace {

constexpr auto& kMethods = language::kMethodWords;

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

// `GET /v1/home`. A part that does not hold stays empty; the template is null then.
std::optional<route::PathTemplate> parse_http(const config::Node& node, RouteSyntax& route,
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
  if (!parse_path(scalar, at, path, out)) return std::nullopt;
  route.path = {path.text, scalar.part(at, text.size() - at)};
  return path;
}

// A date of the calendar, "2027-01-31".
bool is_date(std::string_view text) {
  int year = 0;
  unsigned month = 0, day = 0;
  const auto number = [&](std::size_t at, std::size_t size, auto& value) {
    const char* end = text.data() + at + size;
    const auto [stop, error] = std::from_chars(text.data() + at, end, value);
    return error == std::errc{} && stop == end;
  };
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  if (text[0] == '-' || !number(0, 4, year) || !number(5, 2, month) || !number(8, 2, day)) {
    return false;
  }
  return std::chrono::year_month_day{std::chrono::year{year}, std::chrono::month{month},
                                     std::chrono::day{day}}
      .ok();
}

std::optional<LocatedText> parse_sunset(const config::Node& node, Diagnostics& out) {
  auto date = read_text(node, "'sunset'", out);
  if (!date || is_date(date->value)) return date;
  out.add(codes::kBadDate, node.place, in_quotes(date->value) + " is no date",
          "write it as in '2027-01-31'");
  return std::nullopt;
}

std::optional<LocatedText> parse_body(const config::Node& node, const LocatedText& method,
                                      const Place& place, Diagnostics& out) {
  if (method.value == "GET") {
    out.add(codes::kContradiction, place, "'body' in a GET route: its request has none",
            "declare 'query' parameters, or write another method");
  }
  auto type = read_text(node, "'body'", out);
  if (!type || !check_full_name(*type, "'body'", out)) return std::nullopt;
  return type;
}

// What a client sends: everything that an expression may read beside calls.
void parse_inputs(const MapReader& map, const route::PathTemplate* path, RouteSyntax& route,
                  Diagnostics& out) {
  if (const config::Node* parameters = map.find("path")) {
    route.path_parameters = parse_path_parameters(*parameters, path, out);
  }
  if (const config::Node* query = map.find("query")) {
    route.query = parse_parameters(*query, InputKind::query, out);
  }
  if (const config::Node* header = map.find("header")) {
    route.headers = parse_parameters(*header, InputKind::header, out);
  }
  if (const config::Node* cookie = map.find("cookie")) {
    route.cookies = parse_parameters(*cookie, InputKind::cookie, out);
  }
  if (const config::Node* body = map.find("body")) {
    route.body = parse_body(*body, route.method, map.place_of("body"), out);
  }
}

}  // namespace

std::optional<RouteSyntax> parse_route(const config::Node& node, Diagnostics& out) {
  const std::size_t problems = out.size();
  const MapReader map{node, "a route", node.place, language::kRoute, out};
  if (!map.is_map()) return std::nullopt;
  RouteSyntax route;
  route.place = node.place;
  if (const config::Node* id = map.find("id")) {
    if (auto text = read_text(*id, "'id'", out)) {
      check_id(*text, out);
      route.id = std::move(*text);
    }
  }
  std::optional<route::PathTemplate> path;
  if (const config::Node* http = map.find("http")) path = parse_http(*http, route, out);
  if (const config::Node* summary = map.find("summary")) {
    if (auto text = read_text(*summary, "'summary'", out)) route.summary = std::move(text->value);
  }
  if (const config::Node* deprecated = map.find("deprecated")) {
    route.deprecated = read_boolean(*deprecated, "'deprecated'", out).value_or(false);
  }
  if (const config::Node* sunset = map.find("sunset")) route.sunset = parse_sunset(*sunset, out);
  if (const config::Node* deadline = map.find("deadline")) {
    route.deadline = read_duration(*deadline, "'deadline'", out);
  }
  if (const config::Node* auth = map.find("auth")) route.auth = parse_auth(*auth, out);
  parse_inputs(map, path ? &*path : nullptr, route, out);
  if (const config::Node* require = map.find("require"))
    route.require = parse_require(*require, out);
  if (const config::Node* calls = map.find("calls")) route.calls = parse_calls(*calls, out);
  const config::Node* shape = map.find("shape");
  if (const config::Node* respond = map.find("respond")) {
    route.respond = parse_respond(*respond, map.place_of("respond"), shape != nullptr, out);
  }
  if (const config::Node* details = map.find("error_details")) {
    route.error_details = parse_error_details(*details, out);
  }
  if (shape != nullptr) route.shape = parse_shape(*shape, out);
  if (const config::Node* stream = map.find("stream")) route.stream = parse_stream(*stream, out);
  if (const config::Node* clients = map.find("clients")) {
    route.clients = parse_clients(*clients, route.query, out);
  }
  route.damaged = out.size() != problems;
  return route;
}

}  // namespace bff::plan
