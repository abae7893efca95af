// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bff/error.hpp"
#include "plan/answer_head.hpp"
#include "plan/arguments.hpp"
#include "plan/cell_list.hpp"
#include "plan/evaluate.hpp"
#include "plan/partial.hpp"
#include "plan/plan.hpp"
#include "plan/request_writer.hpp"
#include "plan/table.hpp"

namespace bff::plan {

// One RPC that may start now: a call, one chunk or key of a table, or one element of a call that is
// made for each. A call with Call::local is to be made in-process and completed like any other.
struct Rpc {
  std::uint16_t id;  // names it in complete(); dense from 0 in the order of handing out
  CallId call;
  std::uint32_t part;   // which chunk, key or element
  std::string request;  // protobuf, without gRPC's frame
  Fields metadata;
};

// The finished answer of a route: a body, or the error that ended the request.
struct Answer {
  int status = 200;
  std::string body;                      // JSON; empty when the plan has no shape
  std::vector<Partial> partials;         // in plan order; not empty: `Bff-Partial` and `_errors`
  Fields headers;                        // beside those that every answer has
  std::vector<std::string> set_cookies;  // values of Set-Cookie
};

// google.rpc.Code of a failed call: what the service said, or what the error itself comes nearest.
int rpc_code_of(const Error& error) noexcept;

// Runs a plan for one request: which RPCs may start, when it is finished, and the answer.
//
// Execution performs no I/O, reads no clock and starts no thread: the runtime asks ready() what
// to call and reports back with complete(). Every schedule of a route can so be tested by plain
// function calls, and the answer's bytes cannot depend on the order of arrival.
//
// Sequence of calls: ready (complete+ ready)* until done(), then finish() once.
// A call that is left unfinished when its deadline runs out is completed by the runtime with
// upstream_timeout, and so is each RPC that ready() hands out after that.
// Not thread-safe; it lives on the worker that accepted the request.
class Execution {
 public:
  // All must outlive this object; the arena must not be released before it is destroyed. `body` is
  // the request's, as protobuf, where the plan takes one.
  Execution(const RoutePlan& plan, std::span<const Argument> arguments,
            std::pmr::memory_resource& arena, std::string_view body = {});
  Execution(const Execution&) = delete;
  Execution& operator=(const Execution&) = delete;

  // RPCs whose needs are met and that were not handed out before, in plan order. Calls that need
  // no RPC (no keys, a missing input) are settled on the way, and requirements are judged as soon
  // as what they read is settled. Valid until the next call.
  // A `!` that does not hold in a request or on the way to a key ends the execution, and so does a
  // requirement.
  std::span<Rpc> ready();

  // Records the outcome of one RPC. An answer that is no valid protobuf of its type counts as
  // upstream_invalid. A failed required call ends the execution at once; which call is required may
  // depend on the error's rpc_code.
  // An outcome that comes after the end, or a second time, changes nothing.
  void complete(std::uint16_t rpc, Result<std::string> response);

  // True when every call is settled and every requirement judged, or the request has failed; RPCs
  // still open then are to be cancelled.
  bool done() const noexcept { return error_.has_value() || unsettled_ == 0; }

  // Precondition: done(). Writes the answer, or returns the error that ended the request, which
  // then names the calls that had written.
  Result<Answer> finish();

  // Of a plan whose answer is a stream: the RPC of StreamPlan::call is handed out when all else is
  // settled, and never completed. Then, once: status, headers and what is missing; no body.
  Result<Answer> stream_head();
  // Then of each of its messages: appends the JSON of the shape, and gives the id, if the plan has
  // one and it is not null. What is read of the message lies in `arena`, and is not used later.
  // Errors: those of finish().
  Result<std::optional<std::string>> stream_id(std::string_view message,
                                               std::pmr::memory_resource& arena);
  Result<void> stream_message(std::string& out, std::string_view message,
                              std::pmr::memory_resource& arena);

 private:
  struct CallState {
    enum class Phase : std::uint8_t { waiting, running, settled } phase = Phase::waiting;
    bool missing = false;            // not made, or failed `as_null`
    std::uint32_t open = 0;          // RPCs that were not completed yet
    std::uint32_t failed_chunk = 0;  // the one that `failure` is of
    bool answered = false;           // ended well by itself, not by a default
    std::optional<Error> failure;    // that the answer survives
  };
  // A call that is made once per element. All requests are made before the first is sent, so that
  // what is wrong with one of them shows before anything is written.
  struct Each {
    std::vector<Rpc> planned;
    std::size_t next = 0;  // the first that was not handed out
    CellList answers;
    std::vector<std::uint32_t> answered;  // elements that ended well by themselves
  };
  struct Sent {
    CallId call;
    std::uint32_t chunk;
    bool open;
    std::string response;  // its address is stable: records refer to its bytes
  };

  bool needs_met(const Call& call) const;
  bool reads_missing(const Call& call) const;
  void judge_requirements();
  bool may_send(std::size_t rpcs) const noexcept;
  // Start a call, each by its kind: execution_start.cpp.
  void start(CallId id);
  void start_table(CallId id);
  void start_chunks(CallId id);
  void start_keys(CallId id);
  void start_each(CallId id);
  // Makes one RPC of what is in scope now. False when there is none to send: the request reads what
  // is missing, or the execution has ended.
  bool make(CallId id, std::uint32_t part, Rpc& rpc);
  Result<Request> copy_request(std::string& out, const Expression& whole) const;
  void hand_out(Rpc rpc);
  void settle(CallId id);
  void settle_missing(CallId id);
  void settle_each(CallId id, Each& each);
  // Whether the RPC ended well by itself.
  bool accept(const Sent& sent);
  // Apply the call's on_error: to one failed RPC, and to a call that asks for too much.
  void fail(CallId id, std::uint32_t part, Error error);
  void fail_all(CallId id, Error error);
  // Keeps the error for `_errors`, or ends the request with it: then null.
  const OnError* survive(CallId id, std::uint32_t part, Error error);
  // What a failed call, or each row of a failed chunk, is from now on.
  Result<Value> stand_in(CallId id, const OnError& action);
  std::vector<std::string> completed_writes() const;
  Result<void> write_head(Answer& answer);
  Result<Scope> scope_of(std::string_view message, std::pmr::memory_resource& arena) const;
  void end(Error error);

  const RoutePlan& plan_;
  std::pmr::memory_resource& arena_;
  Scope scope_;
  std::pmr::vector<CallState> states_;
  std::pmr::deque<TableRows> tables_;
  std::pmr::vector<TableRows*> rows_of_;  // by CallId; null where the call is no table
  std::map<CallId, Each> each_;
  std::vector<bool> judged_;    // by requirement
  std::pmr::deque<Sent> sent_;  // by RPC
  std::pmr::vector<Rpc> ready_;
  std::size_t promised_;      // RPCs sent, and those that calls will send: their ids must suffice
  std::size_t unsettled_;     // calls that are not settled and requirements that are not judged
  std::size_t received_ = 0;  // bytes of responses, from which the body's size is guessed
  std::optional<Error> error_;
};

}  // namespace bff::plan
