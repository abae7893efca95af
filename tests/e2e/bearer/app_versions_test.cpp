// SPDX-License-Identifier: Apache-2.0
// Apps that are too old, by the configuration that docs/operations.md shows.
#include <gmock/gmock.h>

#include "e2e/bearer/issuer_world.hpp"
#include "support/documents.hpp"

namespace bff::test {
namespace {

class OldApps : public IssuerWorld {
 protected:
  // `more` of its members.
  void start_with_versions(const std::string& more = "") {
    std::string section;
    for (const auto& block : blocks("docs/operations.md", "yaml")) {
      if (block.starts_with("app_versions:")) section = block;
    }
    ASSERT_NE(section, "");
    start("", std::nullopt, section + more);
  }
  httplib::Response from(const std::string& platform, const std::string& version,
                         const std::string& path = "/v1/me") const {
    return request(gateway->port(), "GET", path,
                   {{"X-App-Platform", platform}, {"X-App-Version", version}});
  }
};

TEST_F(OldApps, AreToldToUpdate) {
  start_with_versions();
  const auto answer = from("ios", "4.1.9");
  EXPECT_EQ(answer.status, 426) << "before credentials are looked at";
  auto problem = nlohmann::json::parse(answer.body);
  problem.erase("request_id");
  nlohmann::json shown;
  for (const auto& block : blocks("docs/operations.md", "json")) {
    auto json = nlohmann::json::parse(block);
    if (json["type"] != "urn:bff:app-outdated") continue;
    shown = json;
    shown.erase("request_id");
    shown["instance"] = "/v1/me";
  }
  EXPECT_EQ(problem, shown);
  EXPECT_EQ(answer.get_header_value("cache-control"), "no-store");
  EXPECT_EQ(from("ios", "1.0", "/v1/gone").status, 426) << "what old apps ask for may be gone";
  EXPECT_EQ(from("android", "4.0.99").status, 426);
}

TEST_F(OldApps, AreOnlyThoseBelowTheMinimum) {
  start_with_versions();
  for (const auto& [platform, version] : {std::pair{"ios", "4.2.0"},
                                          {"ios", "4.10"},
                                          {"Android", "4.1"},
                                          {"tv", "0.1"},
                                          {"ios", "x"}}) {
    EXPECT_EQ(from(platform, version).status, 401) << platform << " " << version;
  }
  EXPECT_EQ(status(provider->token()), 200) << "a request that does not say";
}

TEST_F(OldApps, AreThoseThatDoNotSayWhereThatIsWanted) {
  start_with_versions("  missing: refuse\n");
  EXPECT_EQ(status(provider->token()), 426);
  EXPECT_EQ(from("tv", "9").status, 426);
  EXPECT_EQ(from("ios", "4.2.0").status, 401);
}

}  // namespace
}  // namespace bff::test
