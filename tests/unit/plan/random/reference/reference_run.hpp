// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "unit/plan/random/reference/reading.hpp"

namespace bff::random_plans {

// What must come of a request.
struct Expected {
  // Not empty: the answer is a problem, and these are all that it may be: which of several
  // failures ends the request depends on which comes first.
  std::set<std::string> problems;
  std::string body;
  // Calls in the file's order, each with its failures: one of them is told.
  std::vector<std::pair<std::string, std::set<std::string>>> partial;
  std::map<std::string, std::multiset<std::string>> requests;  // of each call
};

// The answer by the book: docs/routes.md read aloud, over the route's syntax and protobuf's
// reflection. Nothing is compiled, selected or scheduled: a call is made when it is first read, and
// a table's keys are what a walk through the view looks up.
// Problems of the gateway's own making (a chunk with a foreign key) go to `faults`.
Expected by_the_book(const Asked& asked, std::vector<std::string>& faults);

}  // namespace bff::random_plans
