// SPDX-License-Identifier: Apache-2.0
#include "runtime/introspector.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/runtime/scripted_http.hpp"

namespace bff::runtime {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::StartsWith;

const std::string kActive = R"({"active":true,"aud":"shop","sub":"7"})";
const std::string kInactive = R"({"active":false})";
constexpr const char* kDescription =
    R"({"issuer":"https://id.example","introspection_endpoint":"https://id.example/ask"})";

class IntrospectorTest : public testing::Test {
 protected:
  IntrospectorTest() { make(false); }

  void make(bool discovery) {
    IntrospectionSource source{.id = "s",
                               .rules = {.issuer = "https://id.example", .audiences = {"shop"}},
                               .discovery = discovery,
                               .client_id = "gw way",
                               .client_secret = "s&cret"};
    parse_url(discovery ? "https://id.example/.well-known/openid-configuration"
                        : "https://id.example/introspect",
              source.url);
    asker = std::make_unique<Introspector>(
        source,
        Introspector::Environment{
            .http = std::make_unique<test::ScriptedHttp>(asked),
            .now = [this] { return now; },
            .date =
                [this] { return std::chrono::system_clock::time_point{now.time_since_epoch()}; }},
        [this](Introspector::Outcome outcome, const std::string& why) {
          const char* const words[] = {"active", "inactive", "failed: "};
          log.push_back(words[static_cast<int>(outcome)] + why);
        });
  }
  void ask(const std::string& token, auth::Asked what = auth::Asked::whole) {
    asker->ask({.source = "s", .digest = token_digest("s", token), .token = token, .asked = what},
               [this](const TokenAnswer& answer) {
                 answers.push_back(answer.verdict ? (*answer.verdict)->principal.subject
                                   : answer.verdict.error().code == Errc::invalid_token
                                       ? "bad"
                                       : "unavailable");
               });
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

  Introspector::Time now{1000h};
  std::deque<test::AskedHttp> asked;
  std::vector<std::string> log, answers;
  std::unique_ptr<Introspector> asker;
};

TEST_F(IntrospectorTest, ShowsItselfAndTheToken) {
  ask("a+b/c=");
  ASSERT_EQ(asked.size(), 1U);
  const auto& request = asked.front().request;
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url.text(), "https://id.example/introspect");
  EXPECT_EQ(request.body, "token=a%2Bb%2Fc%3D&token_type_hint=access_token");
  EXPECT_THAT(request.headers,
              AllOf(Contains(Pair("content-type", "application/x-www-form-urlencoded")),
                    Contains(Pair("accept", "application/json")),
                    // "gw%20way:s%26cret": each form-encoded first (RFC 6749 §2.3.1).
                    Contains(Pair("authorization", "Basic Z3clMjB3YXk6cyUyNmNyZXQ="))));
}

TEST_F(IntrospectorTest, AsksOnceForAllWhoWantToKnow) {
  for (int i = 0; i < 100; ++i) ask("t");
  EXPECT_EQ(asked.size(), 1U);
  EXPECT_THAT(answers, IsEmpty());
  answer(kActive);
  EXPECT_EQ(answers.size(), 100U);
  EXPECT_THAT(answers, testing::Each("7"));
  ask("other");
  EXPECT_EQ(asked.size(), 1U);
  EXPECT_THAT(log, ElementsAre("active"));
}

TEST_F(IntrospectorTest, AsksAgainWhenTheAnswerIsOld) {
  ask("t");
  answer(kActive);
  now += 29s;
  ask("t");
  EXPECT_THAT(asked, IsEmpty());
  now += 1s;
  ask("t");
  answer(kInactive);
  now += 4s;
  ask("t");
  EXPECT_THAT(asked, IsEmpty());
  now += 1s;
  ask("t");
  EXPECT_EQ(asked.size(), 1U);
  EXPECT_THAT(answers, ElementsAre("7", "7", "bad", "bad"));
}

TEST_F(IntrospectorTest, TellsThatNothingIsKnown) {
  ask("known");
  answer(kActive);
  for (const auto& [body, status] : std::initializer_list<std::pair<const char*, int>>{
           {"{}", 200}, {"", 200}, {R"({"active":true})", 401}, {"", 500}, {"", 302}}) {
    ask("t");
    answer(body, status);
  }
  ask("t");
  nobody_answers();
  ask("known");
  EXPECT_THAT(asked, IsEmpty()) << "what has been said counts until its time";
  EXPECT_THAT(answers, ElementsAre("7", "unavailable", "unavailable", "unavailable", "unavailable",
                                   "unavailable", "unavailable", "7"));
  EXPECT_EQ(log[3], "failed: https://id.example/introspect: status 401");
  EXPECT_EQ(log.back(), "failed: no connection");
  ask("t");
  answer(kActive);
  EXPECT_EQ(answers.back(), "7") << "a failure is not remembered";
}

TEST_F(IntrospectorTest, HasABoundedNumberOfQuestionsUnderWay) {
  for (std::size_t i = 0; i < Introspector::kMostUnderWay; ++i) ask(std::to_string(i));
  ask("one more");
  EXPECT_EQ(asked.size(), Introspector::kMostUnderWay);
  EXPECT_THAT(answers, ElementsAre("unavailable"));
  ask("0");
  answer(kActive);
  EXPECT_THAT(answers, ElementsAre("unavailable", "7", "7"));
  ask("one more");
  EXPECT_EQ(asked.size(), Introspector::kMostUnderWay);
}

TEST_F(IntrospectorTest, FindsTheEndpointByDiscovery) {
  make(true);
  ask("a");
  ask("b");
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked.front().request.method, "GET");
  answer(kDescription);
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_EQ(asked.front().request.url.text(), "https://id.example/ask");
  answer(kActive);
  answer("", 404);
  ask("c");
  EXPECT_EQ(asked.front().request.method, "GET") << "it may have moved";
  EXPECT_THAT(answers, ElementsAre("7", "unavailable"));
}

TEST_F(IntrospectorTest, AsksNobodyElse) {
  make(true);
  for (const auto& [document, why] : std::initializer_list<std::pair<const char*, const char*>>{
           {R"({"issuer":"https://evil.example","introspection_endpoint":"https://e.example/"})",
            "is that of 'https://evil.example'"},
           {R"({"issuer":"https://id.example"})", "has no text 'introspection_endpoint'"},
           {R"({"issuer":"https://id.example","introspection_endpoint":"http://id.example/"})",
            "is not https"},
           {R"({"issuer":"https://id.example","introspection_endpoint":"x"})",
            "is no http or https URL"},
           {"<html>", "is not to be read"}}) {
    ask("t");
    answer(document);
    EXPECT_THAT(asked, IsEmpty());
    EXPECT_EQ(answers.back(), "unavailable");
    EXPECT_THAT(log.back(), AllOf(StartsWith("failed: "), HasSubstr(why)));
  }
}

TEST_F(IntrospectorTest, AnswersWhoeverWaitsWhenItEnds) {
  ask("t");
  asker.reset();
  EXPECT_THAT(answers, ElementsAre("unavailable"));
}

}  // namespace
}  // namespace bff::runtime
