// SPDX-License-Identifier: Apache-2.0
#include "upstream/redis_pipeline.hpp"

#include <algorithm>
#include <utility>

namespace bff::upstream {
namespace {

// An error's text, without what it repeats of the command: that may be a password.
std::string cut(std::string text) {
  text.resize(std::min(text.find(", with args"), text.size()));
  return text;
}

// A server that is no longer the master, or not yet ready: by another connection there may be one.
bool is_of_no_use(std::string_view error) {
  return error.starts_with("READONLY") || error.starts_with("MASTERDOWN") ||
         error.starts_with("LOADING") || error.starts_with("NOAUTH");
}

}  // namespace

bool RedisPipeline::push(const RedisCommand& command, Time until, Done done) {
  if (waiting_.size() >= kMost || unsent_ > kMostBytes) return false;
  waiting_.push_back({.bytes = to_bytes(command), .until = until, .done = std::move(done)});
  unsent_ += waiting_.back().bytes.size();
  return true;
}

std::string RedisPipeline::take() {
  std::string bytes;
  bytes.reserve(unsent_);
  for (; sent_ < waiting_.size(); ++sent_) bytes += std::exchange(waiting_[sent_].bytes, {});
  unsent_ = 0;
  return bytes;
}

std::string RedisPipeline::read(std::string_view bytes) {
  reader_.feed(bytes);
  while (true) {
    auto reply = reader_.next();
    if (!reply) return reply.error().internal;
    if (!*reply) return "";
    if (sent_ == 0) return "Redis answers what nobody has asked";
    if ((*reply)->kind != RedisReply::Kind::error) {
      end_first(*std::move(*reply));
      continue;
    }
    const std::string why = "Redis says " + cut(std::move((*reply)->text));
    end_first(Error{.code = Errc::upstream_unavailable, .internal = why});
    if (is_of_no_use(std::string_view{why}.substr(11))) return why;
  }
}

RedisPipeline::Time RedisPipeline::next() const {
  return waiting_.empty() ? Time::max() : waiting_.front().until;
}

bool RedisPipeline::expire(Time now, const Error& error) {
  while (!waiting_.empty() && waiting_.front().until <= now) {
    if (sent_ > 0) return false;
    unsent_ -= waiting_.front().bytes.size();
    end_first(error);
  }
  return true;
}

void RedisPipeline::fail(const Error& error) {
  // Those that a handler pushes meanwhile are for the next connection.
  for (std::size_t left = waiting_.size(); left > 0 && !waiting_.empty(); --left) {
    unsent_ -= waiting_.front().bytes.size();
    end_first(error);
  }
  reader_ = RedisReader{};
}

void RedisPipeline::clear() {
  waiting_.clear();
  sent_ = unsent_ = 0;
}

void RedisPipeline::end_first(Result<RedisReply> result) {
  const Done done = std::move(waiting_.front().done);
  waiting_.pop_front();
  if (sent_ > 0) --sent_;
  done(std::move(result));
}

}  // namespace bff::upstream
