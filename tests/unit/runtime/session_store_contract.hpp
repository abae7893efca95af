// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "runtime/session_store.hpp"

// What every SessionStore does, whatever keeps its sessions. INSTANTIATE_TYPED_TEST_SUITE_P with a
// World, which has
//   static const char* missing();                    why it cannot be made here; or null
//   SessionStore& store();
//   void run_until(const std::function<bool()>&);    lets its handlers be called, and time pass
namespace bff::runtime::test {

using namespace std::chrono_literals;

// A store as plain functions. An error fails the test.
class StoreCalls {
 public:
  using RunUntil = std::function<void(const std::function<bool()>&)>;
  StoreCalls(SessionStore& store, RunUntil run_until)
      : store_(store), run_until_(std::move(run_until)) {}

  void add(const StoredSession& session) {
    await<void>([&](auto done) { store_.add(session, std::move(done)); });
  }
  // "" where there is none.
  std::string find(const std::string& key) {
    const auto found =
        await<std::optional<std::string>>([&](auto done) { store_.find(key, std::move(done)); });
    return found ? found->value_or("") : "";
  }
  bool replace(const StoredSession& session) {
    return is([&](auto done) { store_.replace(session, std::move(done)); });
  }
  bool remove(const std::string& key) {
    return is([&](auto done) { store_.remove(key, std::move(done)); });
  }
  std::map<std::string, std::string> owned(const std::string& owner) {
    return as_map([&](auto done) { store_.find_owned(owner, std::move(done)); });
  }
  std::map<std::string, std::string> provided(const std::string& provider) {
    return as_map([&](auto done) { store_.find_provided(provider, std::move(done)); });
  }
  bool claim(const std::string& key, const std::string& holder, std::chrono::milliseconds life) {
    return is([&](auto done) { store_.claim(key, holder, life, std::move(done)); });
  }
  void release(const std::string& key, const std::string& holder) { store_.release(key, holder); }
  bool use_once(const std::string& word, std::chrono::milliseconds life) {
    return is([&](auto done) { store_.use_once(word, life, std::move(done)); });
  }
  void until(const std::function<bool()>& holds) { run_until_(holds); }

 private:
  template <class T, class Begin>
  Result<T> await(const Begin& begin) {
    std::optional<Result<T>> result;
    begin(SessionStore::Done<T>{[&](Result<T> answer) {
      EXPECT_FALSE(result) << "told twice";
      result = std::move(answer);
    }});
    run_until_([&] { return result.has_value(); });
    if (!result) return Error{};
    EXPECT_TRUE(*result) << result->error().internal;
    return *std::move(result);
  }
  template <class Begin>
  bool is(const Begin& begin) {
    const auto answer = await<bool>(begin);
    return answer && *answer;
  }
  template <class Begin>
  std::map<std::string, std::string> as_map(const Begin& begin) {
    const auto found = await<SessionStore::Found>(begin);
    if (!found) return {};
    EXPECT_EQ((std::map<std::string, std::string>{found->begin(), found->end()}).size(),
              found->size());
    return {found->begin(), found->end()};
  }

  SessionStore& store_;
  RunUntil run_until_;
};

template <class World>
class SessionStoreContract : public testing::Test {
 protected:
  void SetUp() override {
    if (const char* const why = World::missing()) GTEST_SKIP() << why;
    world_.emplace();
    calls_.emplace(world_->store(),
                   [this](const std::function<bool()>& holds) { world_->run_until(holds); });
  }
  StoreCalls& store() { return *calls_; }

  static StoredSession session(const std::string& key, const std::string& text = "text",
                               std::chrono::milliseconds life = 1h) {
    return {.key = key, .owner = "anna", .provider = "sid-1", .text = text, .life = life};
  }

