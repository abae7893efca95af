// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>

#include "demo/identity/provider.hpp"

namespace demo::identity {

// Serves the endpoints over HTTP, one request at a time.
class Server {
 public:
  // `provider` must outlive it. `log_calls`: a line on stderr for each request, without what is
  // secret in it.
  Server(Provider& provider, bool log_calls);
  ~Server();

  // The port, which is another where `port` is 0; 0: it cannot listen there.
  int bind(const std::string& host, int port);
  void start();  // in a thread of its own
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace demo::identity
