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

// One call of a route or a file.
namespace bff::plan {

namespace {

LocatedText parse_rpc(const config::Node& node, Diagnostics& out) {
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

// A name of a call, or a list of such.
std::vector<LocatedText> parse_after(const config::Node& node, Diagnostics& out) {
  std::vector<LocatedText> names;
  const auto add = [&](const config::Node& item, std::string_view what) {
    auto name = read_text(item, what, out);
    if (!name) return;
    if (!is_name(name->value)) {
      out.add(codes::kBadName, item.place, in_quotes(name->value) + " is no name of a call",
              "letters, digits and '_', not beginning with a digit");
    } else if (std::ranges::find(names, name->value, &LocatedText::value) != names.end()) {
      out.add(codes::kRepeated, item.place, "the call " + in_quotes(name->value) + " stands twice");
    } else {
      names.push_back(std::move(*name));
    }
  };
  if (!node.is_list()) {
    add(node, "'after'");
  } else if (check_list(node, "'after'", "leave it out", out)) {
    for (const config::Node& item : node.items) add(item, "a call of 'after'");
  }
  return names;
}

void parse_effect(const MapReader& map, CallSyntax& call, Diagnostics& out) {
  const bool table = call.batch || (call.for_each && !call.for_each->list);
  if (const config::Node* effect = map.find("effect")) {
    const auto word = read_word(*effect, "'effect'", language::kEffectWords, out);
    if (word) call.reads = {*word == 0, effect->place};
    if (word && *word == 1 && table) {
      out.add(codes::kContradiction, map.place_of("effect"),
              "'effect: write' in a table, which only reads",
              "to write once for each element of a list write 'for_each: x in $list'");
    }
  }
  const config::Node* idempotent = map.find("idempotent");
  if (idempotent == nullptr) return;
  if (const auto flag = read_boolean(*idempotent, "'idempotent'", out)) {
    call.idempotent = {*flag, idempotent->place};
  }
  if (table || (call.reads && call.reads->value)) {
    out.add(codes::kContradiction, map.place_of("idempotent"),
            "'idempotent' in a call that only reads: it is retried anyway", "leave it out");
  }
}

CallSyntax parse_call(const config::Node::Member& member, Diagnostics& out) {
  CallSyntax call;
  call.name = {member.key, member.key_place};
  call.place = member.key_place;
  check_own_name(member.key, member.key_place, "a call", out);
  const MapReader map{member.value, "the call " + in_quotes(member.key), member.key_place,
                      language::kCall, out};
  if (const config::Node* rpc = map.find("rpc")) call.rpc = parse_rpc(*rpc, out);
  if (const config::Node* with = map.find("with")) call.with = parse_with(*with, out);
  if (const config::Node* when = map.find("when"))
    call.when = parse_conditions(*when, "'when'", out);
  if (const config::Node* after = map.find("after")) call.after = parse_after(*after, out);
  parse_table(map, call, out);
  parse_effect(map, call, out);
  if (const config::Node* metadata = map.find("metadata"))
    call.metadata = parse_metadata(*metadata, out);
  if (const config::Node* mask = map.find("read_mask")) {
    if (read_word(*mask, "'read_mask'", language::kReadMaskWords, out)) {
      call.read_mask = mask->place;
    }
  }
  if (const config::Node* timeout = map.find("timeout")) {
    call.timeout = read_duration(*timeout, "'timeout'", out);
  }
  if (const config::Node* retry = map.find("retry")) {
    call.retry = parse_retry(*retry, map.place_of("retry"), out);
  }
  call.on_error.place = member.key_place;
  if (const config::Node* on_error = map.find("on_error")) {
    if (auto parsed = parse_on_error(*on_error, out)) call.on_error = std::move(*parsed);
  }
  return call;
}

}  // namespace

std::vector<CallSyntax> parse_calls(const config::Node& node, Diagnostics& out) {
  std::vector<CallSyntax> calls;
  if (!node.is_map()) {
    refuse_kind(node, "'calls'", "a map of calls", "", out);
    return calls;
  }
  for (const auto& member : node.members) calls.push_back(parse_call(member, out));
  return calls;
}

}  // namespace bff::plan
