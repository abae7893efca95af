// SPDX-License-Identifier: Apache-2.0
#include "runtime/token_exchanges.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/runtime/scripted_http.hpp"

namespace bff::runtime {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class TokenExchangesTest : public testing::Test {
 protected:
  TokenExchangesTest() {
    parse_url("https://id.example/token", terms.url);
    terms.id = "orders";
    terms.client_id = "bff";
    terms.secret = "s e";
    terms.audience = "orders";
    terms.scopes = {"a", "b"};
  }
  void ask(const std::string& token) {
    exchanges.ask(std::make_shared<const ExchangeTerms>(terms), token,
                  [this](const Result<ServiceToken>& answer) {
                    told.push_back(answer ? *answer->bearer
                                          : std::to_string(answer.error().rpc_code) + " " +
                                                answer.error().internal);
                  });
  }
  void answer(const std::string& body, int status = 200) {
    answer(upstream::HttpAnswer{.status = status, .body = body});
  }
  void answer(Result<upstream::HttpAnswer> result) {
    ASSERT_FALSE(sent.empty()) << "nobody asks";
    const auto done = std::move(sent.front().done);
    sent.pop_front();
    done(std::move(result));
  }
  // What is told of an answer.
  std::string told_of(const std::string& body, int status) {
    told.clear();
    ask(std::to_string(++tokens));
    answer(body, status);
    return told.empty() ? "" : told[0];
  }

