// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <cstdint>
#include <string>

#include "e2e/expose/eventually.hpp"
#include "support/served_routes.hpp"

namespace bff::test {

// The service of chat.proto, and what its calls do.
struct Chat {
  std::atomic<int> open{0};
  std::atomic<std::int64_t> written{0};
  std::atomic<bool> reads{true};  // false: Collect and Count wait behind the first message

  DynamicServer::Methods methods();
};

// The service exposed with `keys`, more lines of gateway.yaml, and WebSocket among its protocols.
ServedRoutes exposed_chat(const std::string& keys = "", const std::string& more = "");

}  // namespace bff::test
