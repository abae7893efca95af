// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "loopback.hpp"
#include "usual_requests.hpp"

namespace bff::runtime::http1 {

// A request that waits for the test, the client that has sent it, and what has come of its
// content. What the handlers touch belongs to the loop's thread.
struct OneRequest {
  explicit OneRequest(std::string_view request = kGet, ContentTerms terms = {.stream = true},
                      const ServerConfig& config = {});
  ~OneRequest();

  template <class F>
  void run(F f) {
    loopback.run([&] { f(*exchange); });
  }
  // Asks for the content and gathers it.
  void gather();
  // Each waits: that so much has been gathered, all of it, or that it has failed.
  bool has(std::string_view bytes);
  bool is_whole();
  std::optional<Errc> failure();

  Held held;
  std::string content;
  bool last = false;
  std::optional<Error> error;
  Loopback loopback;
  Client client;
  std::shared_ptr<Exchange> exchange;
};

}  // namespace bff::runtime::http1
