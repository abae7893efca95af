// SPDX-License-Identifier: Apache-2.0
// How sessions end: by their owner, by the identity provider, by an operator.
#include "auth/logout_token.hpp"
#include "runtime/session_keeper.hpp"

namespace bff::runtime {
namespace {

// Logout tokens are younger than that (OpenID Connect Back-Channel Logout §2.4 wants two minutes).
constexpr std::chrono::hours kNotices{1};

}  // namespace

void SessionKeeper::logout(const Held& held, const std::string& address, Done<std::string> done) {
  const std::string key = key_of(held->id);
  tell(SessionEvent::Kind::logout, *held, "", address);
  provider_.revoke(held->tokens.refresh_token);
  const auto ended = [this, key, done = std::move(done)](const Result<bool>& removed) {
    environment_.deliver(key, nullptr);
    if (!removed) return done(removed.error());
    // A provider that is away keeps nobody from logging out here.
    provider_.logout_url([this, done](Result<std::string> url) {
      done(url && !url->empty() ? *url : provider_.terms().after_logout);
    });
  };
  recent_.erase(key);
  if (!environment_.store) return ended(true);
  environment_.store->remove(key, ended);
}

void SessionKeeper::end_by_token(const std::string& token, Done<std::size_t> done) {
  environment_.verify(token, [this, token, done = std::move(done)](Result<auth::Verified> holds) {
    if (!holds) return done(holds.error());
    const auto notice = auth::read_logout_token(token, *holds);
    if (!notice) return done(notice.error());
    environment_.store->use_once(
        "logout:" + notice->id, kNotices, [this, notice = *notice, done](Result<bool> fresh) {
          if (!fresh) return done(fresh.error());
          if (!*fresh) {
            return done(Error{.code = Errc::invalid_token,
                              .internal = "the logout token has been used before"});
          }
          if (notice.session.empty()) {
            return environment_.store->find_owned(
                owner_of(notice.subject), [this, done](Result<SessionStore::Found> found) {
                  end_found(std::move(found), SessionEvent::Kind::logout, "provider", done);
                });
          }
          end_provided(notice.session, done);
        });
  });
}

void SessionKeeper::end_provided(const std::string& sid, Done<std::size_t> done) {
  environment_.store->find_provided(
      provided_by(sid), [this, done = std::move(done)](Result<SessionStore::Found> found) {
        end_found(std::move(found), SessionEvent::Kind::logout, "provider", done);
      });
}

void SessionKeeper::end_found(Result<SessionStore::Found> found, SessionEvent::Kind kind,
                              const std::string& reason, const Done<std::size_t>& done) {
  if (!found) return done(found.error());
  if (found->empty()) return done(0);
  struct Count {
    std::size_t left, ended = 0;
    std::optional<Error> failure;
  };
  const auto count = std::make_shared<Count>(Count{.left = found->size()});
  for (const auto& [key, text] : *found) {
    if (const Held held = opened(key, text)) {
      tell(kind, *held, reason);
      provider_.revoke(held->tokens.refresh_token);
    }
    environment_.deliver(key, nullptr);
    environment_.store->remove(key, [count, done](const Result<bool>& removed) {
      if (!removed) count->failure = removed.error();
      if (removed && *removed) ++count->ended;
      if (--count->left > 0) return;
      done(count->failure ? Result<std::size_t>{*count->failure} : count->ended);
    });
  }
}

void SessionKeeper::list(const std::string& subject, Done<std::vector<Held>> done) {
  environment_.store->find_owned(owner_of(subject),
                                 [this, done = std::move(done)](Result<SessionStore::Found> found) {
                                   if (!found) return done(found.error());
                                   std::vector<Held> all;
                                   for (const auto& [key, text] : *found) {
                                     if (auto held = opened(key, text))
                                       all.push_back(std::move(held));
                                   }
                                   done(std::move(all));
                                 });
}

void SessionKeeper::revoke(const std::string& key, Done<std::size_t> done) {
  environment_.store->find(key, [this, key,
                                 done = std::move(done)](Result<std::optional<std::string>> text) {
    if (!text) return done(text.error());
    if (!*text) return done(0);
    end_found(SessionStore::Found{{key, **text}}, SessionEvent::Kind::revoked, "operator", done);
  });
}

void SessionKeeper::revoke_all(const std::string& subject, Done<std::size_t> done) {
  environment_.store->find_owned(
      owner_of(subject), [this, done = std::move(done)](Result<SessionStore::Found> found) {
        end_found(std::move(found), SessionEvent::Kind::revoked, "operator", done);
      });
}

}  // namespace bff::runtime
