// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/message.h>

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "unit/plan/random/reference/failures.hpp"
#include "unit/plan/random/reference/requests.hpp"
#include "unit/plan/random/reference/table_keys.hpp"

namespace bff::random_plans {

// Makes each call when it is first read, and keeps what became of it.
class CallRuns {
 public:
  CallRuns(const Reading& reading, Expressions& expressions, Requests& requests, TableKeys& keys)
      : reading_(reading),
        values_(reading.values),
        expressions_(expressions),
        requests_(requests),
        keys_(keys) {}

  // The call is made, or was; throws Blocked where its failure ends the request.
  void ensure(const std::string& name);
  Value answer(const std::string& name);
  Value row(const plan::CallSyntax& call, const Value& key);

  // Failures of a call that the answer survives.
  const std::set<std::string>& failures(const std::string& name) { return states_[name].failures; }
  const std::set<std::string>& problems() const { return problems_; }  // that end the request
  // What each call was asked.
  const std::map<std::string, std::multiset<std::string>>& asked() const { return asked_; }

 private:
  using Message = google::protobuf::Message;

  struct State {
    enum class Phase { fresh, done, fatal } phase = Phase::fresh;
    bool missing = false;  // not made, or an ordinary call that failed as_null
    Value value;           // of an ordinary call
    std::map<std::string, Value> rows;
    bool all_null = false;           // a table that failed as_null as a whole
    std::set<std::string> failures;  // that the answer survives
    std::vector<std::shared_ptr<Message>> messages;
  };
  // What a call, a chunk or a key was answered with. Failed and null: as_null.
  struct Answered {
    const Message* message;
    bool failed;
  };

  void make(const plan::CallSyntax& call, State& state);
  bool reads_missing(const plan::CallSyntax& call);
  static void set_missing(State& state, const std::string& name);

  // call_failures.cpp
  Answered exchange(const plan::CallSyntax& call, const Message& request, State& state);
  const Message* survive(const plan::CallSyntax& call, Error error, State& state);
  static const Message* keep(State& state, std::unique_ptr<Message> message);

  // table_runs.cpp
  void make_batch(const plan::CallSyntax& call, State& state);
  void make_by_value(const plan::CallSyntax& call, State& state);
  bool too_many(const plan::CallSyntax& call, const std::map<std::string, Value>& keys,
                std::uint32_t most, State& state);
  template <class Ask>
  Answered unless_fatal(bool& ended, Ask&& ask);
  std::vector<std::unique_ptr<Message>> chunks_of(const plan::CallSyntax& call,
                                                  const Message& common,
                                                  const std::map<std::string, Value>& keys) const;
  std::vector<std::unique_ptr<Message>> as_sent(const plan::CallSyntax& call, const Message& common,
                                                const std::vector<std::string>& sent,
                                                std::size_t keys) const;
  void join(const plan::CallSyntax& call, const Message& answer, State& state,
            const std::set<std::string>* wanted) const;
  static Value stand_in(const plan::CallSyntax& call, const Message* row);

  const Reading& reading_;
  const Values& values_;
  Expressions& expressions_;
  Requests& requests_;
  TableKeys& keys_;
  std::map<std::string, State> states_;
  std::set<std::string> problems_;
  std::map<std::string, std::multiset<std::string>> asked_;
};

}  // namespace bff::random_plans
