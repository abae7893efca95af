// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "auth/verifier.hpp"
#include "runtime/respond.hpp"
#include "runtime/snapshot.hpp"
#include "runtime/worker_keys.hpp"
#include "upstream/client.hpp"

namespace bff::runtime {

// A snapshot as one worker serves it: with the worker's own connections to the upstreams and the
// tokens that it has verified by the snapshot's keys. Requests under way keep theirs after a
// reload; it ends with the last of them.
struct Generation {
  std::shared_ptr<const Snapshot> snapshot;
  std::vector<std::shared_ptr<upstream::Client>> clients;  // by upstream index
  // The snapshot's, with the places of the keys that this worker is given; absent: no issuers.
  std::optional<auth::Verifier> verifier;
  std::shared_ptr<const SessionSetup> sessions;  // the snapshot's, with the newest keys
  // Of its issuers: the one that is asked about tokens that are no JWT, or null; and whether any is
  // asked about JWTs.
  const auth::IssuerRules* opaque = nullptr;
  bool asks_about_jwts = false;
  Challenge challenge;  // the ways in which the issuers' tokens may come
  auth::TokenCache tokens;
  // The places of keys that files hold, by issuer.
  std::map<std::string, std::shared_ptr<auth::KeySlot>> file_keys;
  // What services are told of who asks, by upstream; null: nothing. Empty: none of them is.
  std::vector<std::unique_ptr<ToldCallers>> callers;
  bool exchanges = false;                           // some upstream's tokens are exchanged
  std::shared_ptr<const auth::TokenSigner> signer;  // of tokens for services; null: none are made
  // In tests of routes: who asks, whatever the request shows; else null.
  std::shared_ptr<const auth::Principal> caller;

  // Takes over from `previous` (may be null) the clients of upstreams that did not change, so
  // that a reload does not reconnect them.
  // `keys`: those that are fetched; null: none are.
  Generation(std::shared_ptr<const Snapshot> next, const Generation* previous,
             boost::asio::io_context& loop, WorkerKeys* keys = nullptr);
};

}  // namespace bff::runtime
