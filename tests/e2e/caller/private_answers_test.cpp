// SPDX-License-Identifier: Apache-2.0
// What is made for one caller is for no cache between, by whatever protocol it is asked for.
#include <gmock/gmock.h>

#include "e2e/caller/caller_world.hpp"

namespace bff::test {
namespace {

class PrivateAnswers : public CallerWorld {
 protected:
  void SetUp() override { start(); }

  // What `Cache-Control` says; of an answer that is no success its status.
  static std::string kept(const httplib::Response& answer) {
    if (answer.status != 200) return std::to_string(answer.status);
    return answer.get_header_value("cache-control");
  }
  std::string kept_of_rpc(const std::string& method, const std::string& type,
                          const std::string& body) const {
    auto headers = bearer(token());
    headers.emplace("content-type", type);
    headers.emplace("connect-protocol-version", "1");
    return kept(request(gateway->port(), "POST", "/mirror.v1.Mirror/" + method, headers, body));
  }
};

TEST_F(PrivateAnswers, AreKeptByNoCache) {
  const auto headers = bearer(token());
  for (const std::string path : {"/look", "/exposed/look", "/watch", "/exposed/watch", "/open"}) {
    EXPECT_EQ(kept(get(path, headers)), "no-store") << path;
  }
  EXPECT_EQ(kept_of_rpc("Look", "application/json", "{}"), "no-store");
  EXPECT_EQ(kept_of_rpc("Watch", "application/connect+json", std::string(4, '\0') + "\x02{}"),
            "no-store");
  for (const std::string method : {"Look", "Watch"}) {
    EXPECT_EQ(kept_of_rpc(method, "application/grpc-web", std::string(5, '\0')), "no-store");
  }
  EXPECT_EQ(kept(get("/open")), "") << "for anybody";
}

TEST_F(PrivateAnswers, AreRefusalsToo) {
  for (const std::string path : {"/look", "/exposed/look", "/watch"}) {
    const auto answer = get(path);
    EXPECT_EQ(answer.status, 401) << path;
    EXPECT_EQ(answer.get_header_value("cache-control"), "no-store") << path;
  }
  const auto answer = request(gateway->port(), "POST", "/mirror.v1.Mirror/Look",
                              {{"content-type", "application/json"}}, "{}");
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(answer.get_header_value("cache-control"), "no-store");
}

}  // namespace
}  // namespace bff::test
