// SPDX-License-Identifier: Apache-2.0
// Rules of `on_error`: docs/routes.md, "Failures". Bytes that are no message are a failure too.
#include <google/protobuf/util/json_util.h>

#include <utility>

#include "unit/plan/random/reference/call_runs.hpp"
#include "unit/plan/random/reference/call_syntax.hpp"
#include "unit/plan/random/reference/literals.hpp"

namespace bff::random_plans {

namespace pb = google::protobuf;
using namespace plan;

namespace {

// google.rpc.Code, as far as these services fail with one.
constexpr std::pair<const char*, int> kCodes[] = {{"NOT_FOUND", 5}, {"UNAVAILABLE", 14}};

// By its code, else by `else`, which is also the action that has no codes.
const FailureSyntax& action_of(const CallSyntax& call, int code) {
  const FailureSyntax* action = &call.on_error.otherwise;
  for (const auto& [word, failure] : call.on_error.by_code) {
    for (const auto& [name, number] : kCodes) {
      if (word.value == name && number == code) action = &failure;
    }
  }
  return *action;
}

}  // namespace

CallRuns::Answered CallRuns::exchange(const CallSyntax& call, const pb::Message& request,
                                      State& state) {
  const std::string& name = call.name.value;
  const Answering how = answering(reading_.asked.world, call);
  asked_[name].insert(request.SerializeAsString());
  Result<std::string> answer = reading_.asked.services.answer(name, how, request);
  if (answer) {
    auto message = reading_.pool.parse(*reading_.pool.find(how.message), *answer);
    if (message != nullptr) return {keep(state, std::move(message)), false};
    answer = Error{.code = Errc::upstream_invalid, .rpc_code = 13};
  }
  return {survive(call, answer.error(), state), true};
}

const pb::Message* CallRuns::keep(State& state, std::unique_ptr<pb::Message> message) {
  state.messages.emplace_back(std::move(message));
  return state.messages.back().get();
}

// What `on_error` makes of a failure: a row or a response, or null.
const pb::Message* CallRuns::survive(const CallSyntax& call, Error error, State& state) {
  error.call = call.name.value;
  const FailureSyntax& action = action_of(call, error.rpc_code);
  if (action.kind == FailureSyntax::Kind::fail) throw Fatal{error};
  if (action.kind == FailureSyntax::Kind::problem) {
    error.code = Errc::declared_problem;
    error.status = action.status;
    throw Fatal{error};
  }
  state.failures.insert(told(error));
  if (action.kind == FailureSyntax::Kind::as_null) return nullptr;
  // Of a batch the default is a row.
  const std::string type = call.batch ? "w.Row" : answering(reading_.asked.world, call).message;
  auto made = reading_.pool.parse(*reading_.pool.find(type), "");
  const auto status = pb::util::JsonStringToMessage(json_of(action.value), made.get());
  if (!status.ok()) {
    reading_.faults.push_back("the default is no message: " + status.ToString());
  }
  return keep(state, std::move(made));
}

}  // namespace bff::random_plans
