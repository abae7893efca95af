// SPDX-License-Identifier: Apache-2.0
#include "runtime/session_service.hpp"

#include <boost/asio/steady_timer.hpp>

#include "runtime/memory_session_store.hpp"
#include "runtime/redis_session_store.hpp"

namespace bff::runtime {
namespace {

// What must be the same for sessions to go on over a reload.
std::string identity_of(const SessionSetup& setup) {
  return setup.keys.id + '\n' + setup.config.client_id + '\n' +
         std::to_string(static_cast<int>(setup.config.store)) + '\n' +
         std::to_string(setup.config.capacity);
}

// ID tokens, and the logout tokens that are made like them: for this client, and for nothing else.
auth::IssuerRules rules_of(const SessionSetup& setup, std::shared_ptr<const auth::KeySlot> slot) {
  auth::IssuerRules rules{
      .issuer = setup.config.issuer,
      .audiences = {setup.config.client_id},
      .leeway = std::chrono::duration_cast<std::chrono::seconds>(setup.config.leeway),
      .algorithms = setup.keys.algorithms,
      .types = {"", "jwt", "logout+jwt"}};
  rules.source = setup.keys.id;
  rules.slot = std::move(slot);
  return rules;
}

}  // namespace

SessionService::SessionService(KeyService& keys)
    : guard_(boost::asio::make_work_guard(loop_)), keys_(loop_, keys) {}

SessionService::~SessionService() { stop(); }

void SessionService::start(Tell tell) {
  tell_ = std::move(tell);
  thread_ = std::thread{[this] { loop_.run(); }};
}

void SessionService::stop() {
  if (!thread_.joinable()) return;
  boost::asio::post(loop_, [this] {
    keeper_.reset();
    guard_.reset();
    loop_.stop();
  });
  thread_.join();
}

void SessionService::serve(std::shared_ptr<const SessionSetup> setup,
                           std::optional<SessionRedis> redis) {
  boost::asio::post(loop_, [this, setup = std::move(setup), redis = std::move(redis)] {
    if (!setup) {
      keeper_.reset();
      return;
    }
    verifier_ =
        std::make_unique<auth::Verifier>(std::vector{rules_of(*setup, keys_.slot(setup->keys.id))});
    const bool same = keeper_ && identity_of(keeper_->setup()) == identity_of(*setup) &&
                      (setup->config.store != config::Sessions::Store::redis || redis_ == redis);
    redis_ = redis;
    if (same) return keeper_->adjust(setup);
    keeper_ = make(setup, make_store(*setup));
  });
}

void SessionService::ask(Work work) {
  boost::asio::post(loop_, [this, work = std::move(work)] { work(keeper_.get()); });
}

std::unique_ptr<SessionStore> SessionService::make_store(const SessionSetup& setup) {
  if (setup.in_cookies()) return nullptr;
  if (setup.config.store == config::Sessions::Store::memory) {
    return std::make_unique<MemorySessionStore>(setup.config.capacity);
  }
  auto client = upstream::make_redis_client(loop_, redis_->terms, [this](const std::string& why) {
    tell_({.kind = why.empty() ? SessionEvent::Kind::store_back : SessionEvent::Kind::store_away,
           .reason = why});
  });
  return std::make_unique<RedisSessionStore>(std::move(client), redis_->prefix);
}

std::unique_ptr<SessionKeeper> SessionService::make(std::shared_ptr<const SessionSetup> setup,
                                                    std::unique_ptr<SessionStore> store) {
  const auto later = [this](std::chrono::milliseconds delay, std::function<void()> then) {
    const auto timer = std::make_shared<boost::asio::steady_timer>(loop_, delay);
    timer->async_wait([this, timer, keeper = keeper_.get(), then = std::move(then)](auto aborted) {
      if (!aborted && keeper_.get() == keeper) then();
    });
  };
  SessionKeeper::Environment environment{
      .store = std::move(store),
      .http = upstream::make_http_client(loop_, {.ca_file = setup->provider.ca_file}),
      .verify =
          [this](const std::string& token, const SessionKeeper::Done<auth::Verified>& done) {
            verify(token, done, false);
          },
      .now = std::chrono::system_clock::now,
      .later = later,
      .deliver =
          [this](const std::string& key, const SessionKeeper::Held& session) {
            for (const auto& deliver : workers_) deliver(key, session);
          },
      .tell = [this](SessionEvent event) { tell_(std::move(event)); }};
  return std::make_unique<SessionKeeper>(std::move(setup), std::move(environment));
}

void SessionService::verify(const std::string& token,
                            const SessionKeeper::Done<auth::Verified>& done, bool again) {
  const auth::IssuerRules* wanting = nullptr;
  auto verified = verifier_->verify_window(token, std::chrono::system_clock::now(), &wanting);
  if (verified || wanting == nullptr || again) return done(std::move(verified));
  const Error refused = verified.error();
  const auto on_keys = [this, token, done, keeper = keeper_.get()](KeyAnswer answer) {
    if (keeper_.get() != keeper) return;
    if (answer == KeyAnswer::settled) return verify(token, done, true);
    done(Error{.code = Errc::upstream_unavailable,
               .internal = "the keys of the identity provider cannot be fetched"});
  };
  if (!keys_.wait(wanting->source, on_keys)) done(refused);
}

}  // namespace bff::runtime
