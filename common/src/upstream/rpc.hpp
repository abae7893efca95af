// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <utility>

#include "upstream/client.hpp"
#include "upstream/deadline_queue.hpp"
#include "upstream/h2_stream.hpp"

namespace bff::upstream {

class H2Client;
class H2Connection;

// One RPC of an H2Client, from start() until its handler was called or it was cancelled. One
// allocation holds it all. It may outlive its end by the time that its stream needs to close.
class Rpc : public H2Stream, public DeadlineQueue::Entry, public std::enable_shared_from_this<Rpc> {
 public:
  enum class State : std::uint8_t {
    waiting,  // in the client's list, for a connection with room
    open,     // on `connection`
    failing,  // the outcome is known, and posted to the loop
    done,
  };

  Rpc(H2Client& owner, RpcRequest request, Client::Handler on_done, std::size_t max_message)
      : H2Stream(request.method, request.metadata, std::move(request.message), max_message),
        client(&owner),
        deadline(request.deadline),
        handler(std::move(on_done)) {}

  H2Client* client;  // alive until `done`
  Clock::time_point deadline;
  Client::Handler handler;
  H2Connection* connection = nullptr;  // while `open`
  State state = State::waiting;
  bool tried_again = false;

 protected:
  Rpc(H2Client& owner, const StreamRequest& request, std::size_t max_message)
      : H2Stream(request.method, request.metadata, max_message, Streaming{}),
        client(&owner),
        deadline(request.deadline) {}
};

}  // namespace bff::upstream
