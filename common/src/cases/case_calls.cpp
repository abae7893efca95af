// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iterator>
#include <utility>

#include "cases/case_keys.hpp"
#include "cases/case_reader.hpp"
#include "cases/codes.hpp"
#include "cases/rpc_messages.hpp"
#include "plan/compile_literal.hpp"
#include "plan/located_scalar.hpp"
#include "plan/map_reader.hpp"
#include "plan/read_value.hpp"
#include "plan/syntax_codes.hpp"
#include "upstream/status.hpp"

// What the services answer in a case, and what they are to be asked.
namespace bff::cases {

using config::Node;
using plan::in_quotes;

const plan::Call* CaseReader::find_call(const std::string& name, const Place& place) {
  if (!route_) return nullptr;
  const auto found = std::ranges::find(route_->calls, name, &plan::Call::name);
  if (found != route_->calls.end()) return &*found;
  if (std::ranges::find(route_->pruned, name) != route_->pruned.end()) return nullptr;
  std::vector<std::string_view> known{route_->pruned.begin(), route_->pruned.end()};
  for (const auto& call : route_->calls) known.push_back(call.name);
  std::string remedy = did_you_mean(name, known);
  if (remedy.empty() && !known.empty()) remedy = plan::write_one_of(known);
  out_.add(codes::kNoSuchCall, place,
           "the route " + in_quotes(route_->id) + " has no call " + in_quotes(name),
           std::move(remedy));
  return nullptr;
}

void CaseReader::read_calls(const Node& node, Case& into) {
  if (!node.is_map()) {
    return plan::refuse_kind(node, "'calls'", "a map", "write 'NAME: ANSWER' for each call", out_);
  }
  for (const auto& [name, place, value] : node.members) {
    const plan::Call* call = find_call(name, place);
    if (call == nullptr) continue;
    if (call->local != nullptr) {
      out_.add(codes::kNoSuchCall, place,
               in_quotes(name) + " is made in-process, by the gateway itself",
               "leave it out, and answer the calls that it reads");
      continue;
    }
    auto& given = into.given[name];
    if (!value.is_list()) {
      if (auto answer = read_given(value, *call)) given.push_back(std::move(*answer));
      continue;
    }
    for (const Node& item : value.items) {
      if (auto answer = read_given_for(item, *call)) given.push_back(std::move(*answer));
    }
  }
}

std::optional<Given> CaseReader::read_given_for(const Node& node, const plan::Call& call) {
  const plan::MapReader map{node, "one of several answers", node.place, language::kGiven, out_};
  const Node *request = map.find("request"), *answer = map.find("answer");
  if (request == nullptr || answer == nullptr) return std::nullopt;
  auto bytes = encode(*request, call, Side::request);
  auto given = read_given(*answer, call);
  if (given) given->request = std::move(bytes);
  return given;
}

std::optional<Given> CaseReader::read_given(const Node& node, const plan::Call& call) {
  Given given;
  if (node.is_text()) {
    if (!plan::read_word(node, "a failure", plan::language::kCodeWords, out_)) return std::nullopt;
    given.code = *upstream::code_of(node.scalar);
    return given;
  }
  auto bytes = encode(node, call, Side::response);
  if (!bytes) return std::nullopt;
  given.response = std::move(*bytes);
  return given;
}

std::optional<std::string> CaseReader::encode(const Node& node, const plan::Call& call, Side side) {
  const auto& message =
      side == Side::request ? request_of(call, schema_) : response_of(call, schema_);
  std::string bytes;
  if (!plan::encode_message(node, message, schema_, out_, bytes)) return std::nullopt;
  if (side == Side::request) bytes = in_field_order(bytes, message, schema_);
  return bytes;
}

void CaseReader::read_requests(const Node& node, Expected& expected) {
  if (!node.is_map()) {
    return plan::refuse_kind(node, "'requests'", "a map",
                             "write 'CALL: REQUEST', or a list of requests", out_);
  }
  for (const auto& [name, place, value] : node.members) {
    const plan::Call* call = find_call(name, place);
    if (call == nullptr) continue;
    auto& requests = expected.requests[name];
    requests.place = place;
    const auto add = [&](const Node& one) {
      if (auto bytes = encode(one, *call, Side::request)) {
        requests.requests.emplace_back(std::move(*bytes), one.place);
      }
    };
    if (!value.is_list()) {
      add(value);
    } else {
      for (const Node& one : value.items) add(one);
    }
  }
}

}  // namespace bff::cases
