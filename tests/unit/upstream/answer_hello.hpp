// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "support/scripted_server.hpp"

namespace bff::upstream {

// Answers every unary call with "hello".
inline void answer_hello(test::ScriptedServer::Connection& peer, const test::Frame& frame) {
  if (frame.ends_request()) peer.send(test::h2::grpc_answer(frame.stream, "hello"));
}

}  // namespace bff::upstream
