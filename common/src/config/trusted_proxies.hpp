// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "base/network.hpp"

namespace bff::config {

// Who may say whom a request came from: `trusted_proxies` and `forwarded`.
struct TrustedProxies {
  enum class Header { x_forwarded_for, forwarded };

  std::vector<Network> networks;
  Header header = Header::x_forwarded_for;  // the one that is believed

  bool trusts(const IpAddress& address) const noexcept {
    for (const Network& network : networks) {
      if (network.holds(address)) return true;
    }
    return false;
  }
};

}  // namespace bff::config
