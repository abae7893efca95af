// SPDX-License-Identifier: Apache-2.0
#include "framing/websocket.hpp"

namespace bff::framing::websocket {

bool may_be_sent(std::uint16_t code) noexcept {
  if (code < 1000 || code >= 5000) return false;
  if (code >= 3000) return true;  // of libraries (registered), and of applications
  // 1004 has no meaning; 1005, 1006 and 1015 stand for what came without a frame.
  const bool local = code >= 1004 && code <= 1006;
  return !local && code <= 1014;
}

std::uint16_t close_code_of(int rpc_code) noexcept {
  if (rpc_code == 0) return close_code::kNormal;
  return static_cast<std::uint16_t>(close_code::kRpc + rpc_code);
}

}  // namespace bff::framing::websocket
