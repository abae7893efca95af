// SPDX-License-Identifier: Apache-2.0
#include "cases/case_reader.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "auth/claims.hpp"
#include "cases/case_keys.hpp"
#include "cases/codes.hpp"
#include "plan/compile_literal.hpp"
#include "plan/located_scalar.hpp"
#include "plan/map_reader.hpp"
#include "plan/read_value.hpp"
#include "plan/syntax_codes.hpp"

// A case but for its calls, which are in case_calls.cpp.
namespace bff::cases {

using config::Node;
using plan::in_quotes;

namespace {

constexpr std::array<std::string_view, 6> kMethods{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};

}  // namespace

std::vector<std::pair<plan::LocatedText, std::string>> read_named(const Node& node,
                                                                  std::string_view what,
                                                                  Diagnostics& out) {
  std::vector<std::pair<plan::LocatedText, std::string>> named;
  if (!node.is_map()) {
    plan::refuse_kind(node, what, "a map", "", out);
    return named;
  }
  for (const auto& [key, place, value] : node.members) {
    if (value.is_map() || value.is_list() || value.kind == Node::Kind::null) {
      plan::refuse_kind(value, in_quotes(key), "a text", "", out);
    } else {
      named.push_back({{.value = key, .place = place}, value.scalar});
    }
  }
  return named;
}

Case CaseReader::read(const Node& node) {
  Case one{.place = node.place, .route = route_};
  const plan::MapReader map{node, "a case", node.place, language::kCase, out_};
  if (const Node* name = map.find("name")) {
    if (const auto text = plan::read_text(*name, "'name'", out_)) one.name = text->value;
    one.place = name->place;
  }
  if (const Node* client = map.find("client")) {
    if (const auto text = plan::read_text(*client, "'client'", out_)) one.client = text->value;
  }
  if (const Node* request = map.find("request")) read_request(*request, one.request);
  if (const Node* calls = map.find("calls")) read_calls(*calls, one);
  if (const Node* expect = map.find("expect")) read_expected(*expect, one.expected);
  return one;
}

void CaseReader::read_request(const Node& node, CaseRequest& request) {
  if (node.is_text()) return read_http({.value = node.scalar, .place = node.place}, request);
  const plan::MapReader map{node, "a case's request", node.place, language::kRequest, out_};
  if (const Node* http = map.find("http")) {
    if (const auto text = plan::read_text(*http, "'http'", out_)) read_http(*text, request);
  }
  if (const Node* headers = map.find("headers")) {
    for (auto& [name, value] : read_named(*headers, "'headers'", out_)) {
      request.headers.emplace_back(name.value, std::move(value));
    }
  }
  if (const Node* claims = map.find("claims")) read_claims(*claims, request);
  if (const Node* body = map.find("body")) request.body = plan::to_json(*body);
}

void CaseReader::read_http(const plan::LocatedText& http, CaseRequest& request) {
  const std::string_view text = http.value;
  const auto space = text.find(' ');
  request.method = text.substr(0, space);
  request.target = space == text.npos ? "" : text.substr(space + 1);
  const bool known = std::ranges::find(kMethods, request.method) != kMethods.end();
  // A space or a control character would end the target on the wire.
  const bool good = request.target.starts_with('/') &&
                    std::ranges::all_of(request.target, [](char c) { return c > ' ' && c < 127; });
  if (known && good) return;
  out_.add(codes::kBadRequest, http.place, in_quotes(http.value) + " is no request",
           "write it as in 'GET /v1/home?recent=3', percent-encoded");
}

void CaseReader::read_claims(const Node& node, CaseRequest& request) {
  auth::Principal principal;
  principal.expires = std::chrono::system_clock::time_point::max();
  Node scalars = node;
  std::erase_if(scalars.members, [](const Node::Member& one) { return one.value.is_list(); });
  for (const auto& [key, place, value] : node.members) {
    if (!value.is_list()) continue;
    std::vector<std::string>& list = principal.lists[key];
    for (const Node& item : value.items) {
      if (auto text = plan::read_text(item, "a text of " + in_quotes(key), out_)) {
        list.push_back(std::move(text->value));
      }
    }
  }
  for (auto& [name, value] : read_named(scalars, "'claims'", out_)) {
    if (name.value == "exp" || name.value == "nbf" || name.value == "iat") {
      out_.add(codes::kBadClaim, name.place, "the token of a case is always valid",
               "leave " + in_quotes(name.value) + " out");
    }
    if (name.value == "sub") principal.subject = value;
    if (name.value == "iss") principal.issuer = value;
    if (name.value == "scope") principal.scopes = auth::split_scope(value);
    principal.claims.emplace(name.value, std::move(value));
  }
  request.principal = std::make_shared<const auth::Principal>(std::move(principal));
}

void CaseReader::read_expected(const Node& node, Expected& expected) {
  const plan::MapReader map{node, "'expect'", node.place, language::kExpect, out_};
  if (const Node* status = map.find("status")) {
    if (const auto number = plan::read_count(*status, "'status'", 100, 599, out_)) {
      expected.status = *number;
    }
  }
  if (const Node* partial = map.find("partial")) read_partial(*partial, expected);
  if (const Node* headers = map.find("headers")) {
    expected.headers = read_named(*headers, "'headers'", out_);
  }
  if (const Node* body = map.find("body")) expected.body = *body;
  if (const Node* requests = map.find("requests")) read_requests(*requests, expected);
}

void CaseReader::read_partial(const Node& node, Expected& expected) {
  if (!plan::check_list(node, "'partial'", "leave it out", out_)) return;
  for (const Node& item : node.items) {
    if (auto name = plan::read_text(item, "a call of 'partial'", out_)) {
      find_call(name->value, name->place);
      expected.partial.push_back(std::move(*name));
    }
  }
}

}  // namespace bff::cases
