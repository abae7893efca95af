// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "auth/api_key.hpp"
#include "runtime/redis_api_keys.hpp"
#include "upstream/redis_client.hpp"

namespace bff::runtime {

// The API keys in Redis as a gateway knows them. It looks once in a while whether they have changed
// and reads them when they have: what requests bring costs Redis nothing, however many wrong keys
// are among it. While Redis is away the keys serve for `keep`; then nobody knows which are good.
//
// On the loop of one thread, whose timer calls tick(). Time comes in.
class ApiKeyWatch {
 public:
  using Clock = std::chrono::steady_clock;
  using Keys = std::shared_ptr<const auth::ApiKeys>;
  // How soon a key that is made is taken, and one that is revoked refused.
  static constexpr std::chrono::milliseconds kLook{1'000};

  struct Events {
    // null: it is not known any more which keys are good.
    std::function<void(Keys)> on_keys;
    // "" or why Redis did not tell them; told after each question.
    std::function<void(const std::string& why)> on_answer;
    // Entries that are no keys; the others serve.
    std::function<void(const std::vector<std::string>& entries)> on_unusable;
    std::function<Clock::time_point()> now = Clock::now;
  };

  // Until the first answer, keys that were good before go on for `keep`.
  ApiKeyWatch(std::unique_ptr<upstream::RedisClient> client, std::string prefix,
              std::chrono::milliseconds keep, Events events);

  // To be called every kLook.
  void tick();

 private:
  void on_last_change(const Result<upstream::RedisReply>& reply, Clock::time_point asked);
  void on_all(const Result<upstream::RedisReply>& reply, Clock::time_point asked);
  void on_failure(const Error& error);

  const std::string prefix_;
  const std::chrono::milliseconds keep_;
  const Events events_;
  std::optional<std::string> last_;  // the change that is known; nullopt: nothing is known yet
  Clock::time_point good_until_;
  bool asking_ = false, expired_ = false;
  const std::unique_ptr<upstream::RedisClient> client_;
};

}  // namespace bff::runtime
