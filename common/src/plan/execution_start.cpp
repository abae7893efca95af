// SPDX-License-Identifier: Apache-2.0
// How an Execution starts a call: what it asks for, and whether it is made at all.
#include <limits>
#include <utility>

#include "plan/execution.hpp"
#include "plan/execution_values.hpp"
#include "plan/request_writer.hpp"

namespace bff::plan {
namespace {

constexpr std::size_t kMaxRpcs = std::numeric_limits<decltype(Rpc::id)>::max();

// The lists that feed a table are longer than its route allows. That is for the services to
// mend, not for the client: a 502 of the table's call.
Error too_many_keys(const Table& table) {
  Error error;
  error.code = Errc::upstream_invalid;
  error.detail = "more than " + std::to_string(table.total) + " distinct keys are looked up";
  return error;
}

Error too_many_rpcs() {
  Error error;
  error.code = Errc::upstream_invalid;
  error.detail = "the keys that are looked up need more than " + std::to_string(kMaxRpcs) + " RPCs";
  return error;
}

// A list of the client's is the client's fault.
Error too_many_elements(const Call::Each& each, CallId origin) {
  Error error;
  error.code = origin == kNoCall ? Errc::invalid_parameter : Errc::upstream_invalid;
  error.detail = "the list has more than " + std::to_string(each.max) + " elements";
  return error;
}

}  // namespace

bool Execution::may_send(std::size_t rpcs) const noexcept {
  return rpcs <= kMaxRpcs - promised_;  // promised_ has one for each call already
}

void Execution::start(CallId id) {
  const Call& call = plan_.calls[id];
  const bool collects = call.table && call.table->keys != Table::Keys::response;
  if (reads_missing(call)) return settle_missing(id);
  if (!call.when.empty() && !(collects && call.table->keys == Table::Keys::by_value)) {
    const Result<bool> held = hold(call.when, scope_);
    if (!held) return end(held.error());
    if (!*held) return settle_missing(id);
  }
  if (collects) return start_table(id);
  if (call.each) return start_each(id);
  Rpc rpc;
  if (!make(id, 0, rpc)) return error_ ? void() : settle_missing(id);
  states_[id].phase = CallState::Phase::running;
  hand_out(std::move(rpc));
}

bool Execution::make(CallId id, std::uint32_t part, Rpc& rpc) {
  const Call& call = plan_.calls[id];
  rpc.call = id;
  rpc.part = part;
  const Result<Request> made = call.whole_request
                                   ? copy_request(rpc.request, *call.whole_request)
                                   : write_request(rpc.request, call.request, scope_);
  if (!made) return end(made.error()), false;
  if (*made == Request::missing) return false;
  if (call.metadata.empty()) return true;
  Result<Fields> metadata = write_metadata(call.metadata, scope_);
  if (!metadata) return end(metadata.error()), false;
  rpc.metadata = *std::move(metadata);
  return true;
}

// A message that is absent is sent as an empty one.
Result<Request> Execution::copy_request(std::string& out, const Expression& whole) const {
  const Result<Value> value = evaluate(whole, scope_);
  if (!value) return value.error();
  if (value->kind == Value::Kind::missing) return Request::missing;
  if (!value->null()) out += value->cell.text();
  return Request::made;
}

void Execution::start_table(CallId id) {
  TableRows& rows = *rows_of_[id];
  const Table& table = *plan_.calls[id].table;
  const Result<bool> within = rows.collect(scope_);
  if (!within) return end(within.error());
  if (!*within) return fail_all(id, too_many_keys(table));
  const std::uint32_t chunks = rows.chunks();
  if (chunks == 0) return settle(id);
  if (!may_send(chunks - 1)) return fail_all(id, too_many_rpcs());
  promised_ += chunks - 1;
  return table.keys == Table::Keys::batch ? start_chunks(id) : start_keys(id);
}

void Execution::start_chunks(CallId id) {
  const Table& table = *plan_.calls[id].table;
  Rpc common;  // what each chunk's request has beside its keys
  if (!make(id, 0, common)) return error_ ? void() : settle_missing(id);
  states_[id].phase = CallState::Phase::running;
  for (std::uint32_t chunk = 0; chunk < rows_of_[id]->chunks(); ++chunk) {
    Rpc rpc = common;
    rpc.part = chunk;
    write_list(rpc.request, *table.into, rows_of_[id]->chunk(chunk), table.key->type);
    hand_out(std::move(rpc));
  }
}

// Each key is a call of its own: made, or not made and missing, by itself.
void Execution::start_keys(CallId id) {
  const Call& call = plan_.calls[id];
  TableRows& rows = *rows_of_[id];
  for (std::uint32_t number = 0; number < rows.chunks(); ++number) {
    const Result<Value> key = rows.key(number);
    if (!key) return end(blame(key.error(), id, plan_));
    scope_.frames[call.table->frame] = *key;
    const Result<bool> held = hold(call.when, scope_);
    if (!held) return end(held.error());
    Rpc rpc;
    if (!*held || !make(id, number, rpc)) {
      if (error_) return;
      continue;  // its row is missing, as all are at first
    }
    states_[id].phase = CallState::Phase::running;
    hand_out(std::move(rpc));
  }
  if (states_[id].open == 0) settle(id);
}

void Execution::start_each(CallId id) {
  static const Conditions kAlways;
  const Call::Each& each = *plan_.calls[id].each;
  const Result<Value> list = evaluate(each.list, scope_);
  if (!list) return end(list.error());
  if (list->kind == Value::Kind::missing) return settle_missing(id);
  const std::uint32_t count = list->null() ? 0 : list->slot->count;
  if (count > each.max) return fail_all(id, too_many_elements(each, list->origin));
  if (count > 1 && !may_send(count - 1)) return fail_all(id, too_many_rpcs());

  Each& run = each_.try_emplace(id, Each{{}, 0, CellList(arena_, count), {}}).first->second;
  if (count == 0) return settle_each(id, run);
  promised_ += count - 1;
  const Loop loop{each.list.type, each.frame,   each.selection, nullptr,
                  count,          std::nullopt, kAlways};
  const Result<bool> walked =
      for_each_element(loop, *list, scope_, [&](const Element&) -> Result<Visit> {
        Rpc& rpc = run.planned.emplace_back();
        const auto part = static_cast<std::uint32_t>(run.planned.size() - 1);
        return make(id, part, rpc) ? Visit::taken : Visit::stop;
      });
  if (!walked) return end(walked.error());
  if (error_) return;
  if (!*walked) return settle_missing(id);
  states_[id].phase = CallState::Phase::running;  // ready() hands them out, one after the other
}

}  // namespace bff::plan
