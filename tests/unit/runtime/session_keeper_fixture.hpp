// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <gtest/gtest.h>

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "runtime/memory_session_store.hpp"
#include "runtime/session_keeper.hpp"
#include "unit/runtime/scripted_http.hpp"

namespace bff::runtime {

// A store that several keepers share, and that can be away.
class SharedStore final : public SessionStore {
 public:
  struct State {
    explicit State(MemorySessionStore::Now now) : store(1'000, std::move(now)) {}
    MemorySessionStore store;
    bool away = false;
  };
  explicit SharedStore(std::shared_ptr<State> state) : state_(std::move(state)) {}

  void add(StoredSession session, Done<void> done) override {
    if (!lost(done)) state_->store.add(std::move(session), std::move(done));
  }
  void find(const std::string& key, Done<std::optional<std::string>> done) override {
    if (!lost(done)) state_->store.find(key, std::move(done));
  }
  void replace(StoredSession session, Done<bool> done) override {
    if (!lost(done)) state_->store.replace(std::move(session), std::move(done));
  }
  void remove(const std::string& key, Done<bool> done) override {
    if (!lost(done)) state_->store.remove(key, std::move(done));
  }
  void find_owned(const std::string& owner, Done<Found> done) override {
    if (!lost(done)) state_->store.find_owned(owner, std::move(done));
  }
  void find_provided(const std::string& provider, Done<Found> done) override {
    if (!lost(done)) state_->store.find_provided(provider, std::move(done));
  }
  void claim(const std::string& key, const std::string& holder, std::chrono::milliseconds life,
             Done<bool> done) override {
    if (!lost(done)) state_->store.claim(key, holder, life, std::move(done));
  }
  void release(const std::string& key, const std::string& holder) override {
    if (!state_->away) state_->store.release(key, holder);
  }
  void use_once(const std::string& word, std::chrono::milliseconds life, Done<bool> done) override {
    if (!lost(done)) state_->store.use_once(word, life, std::move(done));
  }

 private:
  template <class T>
  bool lost(const Done<T>& done) const {
    if (state_->away) done(Error{.code = Errc::upstream_unavailable, .internal = "away"});
    return state_->away;
  }
  std::shared_ptr<State> state_;
};

class SessionKeeperTest : public testing::Test {
 protected:
  using Held = SessionKeeper::Held;
  using Clock = std::chrono::system_clock;

  // One gateway: its keeper, and what it asked, told and delivered.
  struct Gateway {
    std::deque<test::AskedHttp> asked;
    std::vector<SessionEvent> events;
    std::map<std::string, Held> delivered;
    std::unique_ptr<SessionKeeper> keeper;
  };

  SessionKeeperTest() {
    auto terms = std::make_shared<SessionSetup>();
    terms->config.issuer = "https://id.example";
    terms->config.client_id = "web";
    terms->config.scope = "openid profile";
    terms->provider = {.issuer = "https://id.example",
                       .discovery = {},
                       .ca_file = {},
                       .client = {.client_id = "web",
                                  .redirect_uri = "https://app.example/auth/callback",
                                  .scope = "openid profile"},
                       .secret = "s3cret",
                       .after_logout = "https://app.example/"};
    EXPECT_EQ(
        parse_url("https://id.example/.well-known/openid-configuration", terms->provider.discovery),
        "");
    terms->box = std::make_shared<const auth::CookieBox>(std::vector{auth::CookieBox::Key{}});
    setup = terms;
  }

  std::unique_ptr<Gateway> make(bool with_store = true) {
    auto gateway = std::make_unique<Gateway>();
    Gateway* const it = gateway.get();
    SessionKeeper::Environment environment{
        .store = with_store ? std::make_unique<SharedStore>(store) : nullptr,
        .http = std::make_unique<test::ScriptedHttp>(it->asked),
        .verify = [this](const std::string& token,
                         const SessionKeeper::Done<auth::Verified>& done) { verify(token, done); },
        .now = [this] { return now; },
        .later = [this](
                     std::chrono::milliseconds delay,
                     std::function<void()> then) { timers.emplace(now + delay, std::move(then)); },
        .deliver = [it](const std::string& key,
                        const Held& session) { it->delivered[key] = session; },
        .tell = [it](SessionEvent event) { it->events.push_back(std::move(event)); }};
    it->keeper = std::make_unique<SessionKeeper>(setup, std::move(environment));
    return gateway;
  }

  // Claims in the place of a token: `verified` says what the next one holds.
  void verify(const std::string& token, const SessionKeeper::Done<auth::Verified>& done) {
    tokens.push_back(token);
    done(verified);
  }

  // Time goes on, and what becomes due is done when it is due.
  void pass(std::chrono::milliseconds time) {
    const auto end = now + time;
    while (!timers.empty() && timers.begin()->first <= end) {
      now = std::max(now, timers.begin()->first);
      const auto then = std::move(timers.begin()->second);
      timers.erase(timers.begin());
      then();
    }
    now = end;
  }

  // Answers what is asked first.
  static void answer(Gateway& gateway, int status, const std::string& body) {
    ASSERT_FALSE(gateway.asked.empty());
    auto asked = std::move(gateway.asked.front());
    gateway.asked.pop_front();
    asked.answer(status, body);
  }
  static void describe(Gateway& gateway, const std::string& more = "") {
    answer(gateway, 200,
           R"({"issuer":"https://id.example","authorization_endpoint":"https://id.example/auth",)"
           R"("token_endpoint":"https://id.example/token","jwks_uri":"https://id.example/keys",)"
           R"("revocation_endpoint":"https://id.example/revoke",)"
           R"("end_session_endpoint":"https://id.example/end")" +
               more + "}");
  }

  // Somebody logs in; the token endpoint says `granted`.
  Held log_in(Gateway& gateway,
              const std::string& granted =
                  R"({"access_token":"A1","refresh_token":"R1","id_token":"I","expires_in":300})") {
    const auto attempt = auth::begin_login("/", now);
    auth::Principal who{.issuer = "https://id.example", .subject = "ann"};
    who.claims = {{"sub", "ann"}, {"nonce", attempt.nonce}, {"sid", "S1"}, {"name", "Ann"}};
    verified = auth::Verified{.principal = who};
    Held session;
    gateway.keeper->login(attempt, "code", "192.0.2.1", [&](Result<Held> made) {
      ASSERT_TRUE(made) << made.error().internal;
      session = *made;
    });
    if (gateway.asked.front().request.method == "GET") describe(gateway);
    answer(gateway, 200, granted);
    return session;
  }

  // The result of a refresh, which may come later.
  using Outcome = std::shared_ptr<std::optional<Result<Held>>>;
  static Outcome refresh(Gateway& gateway, const Held& held) {
    auto outcome = std::make_shared<std::optional<Result<Held>>>();
    gateway.keeper->refresh(held, [outcome](Result<Held> result) { *outcome = std::move(result); });
    return outcome;
  }

  Clock::time_point now{std::chrono::seconds{1'800'000'000}};
  std::multimap<Clock::time_point, std::function<void()>> timers;
  std::shared_ptr<const SessionSetup> setup;
  std::shared_ptr<SharedStore::State> store = std::make_shared<SharedStore::State>(
      [this] { return MemorySessionStore::Clock::time_point{now.time_since_epoch()}; });
  Result<auth::Verified> verified = Error{};
  std::vector<std::string> tokens;  // that were to be verified
};

}  // namespace bff::runtime
