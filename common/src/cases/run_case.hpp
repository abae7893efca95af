// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "cases/case.hpp"
#include "cases/case_client.hpp"

namespace bff::cases {

// What came of a case.
struct Outcome {
  int status = 0;                                            // 0: no answer
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;
  std::vector<Asked> asked;       // every RPC, in order
  std::vector<Asked> unanswered;  // those that the case has no answer for: UNIMPLEMENTED
};

// Sends the case's request through the gateway's own request path, from the router to the finished
// answer, without a socket: the services are the case's. Routes of the snapshot must have counters.
Outcome run_case(const Case& one, const std::shared_ptr<const runtime::Snapshot>& snapshot);

}  // namespace bff::cases
