// SPDX-License-Identifier: Apache-2.0
#include "runtime/api_key_service.hpp"

#include <algorithm>

#include <boost/asio/post.hpp>

namespace bff::runtime {

ApiKeyService::ApiKeyService() : guard_(boost::asio::make_work_guard(loop_)) {}

ApiKeyService::~ApiKeyService() { stop(); }

void ApiKeyService::start(Tell tell) {
  tell_ = std::move(tell);
  run_if_needed();
}

void ApiKeyService::run_if_needed() {
  if (!tell_ || !needed_ || thread_.joinable()) return;
  thread_ = std::thread{[this] { loop_.run(); }};
}

void ApiKeyService::stop() {
  if (!thread_.joinable()) return;
  boost::asio::post(loop_, [this] {
    watch_.reset();
    timer_.cancel();
    guard_.reset();
    loop_.stop();
  });
  thread_.join();
}

void ApiKeyService::serve(std::optional<ApiKeySource> source) {
  needed_ = needed_ || source;
  boost::asio::post(loop_, [this, source = std::move(source)] {
    if (source == source_) return;
    source_ = source;
    watch_.reset();
    timer_.cancel();
    if (!source_) return;
    watch(*source_);
    tick();
  });
  run_if_needed();
}

void ApiKeyService::watch(const ApiKeySource& source) {
  // How the last question went; what comes again and again is told once.
  const auto state = std::make_shared<std::optional<std::string>>();
  const auto count = std::make_shared<std::size_t>(0);
  ApiKeyWatch::Events events{
      .on_keys =
          [this, state, count](const ApiKeyWatch::Keys& keys) {
            for (const auto& deliver : workers_) deliver(keys);
            if (!keys) return tell_({.kind = ApiKeyEvent::Kind::too_old});
            *count = keys->size();
            state->reset();
          },
      .on_answer =
          [this, state, count](const std::string& why) {
            if (*state && (*state)->empty() == why.empty()) return;
            *state = why;
            tell_(why.empty() ? ApiKeyEvent{.kind = ApiKeyEvent::Kind::read, .keys = *count}
                              : ApiKeyEvent{.kind = ApiKeyEvent::Kind::unreachable, .why = why});
          },
      .on_unusable =
          [this](const std::vector<std::string>& entries) {
            for (const auto& entry : entries)
              tell_({.kind = ApiKeyEvent::Kind::unusable, .why = entry});
          }};
  auto terms = source.terms;
  terms.timeout = std::max(terms.timeout, kApiKeyPatience);
  watch_ = std::make_unique<ApiKeyWatch>(upstream::make_redis_client(loop_, std::move(terms)),
                                         source.prefix, source.keep, std::move(events));
}

void ApiKeyService::tick() {
  watch_->tick();
  timer_.expires_after(ApiKeyWatch::kLook);
  timer_.async_wait([this](boost::system::error_code aborted) {
    if (!aborted && watch_) tick();
  });
}

}  // namespace bff::runtime
