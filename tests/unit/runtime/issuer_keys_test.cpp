// SPDX-License-Identifier: Apache-2.0
#include "runtime/issuer_keys.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/runtime/scripted_http.hpp"

namespace bff::runtime {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kOne =
    R"({"keys":[{"kty":"OKP","crv":"Ed25519","kid":"a","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]})";
constexpr const char* kOther =
    R"({"keys":[{"kty":"OKP","crv":"Ed25519","kid":"b","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]})";

class IssuerKeysTest : public testing::Test {
 protected:
  IssuerKeysTest() { make(false); }

  void make(bool discovery) {
    KeySource source{.id = "s", .issuer = "https://id.example", .discovery = discovery};
    parse_url(discovery ? "https://id.example/.well-known/openid-configuration"
                        : "https://id.example/keys",
              source.url);
    source.algorithms = auth::kUsualAlgorithms;
    keys = std::make_unique<IssuerKeys>(
        source,
        IssuerKeys::Environment{.http = std::make_unique<test::ScriptedHttp>(asked),
                                .now = [this] { return now; },
                                .random = [] { return 0.5; }},
        IssuerKeys::Events{.on_keys = [this](const IssuerKeys::Keys& k) { changes.push_back(k); },
                           .on_fetched = [this](const std::string& why) { log.push_back(why); }});
  }

  // Time goes on, and what becomes due is done when it is due.
  void pass(std::chrono::milliseconds time) {
    const auto end = now + time;
    while (keys->next() <= end) {
      now = std::max(now, keys->next());
      keys->tick();
    }
    now = end;
  }
  void answer(Result<upstream::HttpAnswer> result) {
    ASSERT_FALSE(asked.empty()) << "nobody asks";
    const auto one = std::move(asked.front());
    asked.pop_front();
    one.done(std::move(result));
  }
  void answer(const std::string& body, int status = 200) {
    answer(upstream::HttpAnswer{.status = status, .body = body});
  }
  void nobody_answers() {
    answer(Error{.code = Errc::upstream_unavailable, .internal = "no connection"});
  }
  void ask() {
    keys->ask([this](KeyAnswer told) {
      answers.push_back(told == KeyAnswer::settled ? "settled" : "unsettled");
    });
  }
  // The first keys are there, and some time has passed.
  void settle() {
    pass(5s);
    answer(kOne);
    pass(60s);
    log.clear();
  }

  IssuerKeys::Time now{1000h};
  std::deque<test::AskedHttp> asked;
  std::vector<IssuerKeys::Keys> changes;
  std::vector<std::string> log, answers;
  std::unique_ptr<IssuerKeys> keys;
};

TEST_F(IssuerKeysTest, AreFetchedSoonAfterTheStart) {
  pass(2499ms);
  EXPECT_THAT(asked, IsEmpty()) << "at a random time, here in the middle";
  pass(1ms);
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked.front().request.url.text(), "https://id.example/keys");
  answer(kOne);
  EXPECT_EQ(changes.size(), 1u);
  EXPECT_EQ(keys->keys(), changes[0]);
  EXPECT_THAT(log, ElementsAre(""));
}

TEST_F(IssuerKeysTest, AreFetchedAtOnceForTheFirstToken) {
  ask();
  ask();
  EXPECT_EQ(asked.size(), 1u) << "one fetch at a time";
  EXPECT_THAT(answers, IsEmpty());
  answer(kOne);
  EXPECT_THAT(answers, ElementsAre("settled", "settled"));
}

TEST_F(IssuerKeysTest, AreRefreshed) {
  settle();
  pass(15min);
  ASSERT_EQ(asked.size(), 1u);
  answer(kOne);
  EXPECT_EQ(changes.size(), 1u) << "the same document gives the same keys";
  pass(15min);
  answer(kOther);
  EXPECT_EQ(changes.size(), 2u);
}

