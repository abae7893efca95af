// SPDX-License-Identifier: Apache-2.0
#include "cases/judge.hpp"

#include "unit/cases/cases_fixture.hpp"

namespace bff::cases {
namespace {

using testing::HasSubstr;

// Runs a case and says what is wrong with what came of it.
class RunAndJudge : public CasesTest {
 protected:
  std::string wrong(const std::string& text) {
    const Case one = this->one(text);
    Diagnostics out;
    const bool good = judge(one, run_case(one, snapshot), *snapshot->schema, out);
    EXPECT_EQ(good, out.empty());
    return out.empty() ? "" : out.text();
  }
};

TEST_F(RunAndJudge, ARequestGoesThroughTheWholeGateway) {
  EXPECT_EQ(wrong(R"(
  - name: good
    request: { http: "GET /v1/users/u1?limit=2", claims: { sub: u9 } }
    calls:
      user: { user: { id: u1, display_name: Ada, friend_ids: [a, b, c], born: 1815 } }
      friends: { users: [{ id: b, display_name: Bob }] }
    expect:
      status: 200
      headers: { content-type: application/json, Cache-Control: no-store }
      requests: { user: { user_id: u1 }, friends: { ids: [a, b] } }
      body:
        name: Ada
        id: u1
        me: u9
        born: "1815"
        friends: [{ id: a, name: null }, { id: b, name: Bob }]
)"),
            "");
}

TEST_F(RunAndJudge, EveryDifferenceIsToldAtItsExpectation) {
  const auto text = wrong(R"(
  - name: bad
    request: GET /v1/users/u1
    calls: { user: { user: { id: u1, display_name: Ada, friend_ids: [a], born: 5 } }, friends: UNAVAILABLE }
    expect:
      status: 201
      headers: { etag: x }
      requests: { user: { user_id: u2 }, friends: [] }
      body: { id: u2, born: 5, friends: [], "a/b": 1 }
)");
  for (const char* part : {
           "user.test.yaml:5:11: error[BFF510]: the answer lacks the results of friends, expected "
           "were nothing",
           "user.test.yaml:9:15: error[BFF510]: the status is 200",
           "error[BFF510]: 'etag' is not there",
           "user.test.yaml:11:25: error[BFF512]: 'user' was asked {\"user_id\":\"u1\"}",
           "error[BFF512]: 'friends' was asked 1 time, expected were 0",
           "user.test.yaml:12:19: error[BFF510]: '/id' is \"u1\"",
           "error[BFF510]: '/born' is \"5\"",
           "64-bit integers are texts: write it in quotes",
           "error[BFF510]: '/friends' has 1 element, expected were 0",
           "error[BFF510]: the answer has no '/a~1b'",
           "error[BFF510]: the answer has '/me', '/name' too",
       }) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST_F(RunAndJudge, ACallThatTheCaseForgetsIsNamed) {
  EXPECT_THAT(
      wrong("  - { name: forgets, request: GET /v1/users/u1, expect: { status: 200 } }\n"),
      HasSubstr(
          "error[BFF511]: 'user' was asked {\"user_id\":\"u1\"}, and the case has no answer"));
}

TEST_F(RunAndJudge, AnswersMayBeOfCertainRequests) {
  const std::string calls = R"(
    calls:
      user: [{ request: { user_id: u2 }, answer: NOT_FOUND }, { request: { user_id: u1 }, answer: { user: { id: u1 } } }]
    expect: { status: )";
  EXPECT_EQ(wrong("  - name: a\n    request: GET /v1/users/u1" + calls + "200 }\n"), "");
  EXPECT_EQ(
      wrong("  - name: a\n    request: GET /v1/users/u2" + calls + "404, body: { call: user } }\n"),
      "");
  EXPECT_THAT(wrong("  - name: a\n    request: GET /v1/users/u3" + calls + "200 }\n"),
              HasSubstr("BFF511"));
}

TEST_F(RunAndJudge, AProblemIsComparedByWhatIsNamed) {
  EXPECT_EQ(wrong(R"(
  - name: bad parameter
    request: GET /v1/users/u1?limit=x
    expect: { status: 400, body: { parameter: query.limit } }
)"),
            "");
  EXPECT_THAT(wrong(R"(
  - name: no such path
    request: GET /v1/nothing
    expect: { status: 200 }
)"),
              HasSubstr("the status is 404: {\"type\":\"urn:bff:"));
}

TEST_F(RunAndJudge, ATokenThatIsNoneIsRefusedEvenWithoutKeys) {
  EXPECT_EQ(wrong(R"(
  - name: bad token
    request: { http: GET /v1/users/u1, headers: { authorization: Bearer junk } }
    expect: { status: 401 }
)"),
            "");
}

}  // namespace
}  // namespace bff::cases
