// SPDX-License-Identifier: Apache-2.0
#include "plan/execution.hpp"

#include <algorithm>
#include <utility>

#include "plan/execution_values.hpp"
#include "plan/shape_writer.hpp"

namespace bff::plan {
namespace {

bool is_table(const Call& call) { return call.table && call.table->keys != Table::Keys::response; }

Error declared(const OnError& action, Error cause) {
  Error error;
  error.code = Errc::declared_problem;
  error.status = action.status;
  error.title = action.title;
  error.call = std::move(cause.call);
  error.rpc_code = cause.rpc_code;
  error.internal = std::string(info(cause.code).slug);
  if (!cause.internal.empty()) error.internal += ": " + cause.internal;
  return error;
}

}  // namespace

int rpc_code_of(const Error& error) noexcept {
  if (error.rpc_code != 0) return error.rpc_code;
  switch (error.code) {
    case Errc::invalid_argument:
    case Errc::invalid_parameter:
      return 3;  // INVALID_ARGUMENT
    case Errc::upstream_timeout:
      return 4;  // DEADLINE_EXCEEDED
    case Errc::not_found:
      return 5;  // NOT_FOUND
    case Errc::forbidden:
      return 7;  // PERMISSION_DENIED
    case Errc::too_many_requests:
      return 8;  // RESOURCE_EXHAUSTED
    case Errc::conflict:
      return 10;  // ABORTED
    case Errc::not_implemented:
      return 12;  // UNIMPLEMENTED
    case Errc::upstream_invalid:
      return 13;  // INTERNAL
    case Errc::upstream_unavailable:
      return 14;  // UNAVAILABLE
    case Errc::unauthenticated:
      return 16;  // UNAUTHENTICATED
    default:
      return 2;  // UNKNOWN
  }
}

Execution::Execution(const RoutePlan& plan, std::span<const Argument> arguments,
                     std::pmr::memory_resource& arena, std::string_view body)
    : plan_(plan),
      arena_(arena),
      scope_{.plan = plan,
             .arguments = arguments,
             .arena = arena,
             .frames = std::pmr::vector<Value>(plan.frames, &arena),
             .tables = std::pmr::vector<const TableRows*>(plan.calls.size(), nullptr, &arena)},
      states_(plan.calls.size(), &arena),
      tables_(&arena),
      rows_of_(plan.calls.size(), nullptr, &arena),
      judged_(plan.requirements.size(), false),
      sent_(&arena),
      ready_(&arena),
      promised_(plan.calls.size()),
      unsettled_(plan.calls.size() + plan.requirements.size()) {
  for (std::size_t i = 0; i < plan.calls.size(); ++i) {
    if (!plan.calls[i].table) continue;
    rows_of_[i] = &tables_.emplace_back(*plan.calls[i].table, static_cast<CallId>(i), arena);
    scope_.tables[i] = rows_of_[i];
  }
  if (!plan.body) return;
  const Result<proto::Record*> record = proto::index(body, *plan.body->selection, arena);
  if (record) {
    scope_.frames[plan.body->frame] = message_of(kNoCall, body, *record);
  } else {
    end(record.error());
  }
}

bool Execution::needs_met(const Call& call) const {
  return std::all_of(
             call.needs.begin(), call.needs.end(),
             [this](CallId need) { return states_[need].phase == CallState::Phase::settled; }) &&
         std::all_of(call.judged.begin(), call.judged.end(),
                     [this](std::uint16_t requirement) { return judged_[requirement]; });
}

bool Execution::reads_missing(const Call& call) const {
  return std::any_of(call.reads.begin(), call.reads.end(),
                     [this](CallId read) { return states_[read].missing; });
}

void Execution::judge_requirements() {
  for (std::size_t i = 0; i < judged_.size() && !error_; ++i) {
    const Requirement& requirement = plan_.requirements[i];
    const auto settled = [this](CallId need) {
      return states_[need].phase == CallState::Phase::settled;
    };
    if (judged_[i] || !std::all_of(requirement.needs.begin(), requirement.needs.end(), settled)) {
      continue;
    }
    const Result<bool> held = hold(requirement.that, scope_);
    if (!held) return end(held.error());
    if (!*held) {
      Error error;
      error.code = Errc::declared_problem;
      error.status = requirement.status;
      error.title = requirement.title;
      return end(std::move(error));
    }
    judged_[i] = true;
    --unsettled_;
  }
}

std::span<Rpc> Execution::ready() {
  ready_.clear();
  // A call that is settled without an RPC may free one that stands before it in the plan.
  for (bool again = true; again && !error_;) {
    again = false;
    judge_requirements();
    for (std::size_t i = 0; i < plan_.calls.size() && !error_; ++i) {
      if (states_[i].phase != CallState::Phase::waiting || !needs_met(plan_.calls[i])) continue;
      start(static_cast<CallId>(i));
      again = again || states_[i].phase == CallState::Phase::settled;
    }
  }
  if (error_) {
    ready_.clear();
    return {};
  }
  for (auto& [id, each] : each_) {
    if (states_[id].phase != CallState::Phase::running || states_[id].open != 0) continue;
    hand_out(std::move(each.planned[each.next++]));
  }
  if (ready_.size() > 1) {  // it takes a buffer, however little there is to sort
    std::stable_sort(ready_.begin(), ready_.end(),
                     [](const Rpc& a, const Rpc& b) { return a.call < b.call; });
  }
  for (Rpc& rpc : ready_) {
    rpc.id = static_cast<std::uint16_t>(sent_.size());
    sent_.push_back({rpc.call, rpc.part, true, {}});
  }
  return ready_;
}

void Execution::hand_out(Rpc rpc) {
  ++states_[rpc.call].open;
  ready_.push_back(std::move(rpc));
}

void Execution::settle(CallId id) {
  states_[id].phase = CallState::Phase::settled;
  --unsettled_;
}

void Execution::settle_missing(CallId id) {
  const Value missing = missing_from(id);
  states_[id].missing = true;
  if (rows_of_[id] != nullptr) rows_of_[id]->substitute_all(missing);
  scope_.frames[plan_.calls[id].frame] = missing;
  settle(id);
}

void Execution::settle_each(CallId id, Each& each) {
  Value list;
  list.kind = Value::Kind::list;
  list.origin = id;
  list.slot = each.answers.slot();
  states_[id].answered = !each.planned.empty() && each.answered.size() == each.planned.size();
  scope_.frames[plan_.calls[id].frame] = list;
  settle(id);
}

void Execution::complete(std::uint16_t rpc, Result<std::string> response) {
  if (error_ || rpc >= sent_.size() || !sent_[rpc].open) return;
  Sent& sent = sent_[rpc];
  sent.open = false;
  const CallId id = sent.call;
  CallState& state = states_[id];
  bool well = false;
  if (response) {
    sent.response = *std::move(response);
    received_ += sent.response.size();
    well = accept(sent);
  } else {
    fail(id, sent.chunk, std::move(response).error());
  }
  --state.open;
  if (!plan_.calls[id].each) {
    if (well) state.answered = true;
    if (state.open == 0 && !error_) settle(id);
    return;
  }
  Each& each = each_.at(id);
  if (well) each.answered.push_back(sent.chunk);
  if (error_) return;
  if (state.missing) {
    settle_missing(id);
  } else if (each.next == each.planned.size()) {
    settle_each(id, each);
  }
}

bool Execution::accept(const Sent& sent) {
  const Call& call = plan_.calls[sent.call];
  Result<void> taken;
  if (is_table(call)) {
    taken = rows_of_[sent.call]->take(sent.chunk, sent.response, *call.selection);
  } else {
    const Result<proto::Record*> record = proto::index(sent.response, *call.selection, arena_);
    if (!record) {
      taken = record.error();
    } else if (call.each) {
      each_.at(sent.call).answers.push(proto::Cell::view(sent.response));
    } else {
      if (call.table) taken = rows_of_[sent.call]->take_all(**record);
      scope_.frames[call.frame] = message_of(sent.call, sent.response, *record);
    }
  }
  if (taken) return true;
  fail(sent.call, sent.chunk, std::move(taken).error());
  return false;
}

void Execution::fail(CallId id, std::uint32_t part, Error error) {
  const Call& call = plan_.calls[id];
  const OnError* const action = survive(id, part, std::move(error));
  if (action == nullptr) return;
  const Result<Value> value = stand_in(id, *action);
  if (!value) return end(value.error());
  if (is_table(call)) return rows_of_[id]->substitute(part, *value);
  if (call.each && !value->null()) return each_.at(id).answers.push(value->cell);
  states_[id].missing = value->null();
  scope_.frames[call.frame] = *value;
  if (!call.table) return;
  if (value->null()) return rows_of_[id]->substitute_all(*value);
  if (Result<void> taken = rows_of_[id]->take_all(*value->record); !taken) {
    end(blame(std::move(taken).error(), id, plan_));
  }
}

void Execution::fail_all(CallId id, Error error) {
  const OnError* const action = survive(id, 0, std::move(error));
  if (action == nullptr) return;
  const Result<Value> value = stand_in(id, *action);
  if (!value) return end(value.error());
  if (!plan_.calls[id].table) return settle_missing(id);
  rows_of_[id]->substitute_all(*value);
  settle(id);
}

const OnError* Execution::survive(CallId id, std::uint32_t part, Error error) {
  CallState& state = states_[id];
  error.call = plan_.calls[id].name;
  error.rpc_code = rpc_code_of(error);
  const OnError& action = plan_.calls[id].on_error_of(error.rpc_code);
  if (action.kind == OnError::Kind::fail) return end(std::move(error)), nullptr;
  if (action.kind == OnError::Kind::problem)
    return end(declared(action, std::move(error))), nullptr;
  // Of several failed parts the first in the plan's order is told, whichever failed first.
  if (!state.failure || part < state.failed_chunk) {
    state.failed_chunk = part;
    state.failure = std::move(error);
  }
  return &action;
}

Result<Value> Execution::stand_in(CallId id, const OnError& action) {
  const Call& call = plan_.calls[id];
  if (action.kind == OnError::Kind::as_null) return missing_from(id);
  // Of a map whose values are no messages the default is an entry, of which the value counts.
  const bool scalar =
      is_table(call) && call.table->join == Table::Join::entry && call.table->row == nullptr;
  const proto::Selection& selection = scalar ? *call.table->entry
                                      : is_table(call) && call.table->join != Table::Join::whole
                                          ? *call.table->row
                                          : *call.selection;
  Result<proto::Record*> record = proto::index(action.bytes, selection, arena_);
  if (!record) return blame(std::move(record).error(), id, plan_);
  Value value = message_of(id, action.bytes, *record);
  if (scalar) {
    value.cell = (**record)[kValueSlot].cell;
    value.record = nullptr;
  }
  return value;
}

void Execution::end(Error error) { error_ = std::move(error); }

}  // namespace bff::plan