  std::deque<test::AskedHttp> sent;
  test::ScriptedHttp http{sent};
  TokenExchanges::Time now{1'720'000'000s};
  TokenExchanges exchanges{
      {.http = [this](const std::string&) -> upstream::HttpClient& { return http; },
       .now = [this] { return now; }}};
  ExchangeTerms terms;
  std::vector<std::string> told;
  int tokens = 0;
};

TEST_F(TokenExchangesTest, AskAsTheClient) {
  ask("tok");
  ASSERT_EQ(sent.size(), 1u);
  const auto& request = sent[0].request;
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url.text(), "https://id.example/token");
  EXPECT_EQ(request.body,
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&subject_token=tok"
            "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token"
            "&requested_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token"
            "&audience=orders&scope=a%20b");
  EXPECT_THAT(request.headers,
              testing::Contains(testing::Pair("authorization", "Basic YmZmOnMlMjBl")));
  answer(R"({"access_token":"new","token_type":"Bearer","expires_in":300})");
  EXPECT_THAT(told, ElementsAre("Bearer new"));
  terms.secret = "";
  ask("other");
  EXPECT_THAT(sent[0].request.body, HasSubstr("&client_id=bff"));
}

TEST_F(TokenExchangesTest, AskOnceForAllWhoWait) {
  for (int i = 0; i < 3; ++i) ask("tok");
  ask("another");
  EXPECT_EQ(sent.size(), 2u);
  EXPECT_THAT(told, IsEmpty());
  answer(R"({"access_token":"new","expires_in":300})");
  EXPECT_THAT(told, ElementsAre("Bearer new", "Bearer new", "Bearer new"));
}

TEST_F(TokenExchangesTest, KeepTokensUntilShortlyBeforeTheirEnd) {
  ask("tok");
  answer(R"({"access_token":"new","expires_in":300})");
  now += 269s;
  ask("tok");
  EXPECT_THAT(sent, IsEmpty());
  now += 2s;
  ask("tok");
  EXPECT_EQ(sent.size(), 1u) << "30 s before";
  answer(R"({"access_token":"newer","expires_in":10})");
  now += 9s;
  ask("tok");
  EXPECT_EQ(sent.size(), 1u) << "a fifth before, of a short one";
  answer(R"({"access_token":"newest"})");
  ask("tok");
  EXPECT_EQ(sent.size(), 1u) << "one that does not say for how long it holds";
  EXPECT_THAT(told, ElementsAre("Bearer new", "Bearer new", "Bearer newer", "Bearer newest"));
}

TEST_F(TokenExchangesTest, KeepNothingWhereThatIsWanted) {
  terms.cache = false;
  ask("tok");
  ask("tok");
  EXPECT_EQ(sent.size(), 1u) << "never twice at once";
  answer(R"({"access_token":"new","expires_in":300})");
  ask("tok");
  EXPECT_EQ(sent.size(), 1u);
}

TEST_F(TokenExchangesTest, TellWhoseFaultItIs) {
  EXPECT_THAT(told_of(R"({"error":"invalid_grant"})", 400), HasSubstr("7 token exchange: "));
  EXPECT_THAT(told_of(R"({"error":"invalid_request"})", 400), HasSubstr("7 token exchange: "));
  EXPECT_THAT(told_of(R"({"error":"invalid_client"})", 401), HasSubstr("13 token exchange: "));
  EXPECT_THAT(told_of(R"({"error":"invalid_target"})", 400), HasSubstr("invalid_target"));
  EXPECT_THAT(told_of("<html>", 503), HasSubstr("14 token exchange: "));
  EXPECT_THAT(told_of("<html>", 200), HasSubstr("13 token exchange: "));
  EXPECT_THAT(told_of(R"({"access_token":"a\nb"})", 200),
              AllOf(HasSubstr("13 token exchange: "), Not(HasSubstr("a\nb"))));
  told.clear();
  ask("last");
  answer(Error{.code = Errc::upstream_timeout, .internal = "no answer"});
  EXPECT_THAT(told, ElementsAre("4 token exchange: no answer"));
}

TEST_F(TokenExchangesTest, LeaveAProviderInTroubleAloneForAMoment) {
  ask("tok");
  answer("", 503);
  ask("tok");
  EXPECT_THAT(sent, IsEmpty());
  EXPECT_EQ(told.size(), 2u);
  now += 1s;
  ask("tok");
  EXPECT_EQ(sent.size(), 1u);
}

TEST_F(TokenExchangesTest, FindTheEndpointOfAnIssuer) {
  parse_url("https://id.example/.well-known/openid-configuration", terms.url);
  terms.issuer = "https://id.example";
  ask("a");
  ask("b");
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].request.url.text(), "https://id.example/.well-known/openid-configuration");
  answer(R"({"issuer":"https://id.example","token_endpoint":"https://id.example/t"})");
  ASSERT_EQ(sent.size(), 2u);
  EXPECT_EQ(sent[0].request.url.text(), "https://id.example/t");
  answer(R"({"access_token":"1","expires_in":9})");
  answer(R"({"access_token":"2","expires_in":9})");
  ask("c");
  EXPECT_EQ(sent[0].request.url.text(), "https://id.example/t") << "it is known";
  sent.clear();
  now += 1h;
  ask("d");
  EXPECT_EQ(sent[0].request.url.text(), terms.url.text()) << "it may have moved";
  answer("", 503);
  EXPECT_EQ(sent[0].request.url.text(), "https://id.example/t") << "what was good is used on";
}

TEST_F(TokenExchangesTest, AreSentToNobodyElse) {
  parse_url("https://id.example/.well-known/openid-configuration", terms.url);
  terms.issuer = "https://id.example";
  const auto why = [&](const std::string& description) { return told_of(description, 200); };
  EXPECT_THAT(why(R"({"issuer":"https://id.example","token_endpoint":"http://other.example/t"})"),
              HasSubstr("its 'token_endpoint' is not https"));
  EXPECT_THAT(why(R"({"issuer":"https://other.example","token_endpoint":"https://id.example/t"})"),
              HasSubstr("is that of 'https://other.example'"));
  EXPECT_THAT(why(R"({"issuer":"https://id.example"})"), HasSubstr("no text 'token_endpoint'"));
  EXPECT_THAT(sent, IsEmpty());
}

TEST_F(TokenExchangesTest, HaveABound) {
  for (std::size_t i = 0; i <= TokenExchanges::kMostOpen; ++i) ask(std::to_string(i));
  EXPECT_EQ(sent.size(), TokenExchanges::kMostOpen);
  EXPECT_THAT(told, ElementsAre("14 token exchange: too many are under way"));
}

}  // namespace
}  // namespace bff::runtime
