// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "support/process.hpp"

namespace bff::test {

// The demo services as a process of their own, ready when constructed.
class DemoServices {
 public:
  // `services`: "users,orders,catalog" or fewer; `flags`: switches of demo-services; `address`:
  // where to listen, port 0 for any free port.
  explicit DemoServices(const std::string& services, std::vector<std::string> flags = {},
                        const std::string& address = "127.0.0.1:0");

  const std::string& address() const noexcept { return address_; }  // "127.0.0.1:41234"
  Process& process() noexcept { return process_; }

 private:
  Process process_;
  std::string address_;
};

}  // namespace bff::test
