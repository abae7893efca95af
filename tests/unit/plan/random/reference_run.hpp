// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bff/error.hpp"
#include "plan/route_file.hpp"
#include "unit/plan/random/services.hpp"
#include "unit/plan/random/view.hpp"
#include "unit/plan/random/world.hpp"

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

// "upstream-absent 502 c1"
std::string told(const Error& error);

struct Asked {
  const World& world;
  const plan::RouteFile& file;  // of one route
  const Services& services;
  std::map<std::string, std::string> query;
  // What the gateway asked of each table, in its parts' order: which keys share a request is its
  // own affair, what becomes of them is not.
  std::map<std::string, std::vector<std::string>> chunks;
};

// The methods' answers and the tables' keys, as a route file has them.
Answering answering(const World& world, const plan::CallSyntax& call);

// The answer by the book: docs/routes.md read aloud, over the route's syntax and protobuf's
// reflection. Nothing is compiled, selected or scheduled: a call is made when it is first read, and
// a table's keys are what a walk through the view looks up.
// Problems of the gateway's own making (a chunk with a foreign key) go to `faults`.
Expected by_the_book(const Asked& asked, std::vector<std::string>& faults);

}  // namespace bff::random_plans
