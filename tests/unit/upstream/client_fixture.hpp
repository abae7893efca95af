// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "upstream/h2_client.hpp"
#include "upstream/status.hpp"

namespace bff::upstream {

// A client on a loop that the test turns until what it waits for has happened.
class ClientTest : public testing::Test {
 protected:
  // Only a failing test waits that long.
  static constexpr std::chrono::seconds kGuard{20};

  struct Call {
    std::optional<RpcOutcome> outcome;
    int answers = 0;
    RpcHandle handle;
    bool done() const { return outcome.has_value(); }
  };
  using Calls = std::vector<std::shared_ptr<Call>>;

  void make_client(std::vector<std::string> endpoints,
                   std::unique_ptr<Resolver> resolver = nullptr) {
    config.endpoints = std::move(endpoints);
    client =
        resolver ? make_h2_client(loop, config, std::move(resolver)) : make_h2_client(loop, config);
  }

  std::shared_ptr<Call> start(std::string_view method, std::string message = "",
                              std::chrono::nanoseconds timeout = kGuard,
                              MetadataView metadata = {}) {
    auto call = std::make_shared<Call>();
    call->handle = client->start({.method = method,
                                  .message = std::move(message),
                                  .deadline = Clock::now() + timeout,
                                  .metadata = metadata},
                                 [call](RpcOutcome outcome) {
                                   ++call->answers;
                                   call->outcome = std::move(outcome);
                                 });
    EXPECT_FALSE(call->done()) << "called within start()";
    return call;
  }

  template <class Predicate>
  [[nodiscard]] bool run_until(Predicate happened) {
    const auto guard = Clock::now() + kGuard;
    while (!happened()) {
      if (Clock::now() > guard) return false;
      // Short turns, for what happens on a server's threads wakes this loop up.
      loop.run_one_for(std::chrono::milliseconds{2});
    }
    return true;
  }

  [[nodiscard]] bool run_until_done(const Calls& calls) {
    return run_until([&] {
      return std::all_of(calls.begin(), calls.end(), [](const auto& call) { return call->done(); });
    });
  }

  // What is ready now, and no more.
  void settle() {
    while (loop.poll() > 0) {
    }
  }

  RpcOutcome call(std::string_view method, std::string message = "",
                  std::chrono::nanoseconds timeout = kGuard, MetadataView metadata = {}) {
    const auto started = start(method, std::move(message), timeout, metadata);
    EXPECT_TRUE(run_until_done({started}));
    EXPECT_EQ(started->answers, 1);
    return started->outcome.value_or(RpcOutcome{.code = -1});
  }

  boost::asio::io_context loop;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{
      loop.get_executor()};
  UpstreamConfig config{.name = "users"};
  std::unique_ptr<Client> client;
};

}  // namespace bff::upstream
