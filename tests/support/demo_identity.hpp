// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "support/process.hpp"

namespace bff::test {

// The demo's identity provider as a process of its own on a free port, ready when constructed.
class DemoIdentity {
 public:
  // `clients`: each as JSON, or @FILE; `flags`: more switches of demo-identity.
  explicit DemoIdentity(const std::vector<std::string>& clients,
                        const std::vector<std::string>& flags = {});

  const std::string& issuer() const noexcept { return issuer_; }  // "http://127.0.0.1:41234"
  int port() const;
  Process& process() noexcept { return process_; }

 private:
  Process process_;
  std::string issuer_;
};

}  // namespace bff::test