TEST_F(IssuerKeysTest, AreFetchedForATokenOnceInTenSeconds) {
  settle();
  for (int i = 0; i < 10'000; ++i) ask();
  ASSERT_EQ(asked.size(), 1u);
  answer(kOne);
  EXPECT_EQ(answers.size(), 10'000u);
  for (int i = 0; i < 10'000; ++i) ask();
  EXPECT_THAT(asked, IsEmpty());
  EXPECT_EQ(answers.size(), 20'000u) << "told at once: they are as new as may be";
  EXPECT_EQ(answers.back(), "settled");
  pass(9999ms);
  ask();
  EXPECT_THAT(asked, IsEmpty());
  pass(1ms);
  ask();
  EXPECT_EQ(asked.size(), 1u);
}

TEST_F(IssuerKeysTest, AreThereForATokenOfTheNextKey) {
  settle();
  ask();
  answer(kOther);
  EXPECT_EQ(changes.size(), 2u);
  EXPECT_THAT(answers, ElementsAre("settled"));
}

TEST_F(IssuerKeysTest, AreWaitedForAShortTimeOnly) {
  settle();
  ask();
  pass(1999ms);
  EXPECT_THAT(answers, IsEmpty());
  ask();
  pass(1ms);
  EXPECT_THAT(answers, ElementsAre("unsettled"));
  answer(kOther);
  EXPECT_THAT(answers, ElementsAre("unsettled", "settled"));
}

TEST_F(IssuerKeysTest, SurviveAnOutage) {
  settle();
  const auto kept = keys->keys();
  for (int minutes = 0; minutes < 5; ++minutes) {
    ask();
    if (!asked.empty()) nobody_answers();
    EXPECT_EQ(answers.back(), "unsettled") << "whether the token holds cannot be told";
    pass(1min);
    while (!asked.empty()) nobody_answers();
  }
  EXPECT_EQ(keys->keys(), kept);
  EXPECT_THAT(log, testing::Each("no connection"));
  pass(10min);
  answer(kOther);
  EXPECT_EQ(log.back(), "");
  EXPECT_NE(keys->keys(), kept);
}

TEST_F(IssuerKeysTest, AreAskedForLessAndLessWhileNobodyAnswers) {
  pass(2500ms);
  std::vector<int> pauses;
  for (int i = 0; i < 8; ++i) {
    nobody_answers();
    const auto before = now;
    pass(keys->next() - now > 0s ? std::chrono::ceil<std::chrono::milliseconds>(keys->next() - now)
                                 : 0ms);
    pauses.push_back(
        static_cast<int>(std::chrono::duration_cast<std::chrono::seconds>(now - before).count()));
  }
  EXPECT_THAT(pauses, ElementsAre(12, 25, 50, 100, 200, 375, 375, 375));
}

TEST_F(IssuerKeysTest, AreGivenUpAtLast) {
  settle();
  for (int i = 0; i < 24 * 12; ++i) {
    pass(5min);
    while (!asked.empty()) nobody_answers();
  }
  EXPECT_EQ(keys->keys(), nullptr) << "after a day without a fetch that succeeds";
  EXPECT_EQ(changes.back(), nullptr);
  ask();
  if (!asked.empty()) nobody_answers();
  EXPECT_THAT(answers, ElementsAre("unsettled"));
  pass(10min);
  answer(kOne);
  EXPECT_NE(keys->keys(), nullptr) << "the same document is read again";
}

TEST_F(IssuerKeysTest, AreReplacedByGoodOnesOnly) {
  settle();
  const auto kept = keys->keys();
  const std::pair<const char*, const char*> rows[] = {
      {R"({"keys":[]})", "no key that can verify"},
      {"", "the key set"},
      {"<html>", "the key set"},
      {R"({"keys":[{"kty":"oct","k":"AAAA"}]})", "is secret"},
      {R"({"keys":[{"kty":"AKP"}]})", "no key that can verify"},
      {R"({"error":"x"})", "no list 'keys'"}};
  for (const auto& [document, why] : rows) {
    pass(20min);
    answer(document);
    EXPECT_THAT(log.back(), HasSubstr(why));
    EXPECT_EQ(keys->keys(), kept) << document;
  }
  for (const int status : {204, 302, 404, 500}) {
    pass(20min);
    answer(kOther, status);
    EXPECT_EQ(log.back(), "https://id.example/keys: status " + std::to_string(status));
    EXPECT_EQ(keys->keys(), kept);
  }
}

TEST_F(IssuerKeysTest, AreFoundByDiscovery) {
  make(true);
  pass(5s);
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked.front().request.url.text(),
            "https://id.example/.well-known/openid-configuration");
  answer(R"({"issuer":"https://id.example","jwks_uri":"https://keys.example/set"})");
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked.front().request.url.text(), "https://keys.example/set");
  answer(kOne);
  EXPECT_NE(keys->keys(), nullptr);
}

TEST_F(IssuerKeysTest, AreNotTakenFromWhereTheyMayNotBe) {
  make(true);
  pass(5s);
  for (const auto& [document, why] : std::initializer_list<std::pair<const char*, const char*>>{
           {R"({"issuer":"https://evil.example","jwks_uri":"https://keys.example/"})",
            "is that of 'https://evil.example'"},
           {R"({"issuer":"https://id.example","jwks_uri":"http://keys.example/"})", "is not https"},
           {R"({"issuer":"https://id.example","jwks_uri":"http://127.0.0.1/"})", "is not https"},
           {R"({"issuer":"https://id.example","jwks_uri":"file:///etc/passwd"})",
            "is no http or https URL"}}) {
    answer(document);
    EXPECT_THAT(asked, IsEmpty());
    EXPECT_THAT(log.back(), HasSubstr(why));
    pass(20min);
  }
}

}  // namespace
}  // namespace bff::runtime
