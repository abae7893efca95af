// SPDX-License-Identifier: Apache-2.0
#include "cases/mock.hpp"

#include "cases/invent.hpp"
#include "cases/rpc_messages.hpp"
#include "unit/cases/cases_fixture.hpp"

namespace bff::cases {
namespace {

class Mock : public CasesTest {
 protected:
  const plan::Call& call(std::size_t i) const { return snapshot->routes.at(0).plan->calls.at(i); }
  std::string invented(std::size_t i, const std::string& request) const {
    return json_of(invent(call(i), request, *snapshot->schema),
                   *method_of(call(i).method, *snapshot->schema).output_type());
  }
  // The name of the chosen case.
  std::string chosen(const std::vector<CaseFile>& files, std::string_view method,
                     std::string_view target, std::string_view header = {},
                     std::string_view body = {}) const {
    runtime::http1::Request request;
    request.method = method;
    request.target = target;
    request.path = target.substr(0, target.find('?'));
    request.body = body;
    if (!header.empty()) request.headers.push_back({"BFF-Case", header});
    const Case* one = choose_case(files, "web", request);
    return one == nullptr ? "-" : one->name;
  }
};

TEST_F(Mock, AnswersAreTrueToTheProtoAndFitTheRequest) {
  EXPECT_EQ(invented(0, "\n\2u1"),
            R"({"user":{"id":"u1","display_name":"Display name 1",)"
            R"("friend_ids":["Friend ids 1","Friend ids 2"],"born":"1","colour":"COLOUR_RED",)"
            R"("phone":"Phone 1","scores":{"Key 1":1,"Key 2":2}}})");
}

TEST_F(Mock, ATableHasTheRowsThatAreAskedFor) {
  const auto text = invented(1, "\n\1a\n\1b\n\1c");
  EXPECT_THAT(text, testing::HasSubstr(R"({"users":[{"id":"a","display_name":"Display name 1")"));
  EXPECT_THAT(text, testing::HasSubstr(R"({"id":"c","display_name":"Display name 3")"));
  // Members of a oneof take turns; there is no next page.
  EXPECT_THAT(text, testing::HasSubstr(R"("email":"someone2@example.com")"));
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("next_page_token")));
  EXPECT_EQ(invented(1, ""), "{}");
}

TEST_F(Mock, ACaseIsChosenByItsRequestOrByItsName) {
  const auto files = read(R"(
  - { name: of tv, client: tv, request: GET /v1/users/u1, expect: { status: 200 } }
  - { name: plain, request: GET /v1/users/u1, expect: { status: 200 } }
  - { name: again, request: GET /v1/users/u1, expect: { status: 404 } }
  - { name: two, request: "GET /v1/users/u1?a=1&b=2", expect: { status: 200 } }
  - { name: with body, request: { http: POST /v1/users/u1, body: { a: 1, b: 2 } }, expect: { status: 200 } }
)");
  EXPECT_TRUE(problems.empty()) << problems.text();
  EXPECT_EQ(chosen(files, "GET", "/v1/users/u1"), "plain");
  EXPECT_EQ(chosen(files, "GET", "/v1/users/u1", "again"), "again");
  EXPECT_EQ(chosen(files, "GET", "/v1/users/u1", "of tv"), "-");
  EXPECT_EQ(chosen(files, "GET", "/v1/users/u1?b=2&a=1"), "two");
  EXPECT_EQ(chosen(files, "GET", "/v1/users/u1?a=1"), "-");
  EXPECT_EQ(chosen(files, "POST", "/v1/users/u1", {}, R"({ "b": 2, "a": 1 })"), "with body");
  EXPECT_EQ(chosen(files, "POST", "/v1/users/u1", {}, "{"), "-");
  EXPECT_EQ(chosen(files, "POST", "/v1/users/u1"), "-");
}

}  // namespace
}  // namespace bff::cases
