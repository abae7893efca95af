// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "runtime/api_key_watch.hpp"

namespace bff::runtime {

// Where the API keys are that gateways share.
struct ApiKeySource {
  upstream::RedisTerms terms;
  std::string prefix;
  std::chrono::milliseconds keep;

  bool operator==(const ApiKeySource&) const = default;
};

// What happened to them, for the log.
struct ApiKeyEvent {
  enum class Kind { read, unreachable, too_old, unusable } kind;
  std::size_t keys = 0;  // read: how many there are
  std::string why = {};  // unreachable, unusable
};

// Watches the API keys in Redis on a thread of its own, which is there from the first source on,
// and gives them to the workers.
//
// Sequence: (subscribe | serve)* start serve* stop.
class ApiKeyService {
 public:
  using Deliver = std::function<void(ApiKeyWatch::Keys keys)>;
  using Tell = std::function<void(const ApiKeyEvent&)>;

  ApiKeyService();
  ~ApiKeyService();  // stops
  ApiKeyService(const ApiKeyService&) = delete;
  ApiKeyService& operator=(const ApiKeyService&) = delete;

  // `deliver` and `tell` are called on the service's thread.
  void subscribe(Deliver deliver) { workers_.push_back(std::move(deliver)); }
  void start(Tell tell);
  void stop();

  // nullopt: no keys are in Redis. What is known stays with the workers until the new source has
  // told its own, at most for its `keep`.
  void serve(std::optional<ApiKeySource> source);

 private:
  void run_if_needed();
  void watch(const ApiKeySource& source);
  void tick();

  boost::asio::io_context loop_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
  boost::asio::steady_timer timer_{loop_};
  std::vector<Deliver> workers_;
  Tell tell_;
  bool needed_ = false;                 // of the caller's thread
  std::optional<ApiKeySource> source_;  // of the service's
  std::unique_ptr<ApiKeyWatch> watch_;  // there with the source
  std::thread thread_;
};

}  // namespace bff::runtime
