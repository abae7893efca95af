// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "contract/contract.hpp"
#include "plan/explain_fields.hpp"
#include "plan/plan.hpp"

namespace bff::plan {

// What a route does for one client, read off its compiled plan: told to people (explain_text), as
// a picture (explain_mermaid) and to programs. Pure data, which refers to nothing.

struct ExplainedTable {
  std::string keys;                  // "batch", "by_value", "response"
  std::string join;                  // what a key gives: "row", "group", "entry", "whole"
  std::string into;                  // batch: the request's field that takes the keys
  std::string key;                   // the rows' field that is compared; by_value: empty
  std::uint32_t max = 0, total = 0;  // response: 0, there is nothing to ask for
};

struct ExplainedCall {
  std::string name;
  std::string rpc;                  // "shop.v1.UserService/GetUser"
  std::string upstream;             // "users"; in-process: empty
  std::vector<std::string> inputs;  // that go into it: "$auth.sub", "$body"
  std::vector<CallId> reads;        // calls and tables whose answers go into it, keys included
  std::vector<CallId> after;        // of those that it waits for, the others
  std::vector<std::string> judged;  // requirements that must hold before it starts, by title
  std::vector<CallId> read_by;
  std::vector<std::string> shown;  // where the answer has it: "$.user"
  bool writes = false;
  std::vector<std::string> when;  // all must hold
  std::optional<ExplainedTable> table;
  std::optional<std::uint32_t> each;  // for_each: at most so many, one after the other
  std::uint64_t rpcs = 1;             // at most, retries not counted
  std::uint32_t attempts = 1;
  std::vector<std::string> retried;                           // "UNAVAILABLE"
  Duration timeout{0};                                        // 0: the route's deadline
  std::vector<std::pair<std::string, std::string>> on_error;  // by code, the last is "else"
};

struct ExplainedRequirement {
  std::vector<std::string> that;  // all must hold
  std::vector<CallId> reads;
  int status = 0;
  std::string title;
};

struct Explanation {
  std::string client, id, method, path, summary, file;
  contract::Auth auth;
  Duration deadline{0};
  std::vector<ExplainedCall> calls;         // by CallId
  std::vector<std::vector<CallId>> stages;  // those of one may start together
  std::vector<CallId> critical_path;        // the chain that may take longest
  Duration critical_time{0};                // the sum of its timeouts
  std::vector<ExplainedRequirement> requirements;
  std::vector<std::string> pruned;  // calls that are not made for this client
  int status = 200;
  std::vector<AnswerField> answer;
};

// `contract` holds this route; `upstreams` are the names by Call::upstream.
Explanation explain(const RoutePlan& plan, const contract::Contract& contract,
                    const std::vector<std::string>& upstreams);

// "200ms", as route files write it.
std::string duration_text(Duration duration);
// "public", "required: profile.read orders.read".
std::string auth_text(const contract::Auth& auth);

std::string explain_text(const Explanation& explanation);
// A flowchart of https://mermaid.js.org: a node for each call, an arrow to each that reads it.
std::string explain_mermaid(const Explanation& explanation);

}  // namespace bff::plan
