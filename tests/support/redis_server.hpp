// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "support/process.hpp"
#include "support/temp_folder.hpp"
#include "support/test_ca.hpp"

namespace bff::test {

// A Redis server as a process of its own, on a free port of loopback. Tests that want it are
// skipped where there is none.
class RedisServer {
 public:
  static bool is_installed();
  static constexpr const char* kMissing = "Debian's redis-tools is not installed";

  struct Setup {
    bool persistent = false;            // what it was told outlives kill()
    std::optional<TestCa::Server> tls;  // then it speaks nothing else
    std::string more;                   // lines of its configuration
  };
  RedisServer() : RedisServer(Setup{}) {}
  explicit RedisServer(Setup setup);

  std::uint16_t port() const noexcept { return port_; }

  void kill();        // without a chance to write anything down
  void start();       // again, at the same port
  void hold() const;  // it takes connections, and does not answer
  void go_on() const;

 private:
  bool try_start();

  TempFolder folder_;
  const Setup setup_;
  std::uint16_t port_ = 0;
  std::unique_ptr<Process> process_;
};

}  // namespace bff::test
