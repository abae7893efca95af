// SPDX-License-Identifier: Apache-2.0
// Rules of calls: docs/routes.md, "Calls".
#include "unit/plan/random/reference/call_runs.hpp"

#include <utility>

#include "unit/plan/random/reference/call_syntax.hpp"

namespace bff::random_plans {

using namespace plan;

void CallRuns::ensure(const std::string& name) {
  State& state = states_[name];
  if (state.phase == State::Phase::fatal) throw Blocked{};
  if (state.phase == State::Phase::done) return;
  auto names = expressions_.bind_only({});
  try {
    make(*find_call(reading_.route, name), state);
    state.phase = State::Phase::done;
  } catch (const Fatal& fatal) {
    problems_.insert(told(fatal.error));
    state.phase = State::Phase::fatal;
  } catch (const Blocked&) {
    state.phase = State::Phase::fatal;
  }
  expressions_.bind_only(std::move(names));
  if (state.phase == State::Phase::fatal) throw Blocked{};
}

Value CallRuns::answer(const std::string& name) {
  ensure(name);
  return states_[name].value;
}

// A null key has a null row. A key that no row has is missing, or in a group a list of none, unless
// the table as a whole is missing.
Value CallRuns::row(const CallSyntax& call, const Value& key) {
  const std::string& name = call.name.value;
  ensure(name);
  const State& state = states_[name];
  const bool lists = call.group && !state.missing && !state.all_null;
  if (key.null()) {
    return lists && key.kind == Value::Kind::absent ? list_of({}, name) : null_of(key.kind, name);
  }
  if (const auto row = state.rows.find(values_.key(key)); row != state.rows.end()) {
    return row->second;
  }
  return lists ? list_of({}, name) : null_of(Value::Kind::missing, name);
}

// Not made: where its request reads what is missing, and where its `when` does not hold.
void CallRuns::make(const CallSyntax& call, State& state) {
  const std::string& name = call.name.value;
  if (reads_missing(call)) return set_missing(state, name);
  if (call.when && !call.for_each && !expressions_.holds(*call.when)) {
    return set_missing(state, name);
  }
  if (call.batch) return make_batch(call, state);
  if (call.for_each) return make_by_value(call, state);
  const auto request = requests_.request_of(call);
  if (request == nullptr) return set_missing(state, name);
  const Answered answer = exchange(call, *request, state);
  if (answer.message == nullptr) return set_missing(state, name);
  state.value = message_of(*answer.message, name);
  if (is_keyed(call)) join(call, *answer.message, state, nullptr);
}

bool CallRuns::reads_missing(const CallSyntax& call) {
  bool found = false;
  for (const std::string& one : requests_.needed_by(call)) {
    ensure(one);
    found = found || states_[one].missing;
  }
  return found;
}

void CallRuns::set_missing(State& state, const std::string& name) {
  state.missing = true;
  state.value = null_of(Value::Kind::missing, name);
}

}  // namespace bff::random_plans
