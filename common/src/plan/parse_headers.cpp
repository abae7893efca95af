// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "plan/directives.hpp"
#include "plan/header_rules.hpp"
#include "plan/located_scalar.hpp"
#include "plan/map_reader.hpp"
#include "plan/read_value.hpp"
#include "plan/route_parts.hpp"
#include "plan/syntax_codes.hpp"

// What is sent beside bodies: a call's `metadata`, a route's `respond`.
namespace bff::plan {

namespace {

// Of a cookie, whose values may hold less.
ShapeSyntaxPtr parse_value(const config::Node& node, const std::string& what, bool cookie,
                           Diagnostics& out) {
  if (node.is_map() || node.is_list() || node.kind == config::Node::Kind::null) {
    refuse_kind(node, what, "a text or an expression", "", out);
    return nullptr;
  }
  auto value = parse_scalar(node, what, out);
  if (!value || !check_header_text(*value, what, cookie, out)) return nullptr;
  return value;
}

std::vector<NamedValueSyntax> parse_named(const config::Node& node, std::string_view what,
                                          HeaderUse use, Diagnostics& out) {
  std::vector<NamedValueSyntax> values;
  if (!node.is_map()) {
    refuse_kind(node, what, "a map of names and values", "", out);
    return values;
  }
  for (const auto& member : node.members) {
    const bool good = check_header_name(member.key, member.key_place, use, out);
    auto value = parse_value(member.value, in_quotes(member.key), false, out);
    if (!good || !value) continue;
    const std::string lower = lower_case(member.key);
    const auto same = [&](const auto& other) { return lower_case(other.name.value) == lower; };
    if (std::ranges::any_of(values, same)) {
      out.add(codes::kRepeated, member.key_place,
              "the header " + in_quotes(member.key) + " stands twice",
              "headers are the same in upper and lower case");
      continue;
    }
    if (use == HeaderUse::respond && lower == "location") check_redirect(*value, out);
    values.push_back({{lower, member.key_place}, std::move(value)});
  }
  return values;
}

// `path` and `domain` of a cookie, which go into its header as they are.
bool read_attribute(const config::Node& node, std::string_view what, std::string& value,
                    Diagnostics& out) {
  const auto text = read_text(node, what, out);
  if (!text) return false;
  const bool path = what == "'path'";
  const auto is_good = [path](char c) {
    if (path) return c > 0x20 && c < 0x7f && c != ';';
    return (is_name_part(c) && c != '_') || c == '-' || c == '.';
  };
  if (!std::ranges::all_of(text->value, is_good) || (path && text->value[0] != '/') ||
      (!path && text->value[0] == '.')) {
    out.add(codes::kBadHeader, node.place,
            in_quotes(text->value) + " is no " + (path ? "path" : "domain") + " of a cookie",
            path ? "write '/' and what follows" : "write a host's name, such as 'shop.example'");
    return false;
  }
  value = text->value;
  return true;
}

// What browsers demand of a cookie, or else drop it (RFC 6265bis §4.1.3, §5.7).
void check_cookie(const CookieSyntax& cookie, Diagnostics& out) {
  const auto refuse = [&](std::string why, std::string remedy) {
    out.add(codes::kContradiction, cookie.name.place, std::move(why), std::move(remedy));
  };
  const bool host = cookie.name.value.starts_with("__Host-");
  if ((host || cookie.name.value.starts_with("__Secure-")) && !cookie.secure) {
    refuse(in_quotes(cookie.name.value) + " beside 'secure: false'", "browsers drop it");
  } else if (host && (cookie.path != "/" || !cookie.domain.empty())) {
    refuse(in_quotes(cookie.name.value) + " beside a 'path' or 'domain'", "browsers drop it");
  } else if (cookie.same_site == CookieSyntax::SameSite::none && !cookie.secure) {
    refuse("'same_site: none' beside 'secure: false'", "browsers drop it");
  }
}

CookieSyntax parse_cookie(const config::Node::Member& member, Diagnostics& out) {
  CookieSyntax cookie;
  cookie.name = {member.key, member.key_place};
  check_cookie_name(member.key, member.key_place, out);
  const std::string what = "the cookie " + in_quotes(member.key);
  const MapReader map{member.value, what, member.key_place, language::kCookie, out};
  if (const config::Node* value = map.find("value")) {
    cookie.value = parse_value(*value, "'value'", true, out);
  }
  if (const config::Node* age = map.find("max_age")) {
    cookie.max_age = read_duration(*age, "'max_age'", out, true);
    if (cookie.max_age && cookie.max_age->value.count() % 1000 != 0) {
      out.add(codes::kOutOfRange, age->place, "'max_age' cannot be " + in_quotes(age->scalar),
              "write whole seconds; '0s' removes the cookie");
    }
  }
  if (const config::Node* path = map.find("path"))
    read_attribute(*path, "'path'", cookie.path, out);
  if (const config::Node* domain = map.find("domain")) {
    read_attribute(*domain, "'domain'", cookie.domain, out);
  }
  if (const config::Node* flag = map.find("http_only")) {
    cookie.http_only = read_boolean(*flag, "'http_only'", out).value_or(true);
  }
  if (const config::Node* flag = map.find("secure")) {
    cookie.secure = read_boolean(*flag, "'secure'", out).value_or(true);
  }
  if (const config::Node* site = map.find("same_site")) {
    using SameSite = CookieSyntax::SameSite;
    constexpr SameSite kValues[] = {SameSite::lax, SameSite::strict, SameSite::none};
    const auto word = read_word(*site, "'same_site'", language::kSameSiteWords, out);
    if (word) cookie.same_site = kValues[*word];
  }
  check_cookie(cookie, out);
  return cookie;
}

std::vector<LocatedText> parse_pass(const config::Node& node, Diagnostics& out) {
  std::vector<LocatedText> names;
  if (!check_list(node, "'pass'", "leave it out", out)) return names;
  for (const config::Node& item : node.items) {
    auto name = read_text(item, "a name of 'pass'", out);
    if (!name || !check_header_name(name->value, item.place, HeaderUse::metadata, out)) continue;
    if (name->value != "set-cookie" &&
        !check_header_name(name->value, item.place, HeaderUse::respond, out)) {
      continue;
    }
    if (std::ranges::find(names, name->value, &LocatedText::value) != names.end()) {
      out.add(codes::kRepeated, item.place, in_quotes(name->value) + " stands twice");
      continue;
    }
    names.push_back(std::move(*name));
  }
  return names;
}

void check_status(const RespondSyntax& respond, bool has_shape, Diagnostics& out) {
  if (!respond.status) return;
  const auto [status, place] = *respond.status;
  const std::string text = std::to_string(status);
  if (has_shape && (status == 204 || status == 205 || status == 304)) {
    out.add(codes::kContradiction, place,
            "an answer " + text + " has no body, and there is a shape",
            "leave 'shape' out, or write another status");
  }
  const bool redirect =
      status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  const auto is_location = [](const auto& header) { return header.name.value == "location"; };
  if (redirect && std::ranges::none_of(respond.headers, is_location)) {
    out.add(codes::kMissingKey, place, "a redirect lacks the header 'location'",
            "write headers: { location: /path }");
  }
}

}  // namespace

ShapeSyntaxPtr parse_text_value(const config::Node& node, const std::string& what,
                                Diagnostics& out) {
  return parse_value(node, what, false, out);
}

std::vector<NamedValueSyntax> parse_metadata(const config::Node& node, Diagnostics& out) {
  return parse_named(node, "'metadata'", HeaderUse::metadata, out);
}

std::optional<RespondSyntax> parse_respond(const config::Node& node, const Place& place,
                                           bool has_shape, Diagnostics& out) {
  const MapReader map{node, "'respond'", place, language::kRespond, out};
  if (!map.is_map()) return std::nullopt;
  if (node.members.empty())
    out.add(codes::kEmpty, node.place, "'respond' is empty", "leave it out");
  RespondSyntax respond;
  respond.place = place;
  if (const config::Node* status = map.find("status")) {
    if (status->kind == config::Node::Kind::number && status->scalar.size() == 3 &&
        (status->scalar[0] == '4' || status->scalar[0] == '5')) {
      out.add(codes::kOutOfRange, status->place, "'status' cannot be " + in_quotes(status->scalar),
              "an error is said by 'require' or 'on_error'");
    } else {
      respond.status = read_count(*status, "'status'", 200, 399, out);
    }
  }
  const std::size_t problems = out.size();
  if (const config::Node* headers = map.find("headers")) {
    respond.headers = parse_named(*headers, "'headers'", HeaderUse::respond, out);
  }
  if (out.size() == problems) check_status(respond, has_shape, out);
  if (const config::Node* cookies = map.find("cookies")) {
    if (!cookies->is_map()) refuse_kind(*cookies, "'cookies'", "a map of cookies", "", out);
    for (const auto& member : cookies->members) {
      auto cookie = parse_cookie(member, out);
      if (cookie.value) respond.cookies.push_back(std::move(cookie));
    }
  }
  if (const config::Node* pass = map.find("pass")) respond.pass = parse_pass(*pass, out);
  return respond;
}

}  // namespace bff::plan
