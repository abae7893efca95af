// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "auth/replay_guard.hpp"
#include "auth/token_signer.hpp"
#include "auth/verifier.hpp"
#include "base/diagnostics.hpp"
#include "bff/extensions.hpp"
#include "config/gateway.hpp"
#include "plan/plan.hpp"
#include "proto/schema.hpp"
#include "route/router.hpp"
#include "runtime/api_key_file.hpp"
#include "runtime/caller_terms.hpp"
#include "runtime/http1/request.hpp"
#include "runtime/introspector.hpp"
#include "runtime/issuer_keys.hpp"
#include "runtime/key_file.hpp"
#include "runtime/metrics.hpp"
#include "runtime/schema_source.hpp"
#include "runtime/session_setup.hpp"
#include "upstream/client.hpp"
#include "upstream/redis_client.hpp"

namespace bff::runtime {

// Where clients find the keys by which the gateway signs, if they are told them.
inline constexpr std::string_view kKeySetPath = "/.well-known/jwks.json";

// A route as requests meet it: its plan and its counters.
struct ServedRoute {
  std::shared_ptr<const plan::RoutePlan> plan;
  RouteCounters* counters = nullptr;         // one block per worker
  std::vector<CallCounters*> call_counters;  // by CallId, one block per worker each
};

struct Generation;

// Chooses by the request who serves it.
using ChooseGeneration = std::function<std::shared_ptr<Generation>(const http1::Request&)>;
// Makes the choice for one worker, given what would serve there otherwise.
using Stage =
    std::function<ChooseGeneration(std::shared_ptr<Generation>, boost::asio::io_context& loop)>;

// Everything that serving needs, compiled from gateway.yaml and what it names. Immutable: a
// reload makes a new one, and each request keeps the one that it began with.
struct Snapshot {
  config::Gateway config;
  // Methods that run in-process; calls of plans point at them.
  std::vector<std::unique_ptr<plan::LocalMethod>> local;
  std::unique_ptr<const proto::Schema> schema;
  std::optional<SchemaNotice> schema_notice;
  std::vector<ServedRoute> routes;  // by the router's route number
  route::Router router;
  route::Router sockets;               // where a handshake opens a WebSocket; same numbers
  bool uploads = false;                // some route takes its request's content as a stream
  RouteCounters* unmatched = nullptr;  // counters of requests that met no route
  std::vector<upstream::UpstreamConfig> upstreams;
  std::optional<auth::Verifier> verifier;
  KnownApiKeys api_keys;                           // null keys: none are kept
  std::vector<KeySource> key_sources;              // of issuers whose keys are fetched
  std::optional<upstream::RedisTerms> redis;       // how it is reached; nullopt: it is not used
  std::vector<KeyFile> key_files;                  // that keys came from, besides API keys
  std::vector<IntrospectionSource> introspection;  // of those that are asked about tokens
  // What services are told of who asks, by upstream; null: nothing. Empty: none of them is.
  std::vector<std::shared_ptr<const CallerTerms>> callers;
  std::shared_ptr<const auth::TokenSigner> signer;  // null: no tokens are made
  // Proofs that have been used, of all workers and of the snapshots before; null: nobody sends any.
  std::shared_ptr<auth::ReplayGuard> proofs;
  std::shared_ptr<SessionSetup> sessions;  // null: nobody logs in by browser
  std::set<std::string> known_routes;      // ids of all that the files have, for whichever client
  Stage stage;  // where something stands in for the services (`serve --mock`); else empty
};

// What load_snapshot() goes by besides the configuration.
struct LoadOptions {
  Extensions extensions;
  bool keys = true;  // false: there are no keys, so that no token but a made-up one holds
};

// Reads and checks gateway.yaml at `path`, its protos, routes and keys, and the methods of the
// services that it says are in-process. All problems of all files go to `out`; null when there was
// any. Its routes have no counters yet.
std::shared_ptr<Snapshot> load_snapshot(const std::string& path,
                                        const config::Environment& environment, Diagnostics& out,
                                        const LoadOptions& options = {});

// Gives the routes and calls of a snapshot their counters, before it is published.
void attach_counters(Snapshot& snapshot, Metrics& metrics);

}  // namespace bff::runtime
