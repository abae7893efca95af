// SPDX-License-Identifier: Apache-2.0
#include "unit/cases/cases_fixture.hpp"

namespace bff::cases {
namespace {

using testing::HasSubstr;

using ReadCases = CasesTest;

TEST_F(ReadCases, TakesAllThatACaseCanSay) {
  const auto one = this->one(R"(
  - name: all of it
    client: web
    request:
      http: GET /v1/users/u1?limit=2
      headers: { accept-language: de, x-number: 5 }
      claims: { sub: u9, scope: a b, age: 7 }
      body: { a: [1, "2", true, null] }
    calls:
      user: { user: { id: u1 } }
      friends:
        - request: { ids: [a] }
          answer: UNAVAILABLE
    expect:
      status: 200
      partial: [friends]
      headers: { content-type: application/json }
      body: { id: u1 }
      requests: { user: { user_id: u1 }, friends: [{ ids: [a] }] }
)");
  EXPECT_EQ(one.name, "all of it");
  EXPECT_EQ(one.client, "web");
  EXPECT_EQ(one.request.method, "GET");
  EXPECT_EQ(one.request.target, "/v1/users/u1?limit=2");
  EXPECT_EQ(one.request.body, R"({"a":[1,"2",true,null]})");
  ASSERT_EQ(one.request.headers.size(), 2U);
  EXPECT_EQ(one.request.headers[1].second, "5");
  EXPECT_EQ(one.request.principal->subject, "u9");
  EXPECT_THAT(one.request.principal->scopes, testing::ElementsAre("a", "b"));
  EXPECT_EQ(*one.request.principal->claim("age"), "7");
  EXPECT_EQ(one.given.at("user").at(0).response, "\n\4\n\2u1");
  EXPECT_EQ(one.given.at("friends").at(0).request, "\n\1a");
  EXPECT_EQ(one.given.at("friends").at(0).code, 14);
  EXPECT_EQ(one.expected.status.value, 200U);
  EXPECT_EQ(one.expected.partial.at(0).value, "friends");
  EXPECT_EQ(one.expected.requests.at("user").requests.at(0).first, "\n\2u1");
}

TEST_F(ReadCases, ReportsAllProblemsAtOnceWithTheirPlaces) {
  read(R"(
  - name: bad
    request: { http: get /v1, claims: { exp: 5 }, query: {} }
    calls: { usr: {}, user: { usr: 1 }, friends: UNAVAILBLE }
    expect: { status: 99, requests: { nothing: {} } }
  - name: bad
    request: GET /v1/users/u1
    status: 200
)");
  const auto text = problems.text();
  for (const char* part :
       {"BFF502]: 'get /v1' is no request", "BFF503]: the token of a case is always valid",
        "BFF201]: a case's request has no key 'query'", "did you mean 'user'?",
        "BFF321]: t.GetUserResponse has no field 'usr'", "did you mean 'UNAVAILABLE'?",
        "BFF206]: 'status' cannot be '99'", "BFF501]: the route 'user' has no call 'nothing'",
        "BFF211]: the name 'bad' stands twice", "BFF203]: a case lacks 'expect'",
        "write it in 'expect'"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST_F(ReadCases, WantsARouteThatSomebodyIsServed) {
  read("  - { name: a, request: GET /v1/a, calls: { user: {} }, expect: { status: 200 } }\n",
       "usr");
  EXPECT_THAT(problems.text(), HasSubstr("error[BFF500]: there is no route 'usr'"));
}

TEST_F(ReadCases, LeavesTheCallsOfAnotherClientsRouteUnread) {
  const auto files = read(
      "  - { name: a, request: GET /v1/a, calls: { x: {} }, expect: { status: 200 } }\n", "other");
  EXPECT_TRUE(problems.empty()) << problems.text();
  EXPECT_EQ(files.at(0).cases.at(0).route, nullptr);
}

}  // namespace
}  // namespace bff::cases
