// SPDX-License-Identifier: Apache-2.0
#include "runtime/api_key_watch.hpp"

namespace bff::runtime {

using upstream::RedisReply;

ApiKeyWatch::ApiKeyWatch(std::unique_ptr<upstream::RedisClient> client, std::string prefix,
                         std::chrono::milliseconds keep, Events events)
    : prefix_(std::move(prefix)),
      keep_(keep),
      events_(std::move(events)),
      good_until_(events_.now() + keep_),
      client_(std::move(client)) {}

void ApiKeyWatch::tick() {
  const auto now = events_.now();
  if (now >= good_until_ && !expired_) {
    expired_ = true;
    last_.reset();
    events_.on_keys(nullptr);
  }
  if (asking_) return;
  asking_ = true;
  client_->send(ask_last_change(prefix_),
                [this, now](const Result<RedisReply>& reply) { on_last_change(reply, now); });
}

void ApiKeyWatch::on_last_change(const Result<RedisReply>& reply, Clock::time_point asked) {
  if (!reply) return on_failure(reply.error());
  // Without any key there is no change, and no text.
  if (last_ && reply->text == *last_) {
    asking_ = false;
    good_until_ = asked + keep_;
    return events_.on_answer("");
  }
  client_->send(ask_api_keys(prefix_),
                [this, asked](const Result<RedisReply>& all) { on_all(all, asked); });
}

void ApiKeyWatch::on_all(const Result<RedisReply>& reply, Clock::time_point asked) {
  auto shared = reply ? read_shared_api_keys(*reply) : Result<SharedApiKeys>{reply.error()};
  if (!shared) return on_failure(shared.error());
  asking_ = expired_ = false;
  good_until_ = asked + keep_;
  last_ = std::move(shared->last);
  if (!shared->unusable.empty()) events_.on_unusable(shared->unusable);
  events_.on_keys(std::make_shared<const auth::ApiKeys>(std::move(shared->keys)));
  events_.on_answer("");
}

void ApiKeyWatch::on_failure(const Error& error) {
  asking_ = false;
  events_.on_answer(error.internal);
}

}  // namespace bff::runtime
