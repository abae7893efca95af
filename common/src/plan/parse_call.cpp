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

constexpr std::string_view kCallKeys[] = {"rpc",     "with",  "batch",   "index",
                                          "timeout", "retry", "on_error"};
constexpr std::string_view kCallKeysLater[] = {"for_each", "group",    "when",     "max",
                                               "after",    "effect",   "metadata", "idempotent",
                                               "cache",    "read_mask"};

constexpr std::string_view kBatchKeys[] = {"into", "max", "total"};
constexpr MapKeys::Misplaced kBatchKeysMisplaced[] = {
    {"index", "write it beside 'batch', not in it"},
    {"group", "write it beside 'batch', not in it"}};

constexpr std::string_view kRetryKeys[] = {"attempts", "codes"};

constexpr std::uint32_t kMaxAttempts = 10;
constexpr std::uint32_t kMaxBatch = 10'000, kDefaultBatch = 100;
constexpr std::uint32_t kMaxTotal = 100'000, kDefaultTotal = 1'000;

// Names of the language's own codes, google.rpc.Code without OK.
constexpr std::string_view kCodes[] = {
    "CANCELLED",      "UNKNOWN",           "INVALID_ARGUMENT",   "DEADLINE_EXCEEDED",   "NOT_FOUND",
    "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED",
    "OUT_OF_RANGE",   "UNIMPLEMENTED",     "INTERNAL",           "UNAVAILABLE",         "DATA_LOSS",
    "UNAUTHENTICATED"};

