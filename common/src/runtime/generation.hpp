// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "auth/verifier.hpp"
#include "runtime/snapshot.hpp"
#include "upstream/client.hpp"

namespace bff::runtime {

// A snapshot as one worker serves it: with the worker's own connections to the upstreams and the
// tokens that it has verified by the snapshot's keys. Requests under way keep theirs after a
// reload; it ends with the last of them.
struct Generation {
  std::shared_ptr<const Snapshot> snapshot;
  std::vector<std::shared_ptr<upstream::Client>> clients;  // by upstream index
  auth::TokenCache tokens;

  // Takes over from `previous` (may be null) the clients of upstreams that did not change, so
  // that a reload does not reconnect them.
  Generation(std::shared_ptr<const Snapshot> next, const Generation* previous,
             boost::asio::io_context& loop);
};

}  // namespace bff::runtime
