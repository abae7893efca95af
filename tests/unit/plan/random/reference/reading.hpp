// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "plan/route_file.hpp"
#include "unit/plan/random/reference/value.hpp"
#include "unit/plan/random/reference/view.hpp"
#include "unit/plan/random/services.hpp"
#include "unit/plan/random/world.hpp"

namespace bff::random_plans {

struct Asked {
  const World& world;
  const plan::RouteFile& file;  // of one route
  const Services& services;
  std::map<std::string, std::string> query;
  // What the gateway asked of each table, in its parts' order: which keys share a request is its
  // own affair, what becomes of them is not.
  std::map<std::string, std::vector<std::string>> chunks;
};

// What all parts of the reference have in common while they read a route for one request.
struct Reading {
  Reading(const Asked& asked, std::vector<std::string>& faults);
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

  const Asked& asked;
  const plan::RouteSyntax& route;
  const test::ReferencePool& pool;
  const test::reference::Route format;
  const Values values;
  const View view;
  std::vector<std::string>& faults;  // of the gateway's own making, and of the reference's
};

}  // namespace bff::random_plans
