// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "auth/verifier.hpp"
#include "runtime/provider_client.hpp"
#include "runtime/session_setup.hpp"
#include "runtime/session_store.hpp"

namespace bff::runtime {

// What happened to somebody's login, for the audit log: never a token, a cookie or a session's id.
struct SessionEvent {
  enum class Kind {
    login,
    login_failed,
    refresh,
    refresh_failed,
    logout,
    revoked,
    store_away,  // cannot be asked
    store_back
  } kind;
  std::string issuer, subject;  // empty: not known
  std::string session;          // its key
  std::string address;          // of the client; empty: no request brought it about
  std::string reason;           // why it failed, or who ended it
};

// Sessions, from login to logout: the tokens they hold, renewed before they end, by one refresh at
// a time each; where they are kept; and how identity providers and operators end them.
//
// One thread; time and delays come in. What is asked is answered once, perhaps at once; not at all
// when this object ends before. A null session is one that has ended, or never was.
class SessionKeeper {
 public:
  using Time = auth::Session::Time;
  using Held = std::shared_ptr<const auth::Session>;
  template <class T>
  using Done = std::function<void(Result<T>)>;
  using OnSession = Done<Held>;

  struct Environment {
    std::unique_ptr<SessionStore> store;  // null: cookies hold the sessions
    std::unique_ptr<upstream::HttpClient> http;
    // Verifies a token of the provider by its keys, waiting for them.
    std::function<void(const std::string& token, Done<auth::Verified>)> verify;
    std::function<Time()> now;
    std::function<void(std::chrono::milliseconds, std::function<void()>)> later;
    // A session has become another, or null: has ended; for whoever remembers it.
    std::function<void(const std::string& key, const Held&)> deliver;
    std::function<void(SessionEvent)> tell;
  };

  // Of another gateway's refresh: how long its turn lasts, how often and for how long it is waited
  // for.
  static constexpr std::chrono::seconds kTurn{20}, kPatience{10};
  static constexpr std::chrono::milliseconds kGlance{50};
  // After a failure of the provider no session asks it.
  static constexpr std::chrono::seconds kPause{5};
  // Of tokens that a store could not take: how often it is tried again, and how soon.
  static constexpr int kWrites = 30;
  static constexpr std::chrono::seconds kWriteAgain{1};
  // For how long requests may bring a cookie from before a refresh.
  static constexpr std::chrono::seconds kGrace{60};

  SessionKeeper(std::shared_ptr<const SessionSetup> setup, Environment environment);
  // Other terms, keys and secrets for the same provider and store.
  void adjust(std::shared_ptr<const SessionSetup> setup);
  const SessionSetup& setup() const noexcept { return *setup_; }

  // What a store knows a session by.
  static std::string key_of(std::string_view id);

  // session_login.cpp. begin(): the URL where the browser is to go. login(): error login_failed
  // where the provider's answer does not hold, upstream_… where it cannot be asked.
  void begin(const auth::LoginAttempt& attempt, const auth::LoginWish& wish,
             Done<std::string> done);
  void login(const auth::LoginAttempt& attempt, const std::string& code, const std::string& address,
             OnSession done);
  bool provider_names_itself() const noexcept { return provider_.names_itself(); }

  // session_refresh.cpp. find(): as the store has it, refreshed where it is time. Errors:
  // upstream_unavailable, where the store cannot be asked, or a refresh is needed and cannot be
  // had.
  void find(const std::string& key, OnSession done);
  void refresh(const Held& held, OnSession done);
  // It was used: it lasts longer.
  void touch(const Held& held);

  // session_logout.cpp. logout(): the URL where the browser goes next, or "".
  void logout(const Held& held, const std::string& address, Done<std::string> done);
  // Ends a session that is over, or that another takes the place of.
  void end(const std::string& key);
  // Of a back-channel logout; how many sessions ended. Errors: invalid_token, upstream_….
  void end_by_token(const std::string& token, Done<std::size_t> done);
  // Of a front-channel logout: `sid` of the provider.
  void end_provided(const std::string& sid, Done<std::size_t> done);
  void list(const std::string& subject, Done<std::vector<Held>> done);
  void revoke(const std::string& key, Done<std::size_t> done);
  void revoke_all(const std::string& subject, Done<std::size_t> done);

 private:
  struct Recent {       // a refresh, for cookies from before it
    std::string spent;  // the refresh token
    Held session;
    Time until;
  };

  StoredSession stored(const auth::Session& session) const;
  Held opened(const std::string& key, const std::string& text) const;
  std::string owner_of(std::string_view subject) const;
  std::string provided_by(std::string_view sid) const;
  void tell(SessionEvent::Kind kind, const auth::Session& session, std::string reason,
            std::string address = "");

  void make(const auth::LoginAttempt& attempt, auth::TokenSet tokens, const std::string& address,
            const OnSession& done);
  void keep(auth::Session session, const std::string& address, const OnSession& done);

  void take_turn(const std::string& key, const Held& held, Time give_up);
  void look_again(const std::string& key, const Held& held, Time give_up);
  void ask(const std::string& key, const Held& held);
  void take(const std::string& key, const Held& before, auth::TokenSet tokens);
  void write(const std::string& key, const Held& held, int left);
  void give_up(const std::string& key, const Held& held, const Error& why);
  // To all who wait for this refresh.
  void settle(const std::string& key, const Result<Held>& result);
  bool serves_still(const auth::Session& session) const;

  void end_found(Result<SessionStore::Found> found, SessionEvent::Kind kind,
                 const std::string& reason, const Done<std::size_t>& done);

  std::shared_ptr<const SessionSetup> setup_;
  Environment environment_;
  ProviderClient provider_;
  std::string holder_;                                        // of claims: this process
  std::map<std::string, std::vector<OnSession>> refreshing_;  // by key; none is empty
  std::map<std::string, Recent> recent_;                      // by key; with cookies only
  Time down_until_{};
};

}  // namespace bff::runtime
