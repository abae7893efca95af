// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>

#include "upstream/grpc_response.hpp"
#include "upstream/incoming_messages.hpp"
#include "upstream/outgoing_messages.hpp"

namespace bff::upstream {

// What a streaming RPC has besides what every RPC has: its messages in both directions.
struct StreamFlow {
  explicit StreamFlow(std::size_t max_message) noexcept : in(max_message) {}

  OutgoingMessages out;
  IncomingMessages in;
  AnswerMetadata metadata;
  bool answered = false;  // some of the answer has come
  bool noted = false;     // in its session's list of news
};

}  // namespace bff::upstream
