// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

namespace bff::test {

// A request that must be refused with its connection closed, under the default limits.
struct RefusedRequest {
  std::string name;   // unique, in words that may be part of a test's name
  std::string rule;   // what it breaks; unique: rows differ in their rules, not in values
  std::string bytes;  // up to and including what breaks the rule, or the whole request
  int status;         // 400, 413, 414, 417, 431 or 501
  // The answer can only come once the client has closed its sending side.
  bool wants_end_of_input = false;
};

const std::vector<RefusedRequest>& refused_requests();

}  // namespace bff::test
