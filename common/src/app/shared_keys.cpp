// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>

#include "app/key_store.hpp"
#include "config/redis.hpp"
#include "runtime/load_redis.hpp"
#include "runtime/redis_api_keys.hpp"

namespace bff::app {
namespace {

using auth::ApiKey;
using upstream::RedisReply;

class SharedKeys final : public KeyStore {
 public:
  SharedKeys(const config::Redis& config, const upstream::RedisTerms& terms)
      : prefix_(config.prefix),
        place_(config.place),
        name_("Redis at " + terms.host + ":" + std::to_string(terms.port)),
        client_(upstream::make_redis_client(loop_, terms)) {}

  std::string name() const override { return name_; }

  std::optional<std::vector<ApiKey>> list(Diagnostics& out) override {
    const auto reply = ask(runtime::ask_api_keys(prefix_), out);
    if (!reply) return std::nullopt;
    auto shared = runtime::read_shared_api_keys(*reply);
    if (!shared) {
      refuse(shared.error(), out);
      return std::nullopt;
    }
    for (const auto& entry : shared->unusable) {
      out.add("BFF421", place_, "an entry of '" + prefix_ + "api-keys' is no key: " + entry,
              "no gateway takes it: 'keys revoke ID' removes it");
    }
    return std::move(shared->keys);
  }

  bool add(const ApiKey& key, Diagnostics& out) override {
    return ask(runtime::add_api_key(prefix_, key), out).has_value();
  }

  std::optional<bool> revoke(const std::string& id, Diagnostics& out) override {
    const auto reply = ask(runtime::revoke_api_key(prefix_, id), out);
    if (!reply) return std::nullopt;
    return reply->integer == 1;
  }

 private:
  // Runs until the answer has come.
  std::optional<RedisReply> ask(upstream::RedisCommand command, Diagnostics& out) {
    std::optional<Result<RedisReply>> answer;
    client_->send(std::move(command), [&](Result<RedisReply> reply) { answer = std::move(reply); });
    while (!answer) loop_.run_one();
    if (*answer) return **std::move(answer);
    refuse(answer->error(), out);
    return std::nullopt;
  }

  void refuse(const Error& error, Diagnostics& out) const {
    out.add("BFF420", place_, "the keys in Redis cannot be reached: " + error.internal,
            "it must run where 'redis.url' says, and take this gateway's name and password");
  }

  const std::string prefix_;
  const Place place_;
  const std::string name_;
  boost::asio::io_context loop_{1};
  const std::unique_ptr<upstream::RedisClient> client_;
};

}  // namespace

std::unique_ptr<KeyStore> make_shared_keys(const config::Redis& config,
                                           const config::Environment& environment,
                                           Diagnostics& out) {
  auto terms = runtime::load_redis(config, environment, out);
  if (!terms) return nullptr;
  terms->timeout = std::max(terms->timeout, runtime::kApiKeyPatience);
  return std::make_unique<SharedKeys>(config, *terms);
}

}  // namespace bff::app
