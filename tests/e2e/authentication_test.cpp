// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "support/demo_services.hpp"
#include "support/gateway.hpp"
#include "support/http.hpp"

namespace bff::test {
namespace {

class Authentication : public testing::Test {
 protected:
  httplib::Response home(const httplib::Headers& headers) {
    return request(web_.port(), "GET", "/v1/home", headers);
  }
  httplib::Response home_with(const std::string& bearer) {
    return home({{"Authorization", "Bearer " + bearer}});
  }
  static void expect_problem(const httplib::Response& answer, int status, const std::string& type) {
    EXPECT_EQ(answer.status, status) << answer.body;
    EXPECT_EQ(answer.get_header_value("content-type"), "application/problem+json");
    EXPECT_EQ(answer.get_header_value("cache-control"), "no-store");
    EXPECT_EQ(json_of(answer)["type"], "urn:bff:" + type);
  }

  DemoServices services_{"users,orders,catalog"};
  Gateway web_{{.users = services_.address(),
                .orders = services_.address(),
                .catalog = services_.address()}};
};

TEST_F(Authentication, IsAskedForWhereNothingCame) {
  const auto answer = home({});
  expect_problem(answer, 401, "unauthenticated");
  EXPECT_EQ(answer.get_header_value("www-authenticate"), "Bearer");
}

TEST_F(Authentication, RefusesWhatIsNoToken) {
  for (const std::string bad : {"x", "a.b.c", "..", "eyJhbGciOiJub25lIn0.e30."}) {
    const auto answer = home_with(bad);
    expect_problem(answer, 401, "invalid-token");
    EXPECT_EQ(answer.get_header_value("www-authenticate"), "Bearer error=\"invalid_token\"");
  }
}

TEST_F(Authentication, RefusesATamperedToken) {
  auto tampered = token(1);
  auto& c = tampered[tampered.find('.') + 5];
  c = c == 'A' ? 'B' : 'A';
  expect_problem(home_with(tampered), 401, "invalid-token");
}

TEST_F(Authentication, NamesTheScopeThatIsMissing) {
  const auto answer = home_with(token(1, {"--scopes", "profile.read"}));
  expect_problem(answer, 403, "insufficient-scope");
  EXPECT_NE(answer.body.find("orders.read"), std::string::npos);
  EXPECT_EQ(answer.get_header_value("www-authenticate"),
            "Bearer error=\"insufficient_scope\", scope=\"profile.read orders.read\"");
}

TEST_F(Authentication, AsksServicesForTheTokensSubject) {
  for (const int user : {1, 2, 1000}) {
    EXPECT_EQ(json_of(home_with(token(user)))["user"]["id"], std::to_string(user));
  }
}

TEST_F(Authentication, IsNotAskedForOnPublicRoutes) {
  EXPECT_EQ(get(web_.port(), "/v1/products/7").status, 200);
  EXPECT_FALSE(get(web_.port(), "/v1/products/7").has_header("cache-control"));
}

TEST_F(Authentication, IgnoresMethodOverrides) {
  const auto answer =
      home({{"X-HTTP-Method-Override", "HEAD"}, {"X-Original-URL", "/v1/products/7"}});
  expect_problem(answer, 401, "unauthenticated");
}

}  // namespace
}  // namespace bff::test