// Dotted names: "shop.v1.UserService".
bool is_dotted(std::string_view text) {
  for (;;) {
    const std::size_t dot = text.find('.');
    if (!is_name(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

LocatedText parse_rpc(const Node& node, Diagnostics& out) {
  auto rpc = read_text(node, "'rpc'", out);
  if (!rpc) return {};
  std::string text = rpc->value;
  const auto is_rpc = [](std::string_view name) {
    const std::size_t slash = name.find('/');
    return slash != std::string_view::npos && is_dotted(name.substr(0, slash)) &&
           is_name(name.substr(slash + 1));
  };
  if (is_rpc(text)) return std::move(*rpc);
  // What a gRPC path or a full protobuf name looks like is put right in the remedy.
  if (text.starts_with('/')) text.erase(0, 1);
  if (const auto dot = text.rfind('.');
      dot != std::string::npos && text.find('/') == std::string::npos) {
    text[dot] = '/';
  }
  out.add(codes::kBadRpc, node.place, in_quotes(rpc->value) + " names no method",
          is_rpc(text) ? "write " + in_quotes(text) : "write it as 'package.Service/Method'");
  return {};
}

std::optional<LocatedText> parse_index(const Node& node, Diagnostics& out) {
  auto index = read_text(node, "'index'", out);
  if (!index) return std::nullopt;
  if (!is_dotted(index->value)) {
    out.add(codes::kBadIndex, node.place, in_quotes(index->value) + " is no path of fields",
            "write the rows and their key field, as in 'products.id'");
    return std::nullopt;
  }
  if (index->value.find('.') == std::string::npos) {
    out.add(codes::kNotYetSupported, node.place, "'index' by a map field is not yet supported",
            "for a list write the rows and their key field, as in 'products.id'");
    return std::nullopt;
  }
  return index;
}

BatchSyntax parse_batch(const Node& node, const Place& place, Diagnostics& out) {
  BatchSyntax batch{.max = {kDefaultBatch, place}, .total = {kDefaultTotal, place}};
  batch.place = place;
  MapReader map{
      node, "'batch'", place, {.known = kBatchKeys, .misplaced = kBatchKeysMisplaced}, out};
  if (const Node* into = map.need("into", "name the request's field that takes the keys")) {
    if (auto text = read_text(*into, "'into'", out)) {
      if (is_name(text->value)) {
        batch.into = std::move(*text);
      } else {
        out.add(codes::kBadName, into->place, in_quotes(text->value) + " is no name of a field");
      }
    }
  }
  if (const Node* max = map.find("max")) {
    batch.max = read_count(*max, "'max'", 1, kMaxBatch, out).value_or(batch.max);
  }
  if (const Node* total = map.find("total")) {
    batch.total = read_count(*total, "'total'", 1, kMaxTotal, out).value_or(batch.total);
  }
  return batch;
}

RetrySyntax parse_retry(const Node& node, const Place& place, Diagnostics& out) {
  RetrySyntax retry{.attempts = {1, place}};
  retry.place = place;
  MapReader map{node, "'retry'", place, {.known = kRetryKeys}, out};
  if (const Node* attempts = map.need("attempts", "they count the first")) {
    retry.attempts =
        read_count(*attempts, "'attempts'", 1, kMaxAttempts, out).value_or(retry.attempts);
  }
  const Node* list = map.need("codes", "write them as in '[UNAVAILABLE]'");
  if (list == nullptr || !check_list(*list, "'codes'", "leave 'retry' out", out)) return retry;
  for (const Node& item : list->items) {
    const auto text = read_text(item, "a code", out);
    if (!text) continue;
    if (std::ranges::find(kCodes, text->value) == std::end(kCodes)) {
      out.add(codes::kUnknownWord, item.place,
              in_quotes(text->value) + " is no code of a failure in google.rpc.Code",
              did_you_mean(text->value, {std::begin(kCodes), std::end(kCodes)}));
      continue;
    }
    if (std::ranges::find(retry.codes, text->value, &LocatedText::value) != retry.codes.end()) {
      out.add(codes::kRepeated, item.place, "the code " + in_quotes(text->value) + " stands twice");
      continue;
    }
    retry.codes.push_back(*text);
  }
  return retry;
}

void parse_table(const MapReader& map, CallSyntax& call, Diagnostics& out) {
  const Node* batch = map.find("batch");
  const Node* index = map.find("index");
  if (batch != nullptr) {
    call.batch = parse_batch(*batch, map.place_of("batch"), out);
    if (index == nullptr && map.find("group") == nullptr) {
      out.add(codes::kMissingKey, map.place_of("batch"), "'batch' without 'index'",
              "name the rows and their key field, as in 'index: products.id'");
    }
  }
  if (index == nullptr) return;
  call.index = parse_index(*index, out);
  if (!call.batch) {
    out.add(codes::kNotYetSupported, map.place_of("index"),
            "'index' without 'batch' is not yet supported");
  }
}

CallSyntax parse_call(const config::Node::Member& member, Diagnostics& out) {
  CallSyntax call;
  call.name = {member.key, member.key_place};
  call.place = member.key_place;
  check_own_name(member.key, member.key_place, "a call", out);
  MapReader map{member.value,
                "the call " + in_quotes(member.key),
                member.key_place,
                {.known = kCallKeys, .later = kCallKeysLater},
                out};
  if (const Node* rpc = map.need("rpc", "write it as 'rpc: package.Service/Method'")) {
    call.rpc = parse_rpc(*rpc, out);
  }
  if (const Node* with = map.find("with")) call.with = parse_with(*with, out);
  parse_table(map, call, out);
  if (const Node* timeout = map.find("timeout")) {
    call.timeout = read_duration(*timeout, "'timeout'", out);
  }
  if (const Node* retry = map.find("retry")) {
    call.retry = parse_retry(*retry, map.place_of("retry"), out);
  }
  call.on_error.place = member.key_place;
  if (const Node* on_error = map.find("on_error")) {
    if (auto parsed = parse_on_error(*on_error, out)) call.on_error = std::move(*parsed);
  }
  return call;
}

}  // namespace

std::vector<CallSyntax> parse_calls(const Node& node, Diagnostics& out) {
  std::vector<CallSyntax> calls;
  if (!node.is_map()) {
    refuse_kind(node, "'calls'", "a map of calls", "", out);
    return calls;
  }
  for (const auto& member : node.members) calls.push_back(parse_call(member, out));
  return calls;
}

std::optional<OnErrorSyntax> parse_on_error(const Node& node, Diagnostics& out) {
  constexpr std::string_view kForms = "write 'fail', 'as_null' or { default: … }";
  constexpr std::string_view kWords[] = {"fail", "as_null"};
  constexpr std::string_view kKeys[] = {"default"};
  constexpr std::string_view kKeysLater[] = {"status", "title"};
  OnErrorSyntax on_error;
  on_error.place = node.place;
  if (node.is_text() && node.scalar == "stale") {
    refuse_later("stale", node.place, out);
    return std::nullopt;
  }
  if (node.is_text()) {
    const auto word = read_word(node, "'on_error'", kWords, out);
    if (!word) return std::nullopt;
    on_error.otherwise.kind = *word == 0 ? FailureSyntax::Kind::fail : FailureSyntax::Kind::as_null;
    return on_error;
  }
  if (!node.is_map()) {
    refuse_kind(node, "'on_error'", "a word or a map", std::string{kForms}, out);
    return std::nullopt;
  }
  // By code: { NOT_FOUND: as_null, else: fail }. Said once, whatever the codes are.
  for (const auto& member : node.members) {
    if (member.key != "else" && std::ranges::find(kCodes, member.key) == std::end(kCodes)) continue;
    out.add(codes::kNotYetSupported, member.key_place, "'on_error' by code is not yet supported",
            std::string{kForms});
    return std::nullopt;
  }
  const MapReader map{node, "'on_error'", node.place, {.known = kKeys, .later = kKeysLater}, out};
  const Node* value = map.find("default");
  if (value == nullptr) {
    if (node.members.empty()) {
      out.add(codes::kEmpty, node.place, "'on_error' is empty", std::string{kForms});
    }
    return std::nullopt;
  }
  auto literal = read_literal(*value, "'default'", out);
  if (!literal) return std::nullopt;
  on_error.otherwise.kind = FailureSyntax::Kind::use_default;
  on_error.otherwise.value = std::move(*literal);
  return on_error;
}

}  // namespace bff::plan
