// SPDX-License-Identifier: Apache-2.0
#include "runtime/respond.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bff::runtime {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr AnswerContext kContext{.request_id = "01", .path = "/v1/home"};

TEST(Problem, SaysWhatTheClientMayKnowAndNothingElse) {
  const auto response = problem({.code = Errc::upstream_timeout,
                                 .detail = "",
                                 .internal = "10.0.0.1 hangs",
                                 .call = "orders"},
                                kContext);
  EXPECT_EQ(response.status, 504);
  EXPECT_EQ(
      response.body,
      R"({"type":"urn:bff:upstream-timeout","title":"An upstream service did not answer in time",)"
      R"("status":504,"instance":"/v1/home","call":"orders","request_id":"01"})");
  EXPECT_THAT(response.headers, HasSubstr("content-type: application/problem+json\r\n"));
  EXPECT_THAT(response.headers, HasSubstr("cache-control: no-store\r\n"));
}

TEST(Problem, NamesTheParameterAtFault) {
  const auto response = problem(
      {.code = Errc::invalid_parameter, .detail = "wants an int32", .parameter = "query.recent"},
      kContext);
  EXPECT_THAT(response.body, HasSubstr(R"("detail":"wants an int32")"));
  EXPECT_THAT(response.body, HasSubstr(R"("parameter":"query.recent")"));
}

TEST(Problem, HasItsOwnTitleAndNamesWhatWasWritten) {
  const auto response = problem({.code = Errc::declared_problem,
                                 .call = "order",
                                 .status = 402,
                                 .title = "The card was refused",
                                 .completed = {"reserve", "add[0]"}},
                                kContext);
  EXPECT_EQ(response.status, 402);
  EXPECT_EQ(response.body,
            R"({"type":"urn:bff:declared-problem","title":"The card was refused","status":402,)"
            R"("instance":"/v1/home","call":"order","completed":["reserve","add[0]"],)"
            R"("request_id":"01"})");
}

TEST(Problem, HasWhatTheServiceSaidOfIt) {
  const auto response = problem({.code = Errc::too_many_requests,
                                 .detail = "Slowly",
                                 .details = std::make_shared<const ErrorDetails>(ErrorDetails{
                                     .members = R"(,"reason":"BUSY")", .retry_after = 3})},
                                kContext);
  EXPECT_EQ(response.body,
            R"({"type":"urn:bff:too-many-requests","title":"Too many requests","status":429,)"
            R"("detail":"Slowly","instance":"/v1/home","reason":"BUSY","request_id":"01"})");
  EXPECT_THAT(response.headers, HasSubstr("\r\nretry-after: 3\r\n"));
  EXPECT_THAT(problem({.code = Errc::overloaded, .details = std::make_shared<const ErrorDetails>()},
                      kContext)
                  .headers,
              Not(HasSubstr("retry-after")));
}

TEST(Problem, ChallengesAsRfc6750Says) {
  EXPECT_THAT(problem({.code = Errc::unauthenticated}, kContext).headers,
              HasSubstr("www-authenticate: Bearer\r\n"));
  EXPECT_THAT(problem({.code = Errc::invalid_token}, kContext).headers,
              HasSubstr("www-authenticate: Bearer error=\"invalid_token\"\r\n"));
  EXPECT_THAT(problem({.code = Errc::insufficient_login, .challenge = ", max_age=\"60\""}, kContext)
                  .headers,
              HasSubstr("www-authenticate: Bearer error=\"insufficient_user_authentication\", "
                        "max_age=\"60\"\r\n"));
  EXPECT_THAT(problem({.code = Errc::insufficient_scope}, kContext).headers,
              HasSubstr("www-authenticate: Bearer error=\"insufficient_scope\"\r\n"));
  EXPECT_THAT(problem({.code = Errc::forbidden}, kContext).headers,
              Not(HasSubstr("www-authenticate")));
}

