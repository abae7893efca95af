// SPDX-License-Identifier: Apache-2.0
#include "plan/explain.hpp"

#include <algorithm>

#include "plan/compile_calls.hpp"
#include "plan/contract_of.hpp"
#include "plan/explain_condition.hpp"
#include "plan/explain_order.hpp"
#include "plan/explain_reads.hpp"

namespace bff::plan {
namespace {

std::string keys_text(Table::Keys keys) {
  switch (keys) {
    case Table::Keys::batch:
      return "batch";
    case Table::Keys::by_value:
      return "by_value";
    case Table::Keys::response:
      break;
  }
  return "response";
}

std::string join_text(Table::Join join) {
  switch (join) {
    case Table::Join::row:
      return "row";
    case Table::Join::group:
      return "group";
    case Table::Join::entry:
      return "entry";
    case Table::Join::whole:
      break;
  }
  return "whole";
}

ExplainedTable explained(const Table& table) {
  ExplainedTable out{.keys = keys_text(table.keys), .join = join_text(table.join)};
  if (table.into != nullptr) out.into = table.into->name;
  if (table.key != nullptr) out.key = table.key->name;
  if (table.keys == Table::Keys::response) return out;
  out.max = table.keys == Table::Keys::batch ? table.max : 1;
  out.total = table.total;
  return out;
}

std::uint64_t most_rpcs(const ExplainedCall& call) {
  if (call.each) return *call.each;
  if (!call.table || call.table->max == 0) return 1;
  const std::uint64_t total = call.table->total;
  return (total + call.table->max - 1) / call.table->max;
}

std::string action_text(const OnError& action) {
  switch (action.kind) {
    case OnError::Kind::fail:
      return "fail";
    case OnError::Kind::as_null:
      return "as_null";
    case OnError::Kind::use_default:
      return "default";
    case OnError::Kind::problem:
      break;
  }
  return std::to_string(action.status) + " " + action.title;
}

// Each name once: an input that is read as two types is two of them.
std::vector<std::string> input_names(const RoutePlan& plan, const PlanReads& reads) {
  std::vector<std::string> out;
  for (const InputId id : reads.inputs) {
    std::string name = input_text(plan.inputs[id]);
    if (std::ranges::find(out, name) == out.end()) out.push_back(std::move(name));
  }
  if (reads.body) out.emplace_back("$body");
  return out;
}

ExplainedCall explained(const RoutePlan& plan, CallId id,
                        const std::vector<std::string>& upstreams) {
  const Call& call = plan.calls[id];
  PlanReads reads{plan};
  reads.add(call);
  reads.calls.erase(id);  // the keys of a table may stand in rows of its own
  ExplainedCall out{.name = call.name,
                    .rpc = call.method.substr(call.method.starts_with('/') ? 1 : 0),
                    .upstream = call.local != nullptr ? "" : upstreams.at(call.upstream),
                    .inputs = input_names(plan, reads),
                    .reads = {reads.calls.begin(), reads.calls.end()},
                    .shown = call.view_paths,
                    .writes = call.writes,
                    .when = condition_texts(plan, call.when),
                    .attempts = call.retry.attempts,
                    .timeout = call.timeout};
  for (const CallId need : call.needs) {
    if (reads.calls.count(need) == 0) out.after.push_back(need);
  }
  for (const std::uint16_t i : call.judged) out.judged.push_back(plan.requirements[i].title);
  if (call.table) out.table = explained(*call.table);
  if (call.each) out.each = call.each->max;
  out.rpcs = most_rpcs(out);
  for (int code = 0; code < 17; ++code) {
    if ((call.retry.codes & (1U << code)) != 0) out.retried.emplace_back(code_name(code));
  }
  for (const auto& [code, action] : call.on_error_by_code) {
    out.on_error.emplace_back(code_name(code), action_text(action));
  }
  out.on_error.emplace_back("else", action_text(call.on_error));
  return out;
}

ExplainedRequirement explained(const RoutePlan& plan, const Requirement& requirement) {
  PlanReads reads{plan};
  reads.add(requirement.that);
  return {.that = condition_texts(plan, requirement.that),
          .reads = {reads.calls.begin(), reads.calls.end()},
          .status = requirement.status,
          .title = requirement.title};
}

// What the contract knows of the route.
void add_contract(const std::string& id, const contract::Contract& contract, Explanation& out) {
  for (const contract::Route& route : contract.routes) {
    if (route.id != id) continue;
    out.status = route.answer.status;
    if (route.answer.body) out.answer = answer_fields(*route.answer.body, contract);
  }
}

}  // namespace

Explanation explain(const RoutePlan& plan, const contract::Contract& contract,
                    const std::vector<std::string>& upstreams) {
  Explanation out{.client = contract.client,
                  .id = plan.id,
                  .method = plan.method,
                  .path = plan.path.text,
                  .summary = plan.summary,
                  .file = plan.file,
                  .auth = auth_of(plan.policy),
                  .deadline = plan.deadline,
                  .stages = stages_of(plan),
                  .pruned = plan.pruned};
  for (std::size_t i = 0; i < plan.calls.size(); ++i) {
    out.calls.push_back(explained(plan, static_cast<CallId>(i), upstreams));
  }
  for (std::size_t i = 0; i < out.calls.size(); ++i) {
    for (const CallId read : out.calls[i].reads) {
      out.calls[read].read_by.push_back(static_cast<CallId>(i));
    }
  }
  for (const Requirement& one : plan.requirements) out.requirements.push_back(explained(plan, one));
  CriticalPath critical = critical_path_of(plan);
  out.critical_path = std::move(critical.calls);
  out.critical_time = critical.time;
  add_contract(plan.id, contract, out);
  return out;
}

std::string auth_text(const contract::Auth& auth) {
  std::string out{name_of(auth.mode)};
  for (std::size_t i = 0; i < auth.scopes.size(); ++i) {
    out += (i == 0 ? ": " : " ") + auth.scopes[i];
  }
  return out;
}

std::string duration_text(Duration duration) { return std::to_string(duration.count()) + "ms"; }

}  // namespace bff::plan
