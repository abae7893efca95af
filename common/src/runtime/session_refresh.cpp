// SPDX-License-Identifier: Apache-2.0
// How sessions go on: one refresh at a time for each, whoever asks for it.
#include <algorithm>
#include <utility>

#include "runtime/session_keeper.hpp"

namespace bff::runtime {
namespace {

Error refresh_unavailable(std::string why) {
  static const auto details = std::make_shared<const ErrorDetails>(ErrorDetails{.retry_after = 5});
  return {.code = Errc::upstream_unavailable,
          .detail = "The session cannot be renewed now",
          .internal = std::move(why),
          .details = details};
}

// Times are kept in milliseconds, so that of the same one every other token is taken for newer.
bool is_newer(const auth::Session& one, const auth::Session& than) {
  const auto end = [](const auth::Session& session) {
    return std::chrono::floor<std::chrono::milliseconds>(session.access_until);
  };
  if (end(one) != end(than)) return end(one) > end(than);
  return one.tokens.access_token != than.tokens.access_token;
}

}  // namespace

bool SessionKeeper::serves_still(const auth::Session& session) const {
  return environment_.now() < session.access_until;
}

void SessionKeeper::find(const std::string& key, OnSession done) {
  environment_.store->find(
      key, [this, key, done = std::move(done)](Result<std::optional<std::string>> text) {
        if (!text) return done(text.error());
        const Held held = *text ? opened(key, **text) : nullptr;
        if (!held) return done(Held{});
        switch (auth::judge_session(*held, setup_->terms, environment_.now())) {
          case auth::SessionState::over:
            end(key);
            return done(Held{});
          case auth::SessionState::refresh:
            return refresh(held, done);
          case auth::SessionState::good:
          case auth::SessionState::stale:
            return done(held);
        }
      });
}

void SessionKeeper::refresh(const Held& held, OnSession done) {
  const std::string key = key_of(held->id);
  const auto now = environment_.now();
  std::erase_if(recent_, [&](const auto& one) { return one.second.until <= now; });
  if (const auto recent = recent_.find(key);
      recent != recent_.end() && recent->second.spent == held->tokens.refresh_token) {
    return done(recent->second.session);
  }
  if (now < down_until_) {
    return done(serves_still(*held) ? Result<Held>{held}
                                    : refresh_unavailable("the provider failed a moment ago"));
  }
  auto& waiting = refreshing_[key];
  waiting.push_back(std::move(done));
  if (waiting.size() > 1) return;
  if (environment_.store) return take_turn(key, held, now + kPatience);
  ask(key, held);
}

void SessionKeeper::take_turn(const std::string& key, const Held& held, Time give_up) {
  environment_.store->claim(key, holder_, kTurn, [=, this](Result<bool> won) {
    if (!won) return this->give_up(key, held, won.error());
    if (*won) return look_again(key, held, Time::max());
    // Another gateway has it in hand.
    environment_.later(kGlance, [=, this] { look_again(key, held, give_up); });
  });
}

// What the store has may be newer than what the refresh was asked for. `give_up`: max() with the
// claim in hand.
void SessionKeeper::look_again(const std::string& key, const Held& held, Time give_up) {
  environment_.store->find(key, [=, this](Result<std::optional<std::string>> text) {
    const bool claimed = give_up == Time::max();
    if (!text) {
      if (claimed) environment_.store->release(key, holder_);
      return this->give_up(key, held, text.error());
    }
    const Held now = *text ? opened(key, **text) : nullptr;
    if (!now || is_newer(*now, *held)) {
      if (claimed) environment_.store->release(key, holder_);
      environment_.deliver(key, now);
      return settle(key, now);
    }
    if (claimed) return ask(key, is_newer(*held, *now) ? held : now);
    if (environment_.now() >= give_up) {
      return this->give_up(key, held,
                           refresh_unavailable("another gateway's refresh does not end"));
    }
    take_turn(key, held, give_up);
  });
}

void SessionKeeper::ask(const std::string& key, const Held& held) {
  provider_.refresh(held->tokens.refresh_token, [=, this](Result<auth::TokenSet> tokens) {
    if (tokens) return take(key, held, *std::move(tokens));
    const Error& why = tokens.error();
    if (why.code != Errc::invalid_token) {
      down_until_ = environment_.now() + kPause;
      if (environment_.store) environment_.store->release(key, holder_);
      tell(SessionEvent::Kind::refresh_failed, *held, why.internal);
      return give_up(key, held, refresh_unavailable(why.internal));
    }
    // The grant has been taken back, or has been used by somebody else (RFC 9700 §4.14).
    tell(SessionEvent::Kind::refresh_failed, *held, why.internal);
    end(key);
    settle(key, Held{});
  });
}

void SessionKeeper::take(const std::string& key, const Held& before, auth::TokenSet tokens) {
  auto session = *before;
  tokens.id_token.clear();
  auth::take_tokens(session, std::move(tokens), environment_.now());
  const auto held = std::make_shared<const auth::Session>(std::move(session));
  tell(SessionEvent::Kind::refresh, *held, "");
  if (!environment_.store) {
    recent_[key] = {.spent = before->tokens.refresh_token,
                    .session = held,
                    .until = environment_.now() + kGrace};
    return settle(key, Held{held});
  }
  write(key, held, kWrites);
}

// The provider may take the spent refresh token for a theft: the new one must not be lost because
// the store is away for a moment.
void SessionKeeper::write(const std::string& key, const Held& held, int left) {
  environment_.store->replace(stored(*held), [=, this](Result<bool> kept) {
    if (!kept && left > 0) {
      environment_.deliver(key, held);
      settle(key, Held{held});
      return environment_.later(kWriteAgain, [=, this] { write(key, held, left - 1); });
    }
    environment_.store->release(key, holder_);
    const bool ended = kept && !*kept;  // meanwhile, by somebody else
    if (ended) provider_.revoke(held->tokens.refresh_token);
    environment_.deliver(key, ended ? nullptr : held);
    settle(key, ended ? Held{} : held);
  });
}

void SessionKeeper::give_up(const std::string& key, const Held& held, const Error& why) {
  settle(key, serves_still(*held) ? Result<Held>{held} : Result<Held>{why});
}

void SessionKeeper::end(const std::string& key) {
  environment_.deliver(key, nullptr);
  if (!environment_.store) return;
  environment_.store->release(key, holder_);
  environment_.store->remove(key, [](const Result<bool>&) {});
}

void SessionKeeper::settle(const std::string& key, const Result<Held>& result) {
  const auto waiting = refreshing_.extract(key);
  if (waiting.empty()) return;
  for (const auto& done : waiting.mapped()) done(result);
}

// By the store's newest, under a claim: an old copy must not take the place of new tokens.
void SessionKeeper::touch(const Held& held) {
  if (!environment_.store) return;
  const std::string key = key_of(held->id);
  environment_.store->claim(key, holder_, kTurn, [=, this](Result<bool> won) {
    if (!won || !*won) return;  // who has it in hand writes it anew
    environment_.store->find(key, [=, this](Result<std::optional<std::string>> text) {
      const Held found = text && *text ? opened(key, **text) : nullptr;
      if (!found) return environment_.store->release(key, holder_);
      auto session = *found;
      session.seen = std::max(session.seen, held->seen);
      const auto touched = std::make_shared<const auth::Session>(std::move(session));
      environment_.store->replace(stored(*touched), [=, this](Result<bool> kept) {
        environment_.store->release(key, holder_);
        if (kept) environment_.deliver(key, *kept ? touched : nullptr);
      });
    });
  });
}

}  // namespace bff::runtime
