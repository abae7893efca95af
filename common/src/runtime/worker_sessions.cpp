// SPDX-License-Identifier: Apache-2.0
#include "runtime/worker_sessions.hpp"

#include "auth/digest.hpp"

namespace bff::runtime {
namespace {

constexpr std::size_t kIdSize = 43;  // of Session::id

}  // namespace

WorkerSessions::WorkerSessions(boost::asio::io_context& loop, SessionService& service)
    : loop_(loop), service_(service) {
  service_.subscribe([this](const std::string& key, const Held& session) {
    boost::asio::post(loop_, [this, key, session] {
      const auto known = known_.find(key);
      if (known == known_.end()) return;
      if (!session) return forget(key);
      known->second->session = session;
    });
  });
}

WorkerSessions::Held WorkerSessions::recall(const std::string& key, Time now) {
  const auto known = known_.find(key);
  if (known == known_.end()) return nullptr;
  if (now >= known->second->until) {
    forget(key);
    return nullptr;
  }
  order_.splice(order_.begin(), order_, known->second);
  return known->second->session;
}

void WorkerSessions::put(const std::string& key, const Held& session, Time until) {
  forget(key);
  order_.push_front({.key = key, .session = session, .until = until});
  known_.emplace(order_.front().key, order_.begin());
  if (known_.size() > kMost) forget(std::string{order_.back().key});
}

void WorkerSessions::forget(const std::string& key) {
  const auto known = known_.find(key);
  if (known == known_.end()) return;
  const auto at = known->second;
  known_.erase(known);
  order_.erase(at);
}

WorkerSessions::Time WorkerSessions::trusted(const SessionSetup& setup, Time now) const {
  return setup.config.store == config::Sessions::Store::redis ? now + kTrust : Time::max();
}

void WorkerSessions::remember(const SessionSetup& setup, const Held& session) {
  if (setup.in_cookies()) return;
  put(SessionKeeper::key_of(session->id), session,
      trusted(setup, std::chrono::system_clock::now()));
}

void WorkerSessions::tell(std::function<void(SessionKeeper&)> work) {
  service_.ask([work = std::move(work)](SessionKeeper* keeper) {
    if (keeper != nullptr) work(*keeper);
  });
}

std::optional<Result<WorkerSessions::Opened>> WorkerSessions::open(const SessionSetup& setup,
                                                                   const std::string& value,
                                                                   Time now, bool used,
                                                                   OnOpened later) {
  // What a key that is gone has sealed ends, remembered or not.
  if (box_ != setup.box) {
    known_.clear();
    order_.clear();
    box_ = setup.box;
  }
  const bool in_cookies = setup.in_cookies();
  if (!in_cookies && value.size() != kIdSize) return Opened{};
  const std::string key = in_cookies ? auth::sha256(value) : SessionKeeper::key_of(value);
  Held held = recall(key, now);
  if (!held && in_cookies) {
    const auto plain = setup.box->open(setup.cookie.name, value);
    auto read = plain ? auth::read_session(*plain) : std::nullopt;
    if (!read) return Opened{};
    held = std::make_shared<const auth::Session>(*std::move(read));
    put(key, held, Time::max());
  }
  if (!held) {
    const Time until = trusted(setup, now);
    ask<Held>([key](SessionKeeper& keeper, auto done) { keeper.find(key, std::move(done)); },
              [this, key, until, later = std::move(later)](Result<Held> found) {
                if (!found) return later(found.error());
                if (*found) put(key, *found, until);
                later(Opened{.session = *found});
              });
    return std::nullopt;
  }
  switch (auth::judge_session(*held, setup.terms, now)) {
    case auth::SessionState::over:
      forget(key);
      if (!in_cookies) tell([key](SessionKeeper& keeper) { keeper.end(key); });
      return Opened{};
    case auth::SessionState::refresh:
      ask<Held>(
          [held](SessionKeeper& keeper, auto done) { keeper.refresh(held, std::move(done)); },
          [held, in_cookies, later = std::move(later)](Result<Held> fresh) {
            if (!fresh) return later(fresh.error());
            later(Opened{.session = *fresh, .renewed = in_cookies && *fresh && *fresh != held});
          });
      return std::nullopt;
    case auth::SessionState::stale:
      if (used) {
        auto touched = *held;
        touched.seen = now;
        held = std::make_shared<const auth::Session>(std::move(touched));
        if (in_cookies) return Opened{.session = held, .renewed = true};
        put(key, held, trusted(setup, now));
        tell([held](SessionKeeper& keeper) { keeper.touch(held); });
      }
      break;
    case auth::SessionState::good:
      break;
  }
  return Opened{.session = std::move(held)};
}

}  // namespace bff::runtime
