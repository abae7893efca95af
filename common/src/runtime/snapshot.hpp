// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "auth/verifier.hpp"
#include "base/diagnostics.hpp"
#include "bff/extensions.hpp"
#include "config/gateway.hpp"
#include "plan/plan.hpp"
#include "proto/schema.hpp"
#include "route/router.hpp"
#include "runtime/metrics.hpp"
#include "upstream/client.hpp"

namespace bff::runtime {

// A route as requests meet it: its plan and its counters.
struct ServedRoute {
  std::shared_ptr<const plan::RoutePlan> plan;
  RouteCounters* counters = nullptr;         // one block per worker
  std::vector<CallCounters*> call_counters;  // by CallId, one block per worker each
};

// Everything that serving needs, compiled from gateway.yaml and what it names. Immutable: a
// reload makes a new one, and each request keeps the one that it began with.
struct Snapshot {
  config::Gateway config;
  // Methods that run in-process; calls of plans point at them.
  std::vector<std::unique_ptr<plan::LocalMethod>> local;
  std::unique_ptr<const proto::Schema> schema;
  std::vector<ServedRoute> routes;  // by the router's route number
  route::Router router;
  RouteCounters* unmatched = nullptr;  // counters of requests that met no route
  std::vector<upstream::UpstreamConfig> upstreams;
  std::optional<auth::Verifier> verifier;
};

// Reads and checks gateway.yaml at `path`, its protos, routes and keys, and the methods of the
// services that it says are in-process. All problems of all files go to `out`; null when there was
// any. Its routes have no counters yet.
std::shared_ptr<Snapshot> load_snapshot(const std::string& path,
                                        const config::Environment& environment, Diagnostics& out,
                                        const Extensions& extensions = {});

// Gives the routes and calls of a snapshot their counters, before it is published.
void attach_counters(Snapshot& snapshot, Metrics& metrics);

}  // namespace bff::runtime
