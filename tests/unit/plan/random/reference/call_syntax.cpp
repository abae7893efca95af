// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/random/reference/call_syntax.hpp"

namespace bff::random_plans {

using namespace plan;

const CallSyntax* find_call(const RouteSyntax& route, const std::string& name) {
  for (const CallSyntax& call : route.calls) {
    if (call.name.value == name) return &call;
  }
  return nullptr;
}

bool is_keyed(const CallSyntax& call) {
  return call.batch || call.for_each || call.index || call.group;
}

bool looks_up(const CallSyntax& call, const RefSyntax& ref) {
  return !ref.steps.empty() && ref.steps[0].kind == RefSyntax::Step::Kind::lookup && is_keyed(call);
}

Answering answering(const World& world, const CallSyntax& call) {
  Answering how;
  how.message = answer_of(world, call.rpc.value.substr(call.rpc.value.find('/') + 1));
  if (call.batch) how.keys = call.batch->into.value;
  const auto& rows = call.index ? call.index : call.group;
  if (!rows) return how;
  const std::size_t dot = rows->value.find('.');
  how.rows = rows->value.substr(0, dot);
  how.key = dot == std::string::npos ? "key" : rows->value.substr(dot + 1);
  return how;
}

}  // namespace bff::random_plans