TEST(Problem, ChallengesAsRfc9449Says) {
  const auto challenges = [](Errc code, Challenge schemes) {
    auto context = kContext;
    context.challenge = schemes;
    return problem({.code = code}, context).headers;
  };
  const std::string algorithms = "algs=\"ES256 ES384 ES512 EdDSA PS256 RS256\"\r\n";
  const Challenge either{.bearer = true, .dpop = true}, dpop{.bearer = false, .dpop = true};
  EXPECT_THAT(challenges(Errc::unauthenticated, either),
              HasSubstr("www-authenticate: Bearer\r\nwww-authenticate: DPoP " + algorithms));
  EXPECT_THAT(challenges(Errc::unauthenticated, dpop), Not(HasSubstr("Bearer")));
  EXPECT_THAT(challenges(Errc::insufficient_scope, dpop),
              HasSubstr("www-authenticate: DPoP error=\"insufficient_scope\", " + algorithms));
  const auto refused = challenges(Errc::invalid_token, {.dpop = true, .proof_refused = true});
  EXPECT_THAT(refused, HasSubstr("www-authenticate: DPoP error=\"invalid_dpop_proof\", "));
  EXPECT_THAT(refused, Not(HasSubstr("Bearer")));
  EXPECT_THAT(challenges(Errc::not_found, either), Not(HasSubstr("www-authenticate")));
}

TEST(Problem, NamesTheMethodsOfThePath) {
  auto context = kContext;
  context.allow = "GET, HEAD";
  EXPECT_THAT(problem({.code = Errc::method_not_allowed}, context).headers,
              HasSubstr("allow: GET, HEAD\r\n"));
}

constexpr std::string_view kJson = "application/json";

TEST(Success, IsCachedOnlyWhereItIsWholeAndForEverybody) {
  plan::RoutePlan plan;
  plan.shape = std::make_unique<plan::Node>();
  plan.calls.push_back({.name = "orders"});
  plan.calls.push_back({.name = "products"});
  EXPECT_THAT(success({.body = "{}"}, plan, kContext, kJson).headers, Not(HasSubstr("no-store")));

  auto authenticated = kContext;
  authenticated.authenticated = true;
  EXPECT_THAT(success({.body = "{}"}, plan, authenticated, kJson).headers,
              HasSubstr("cache-control: no-store\r\n"));

  plan::Answer partial{.body = "{}"};
  partial.partials.push_back({.call = 0, .error = {}});
  partial.partials.push_back({.call = 1, .error = {}});
  const auto response = success(std::move(partial), plan, kContext, kJson);
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.headers, HasSubstr("bff-partial: orders, products\r\n"));
  EXPECT_THAT(response.headers, HasSubstr("cache-control: no-store\r\n"));
}

TEST(Success, WithoutAShapeHasNoContent) {
  const plan::RoutePlan plan;
  const auto response = success({.status = 204}, plan, kContext, "");
  EXPECT_EQ(response.status, 204);
  EXPECT_TRUE(response.no_content);
  EXPECT_THAT(response.headers, Not(HasSubstr("content-type:")));
}

TEST(Success, HasTheStatusHeadersAndCookiesOfItsRoute) {
  plan::RoutePlan plan;
  plan.deprecation = "@1767225600";
  plan.sunset = "Thu, 31 Dec 2026 23:59:59 GMT";
  const auto response = success({.status = 303,
                                 .headers = {{"location", "/v1/orders/7"}},
                                 .set_cookies = {"a=1; Path=/", "b=2"}},
                                plan, kContext, "");
  EXPECT_EQ(response.status, 303);
  EXPECT_FALSE(response.no_content);
  EXPECT_THAT(response.headers, HasSubstr("location: /v1/orders/7\r\n"));
  EXPECT_THAT(response.headers, HasSubstr("set-cookie: a=1; Path=/\r\nset-cookie: b=2\r\n"));
  EXPECT_THAT(response.headers, HasSubstr("deprecation: @1767225600\r\n"));
  EXPECT_THAT(response.headers, HasSubstr("sunset: Thu, 31 Dec 2026 23:59:59 GMT\r\n"));
  EXPECT_THAT(response.headers, HasSubstr("cache-control: no-store\r\n"));
}

}  // namespace
}  // namespace bff::runtime