 private:
  std::optional<World> world_;
  std::optional<StoreCalls> calls_;
};

TYPED_TEST_SUITE_P(SessionStoreContract);

TYPED_TEST_P(SessionStoreContract, KeepsASessionUntilItIsRemoved) {
  auto& store = this->store();
  EXPECT_EQ(store.find("a"), "");
  const std::string text = std::string{"\0\r\n", 3} + std::string(100'000, 'x');
  store.add(this->session("a", text));
  store.add(this->session("b", "other"));
  EXPECT_EQ(store.find("a"), text);
  EXPECT_EQ(store.find("b"), "other");
  EXPECT_TRUE(store.remove("a"));
  EXPECT_EQ(store.find("a"), "");
  EXPECT_FALSE(store.remove("a"));
  EXPECT_EQ(store.find("b"), "other");
}

TYPED_TEST_P(SessionStoreContract, ReplacesOnlyWhatIsThere) {
  auto& store = this->store();
  EXPECT_FALSE(store.replace(this->session("a")));
  EXPECT_EQ(store.find("a"), "");
  store.add(this->session("a", "first"));
  EXPECT_TRUE(store.replace(this->session("a", "second")));
  EXPECT_EQ(store.find("a"), "second");
  store.remove("a");
  EXPECT_FALSE(store.replace(this->session("a", "third")));
  EXPECT_EQ(store.find("a"), "");
  EXPECT_TRUE(store.owned("anna").empty());
}

TYPED_TEST_P(SessionStoreContract, ForgetsASessionAtItsEnd) {
  auto& store = this->store();
  store.add(this->session("a", "text", 30ms));
  store.until([&] { return store.find("a").empty(); });
  EXPECT_FALSE(store.replace(this->session("a")));
  EXPECT_TRUE(store.owned("anna").empty());
  store.add(this->session("b", "text", 1h));
  EXPECT_TRUE(store.replace(this->session("b", "text", 30ms)));
  store.until([&] { return store.find("b").empty(); });
  store.add(this->session("c", "text", 0ms));
  store.until([&] { return store.find("c").empty(); });
}

TYPED_TEST_P(SessionStoreContract, FindsSessionsByWhoseTheyAre) {
  using testing::ElementsAre;
  using testing::IsEmpty;
  using testing::Pair;
  auto& store = this->store();
  store.add(this->session("a", "1"));
  store.add(this->session("b", "2"));
  store.add({.key = "c", .owner = "bert", .provider = "", .text = "3", .life = 1h});
  EXPECT_THAT(store.owned("anna"), ElementsAre(Pair("a", "1"), Pair("b", "2")));
  EXPECT_THAT(store.owned("bert"), ElementsAre(Pair("c", "3")));
  EXPECT_THAT(store.owned("carl"), IsEmpty());
  EXPECT_THAT(store.provided("sid-1"), ElementsAre(Pair("a", "1"), Pair("b", "2")));
  EXPECT_THAT(store.provided(""), IsEmpty());
  EXPECT_TRUE(store.replace(this->session("b", "4")));
  store.remove("a");
  EXPECT_THAT(store.owned("anna"), ElementsAre(Pair("b", "4")));
  EXPECT_THAT(store.provided("sid-1"), ElementsAre(Pair("b", "4")));
}

TYPED_TEST_P(SessionStoreContract, LetsOneHolderClaimASession) {
  auto& store = this->store();
  EXPECT_TRUE(store.claim("a", "first", 1h));
  EXPECT_FALSE(store.claim("a", "second", 1h));
  EXPECT_TRUE(store.claim("b", "second", 1h));
  store.release("a", "second");
  EXPECT_FALSE(store.claim("a", "second", 1h)) << "released by who does not have it";
  store.release("a", "first");
  EXPECT_TRUE(store.claim("a", "second", 1h));
}

TYPED_TEST_P(SessionStoreContract, EndsAClaimWithItsLife) {
  auto& store = this->store();
  EXPECT_TRUE(store.claim("a", "first", 30ms));
  store.until([&] { return store.claim("a", "second", 1h); });
  store.release("a", "first");
  EXPECT_FALSE(store.claim("a", "third", 1h)) << "released by who had it";
}

TYPED_TEST_P(SessionStoreContract, TakesAWordOnce) {
  auto& store = this->store();
  EXPECT_TRUE(store.use_once("word", 1h));
  EXPECT_FALSE(store.use_once("word", 1h));
  EXPECT_TRUE(store.use_once("another", 30ms));
  store.until([&] { return store.use_once("another", 1h); });
  EXPECT_FALSE(store.use_once("another", 1h));
}

REGISTER_TYPED_TEST_SUITE_P(SessionStoreContract, KeepsASessionUntilItIsRemoved,
                            ReplacesOnlyWhatIsThere, ForgetsASessionAtItsEnd,
                            FindsSessionsByWhoseTheyAre, LetsOneHolderClaimASession,
                            EndsAClaimWithItsLife, TakesAWordOnce);

}  // namespace bff::runtime::test
