// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "bff/error.hpp"
#include "config/gateway.hpp"

namespace bff::app {

// The endpoint for operators, apart from the clients' listener: /healthz, /readyz, /metrics, all
// text/plain; /jwks.json; /sessions, of a subject. cpp-httplib on threads of its own, so that a
// blocked worker cannot hide.
class Admin {
 public:
  struct Sources {
    std::function<bool()> ready;
    std::function<std::string()> metrics;
    // As Supervisor has them.
    std::function<Result<std::string>(const std::string& subject)> sessions;
    std::function<Result<std::size_t>(const std::string& subject, const std::string& key)>
        end_sessions;
    std::function<std::optional<std::string>()> key_set;  // nothing: there is none
  };
  explicit Admin(Sources sources);
  ~Admin();  // stops

  // Binds and serves. Empty when it is serving, else the reason.
  std::string start(const config::Address& address);
  // "127.0.0.1:9901", with the real port where 0 was asked for.
  const std::string& address() const noexcept { return address_; }
  void stop();

 private:
  struct Server;
  std::unique_ptr<Server> server_;
  std::string address_;
};

}  // namespace bff::app
