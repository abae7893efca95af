// SPDX-License-Identifier: Apache-2.0
#include "plan/execution.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "plan/request_writer.hpp"
#include "plan/shape_writer.hpp"

namespace bff::plan {
namespace {

Value missing_from(CallId id) {
  Value value;
  value.kind = Value::Kind::missing;
  value.origin = id;
  return value;
}

Value message_of(CallId id, std::string_view bytes, const proto::Record* record) {
  Value value;
  value.kind = Value::Kind::single;
  value.origin = id;
  value.cell = proto::Cell::view(bytes);
  value.record = record;
  return value;
}

// The lists that feed a table are longer than its route allows. That is for the services to
// mend, not for the client: a 502 of the table's call.
Error too_many_keys(const Table& table) {
  Error error;
  error.code = Errc::upstream_invalid;
  error.detail = "more than " + std::to_string(table.total) + " distinct keys are looked up";
  return error;
}

constexpr std::size_t kMaxRpcs = std::numeric_limits<decltype(Rpc::id)>::max();

Error too_many_rpcs() {
  Error error;
  error.code = Errc::upstream_invalid;
  error.detail = "the keys that are looked up need more than " + std::to_string(kMaxRpcs) + " RPCs";
  return error;
}

}  // namespace

Execution::Execution(const RoutePlan& plan, std::span<const Argument> arguments,
                     std::pmr::memory_resource& arena)
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
      sent_(&arena),
      ready_(&arena),
      unsettled_(plan.calls.size()) {
  for (std::size_t i = 0; i < plan.calls.size(); ++i) {
    if (!plan.calls[i].table) continue;
    rows_of_[i] = &tables_.emplace_back(*plan.calls[i].table, static_cast<CallId>(i), arena);
    scope_.tables[i] = rows_of_[i];
  }
}

bool Execution::needs_met(const Call& call) const {
  return std::all_of(call.needs.begin(), call.needs.end(), [this](CallId need) {
    return states_[need].phase == CallState::Phase::settled;
  });
}

bool Execution::reads_missing(const Call& call) const {
  return std::any_of(call.reads.begin(), call.reads.end(),
                     [this](CallId read) { return states_[read].missing; });
}

std::span<Rpc> Execution::ready() {
  ready_.clear();
  // A call that is settled without an RPC may free one that stands before it in the plan.
  for (bool again = true; again;) {
    again = false;
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
  std::stable_sort(ready_.begin(), ready_.end(),
                   [](const Rpc& a, const Rpc& b) { return a.call < b.call; });
  std::uint32_t chunk = 0;
  for (std::size_t i = 0; i < ready_.size(); ++i) {
    chunk = i != 0 && ready_[i - 1].call == ready_[i].call ? chunk + 1 : 0;
    ready_[i].id = static_cast<std::uint16_t>(sent_.size());
    sent_.push_back({ready_[i].call, chunk, true, {}});
  }
  return ready_;
}

void Execution::start(CallId id) {
  const Call& call = plan_.calls[id];
  if (reads_missing(call)) return settle_missing(id);
  if (call.table) return start_table(id);
  std::string request;
  const Result<Request> made = write_request(request, call.request, scope_);
  if (!made) return end(made.error());
  if (*made == Request::missing) return settle_missing(id);
  states_[id].phase = CallState::Phase::running;
  hand_out(id, std::move(request));
}

void Execution::start_table(CallId id) {
  const Call& call = plan_.calls[id];
  TableRows& rows = *rows_of_[id];
  const Result<bool> within = rows.collect(scope_);
  if (!within) return end(within.error());
  const std::uint32_t chunks = rows.chunks();
  if (!*within) return fail_table(id, too_many_keys(*call.table));
  if (chunks > kMaxRpcs - sent_.size() - ready_.size()) return fail_table(id, too_many_rpcs());
  if (chunks == 0) return settle(id);

  std::string common;  // what each chunk's request has beside its keys
  const Result<Request> made = write_request(common, call.request, scope_);
  if (!made) return end(made.error());
  if (*made == Request::missing) return settle_missing(id);
  states_[id].phase = CallState::Phase::running;
  for (std::uint32_t chunk = 0; chunk < chunks; ++chunk) {
    std::string request = common;
    write_list(request, *call.table->into, rows.chunk(chunk), call.table->key->type);
    hand_out(id, std::move(request));
  }
}

void Execution::hand_out(CallId id, std::string request) {
  ++states_[id].open;
  ready_.push_back({0, id, std::move(request)});
}

void Execution::settle(CallId id) {
  states_[id].phase = CallState::Phase::settled;
  --unsettled_;
}

void Execution::settle_missing(CallId id) {
  states_[id].missing = true;
  scope_.frames[plan_.calls[id].frame] = missing_from(id);
  settle(id);
}

void Execution::complete(std::uint16_t rpc, Result<std::string> response) {
  if (error_ || rpc >= sent_.size() || !sent_[rpc].open) return;
  Sent& sent = sent_[rpc];
  sent.open = false;
  if (response) {
    sent.response = *std::move(response);
    received_ += sent.response.size();
    if (Result<void> accepted = accept(sent); !accepted) {
      fail(sent.call, sent.chunk, std::move(accepted).error());
    }
  } else {
    fail(sent.call, sent.chunk, std::move(response).error());
  }
  if (--states_[sent.call].open == 0 && !error_) settle(sent.call);
}

Result<void> Execution::accept(const Sent& sent) {
  const Call& call = plan_.calls[sent.call];
  if (call.table) return rows_of_[sent.call]->take(sent.chunk, sent.response, *call.selection);
  const Result<proto::Record*> record = proto::index(sent.response, *call.selection, arena_);
  if (!record) return record.error();
  scope_.frames[call.frame] = message_of(sent.call, sent.response, *record);
  return {};
}

void Execution::fail(CallId id, std::uint32_t chunk, Error error) {
  const Call& call = plan_.calls[id];
  if (!survives(id, chunk, error)) return;
  const Result<Value> value = stand_in(id);
  if (!value) return end(value.error());
  if (call.table) return rows_of_[id]->substitute(chunk, *value);
  states_[id].missing = value->null();
  scope_.frames[call.frame] = *value;
}

void Execution::fail_table(CallId id, Error error) {
  if (!survives(id, 0, error)) return;
  const Result<Value> value = stand_in(id);
  if (!value) return end(value.error());
  rows_of_[id]->substitute_all(*value);
  settle(id);
}

bool Execution::survives(CallId id, std::uint32_t chunk, Error& error) {
  CallState& state = states_[id];
  error.call = plan_.calls[id].name;
  if (plan_.calls[id].on_error.kind == OnError::Kind::fail) {
    end(std::move(error));
    return false;
  }
  // Of several failed chunks the first in the plan's order is told, whichever failed first.
  if (!state.failure || chunk < state.failed_chunk) {
    state.failed_chunk = chunk;
    state.failure = std::move(error);
  }
  return true;
}

Result<Value> Execution::stand_in(CallId id) {
  const Call& call = plan_.calls[id];
  if (call.on_error.kind == OnError::Kind::as_null) return missing_from(id);
  const proto::Selection& selection = call.table ? *call.table->row : *call.selection;
  Result<proto::Record*> record = proto::index(call.on_error.bytes, selection, arena_);
  if (!record) return blame(std::move(record).error(), id, plan_);
  return message_of(id, call.on_error.bytes, *record);
}

void Execution::end(Error error) { error_ = std::move(error); }

Result<Answer> Execution::finish() {
  if (error_) return *std::move(error_);
  Answer answer;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    if (!states_[i].failure) continue;
    answer.partials.push_back({static_cast<CallId>(i), *std::move(states_[i].failure)});
  }
  if (!plan_.shape) return answer;
  // A copied message is about as long in JSON; keys and quotes outweigh what a view leaves out.
  answer.body.reserve(256 + received_ + received_ / 2);
  if (const Result<void> written = write_shape(answer.body, *plan_.shape, scope_); !written) {
    return written.error();
  }
  if (plan_.object_root) append_errors(answer.body, plan_, answer.partials);
  return answer;
}

}  // namespace bff::plan
