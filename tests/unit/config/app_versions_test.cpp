// SPDX-License-Identifier: Apache-2.0
#include "config/app_versions.hpp"

#include <gmock/gmock.h>

#include "unit/config/gateway_fixture.hpp"

namespace bff::config {
namespace {

using testing::HasSubstr;
using testing::Key;
using testing::UnorderedElementsAre;

class AppVersionsSection : public test::GatewayTest {
 protected:
  static std::string versions(const std::string& members) {
    return with("app_versions: { " + members + " }\n");
  }
  AppVersions made(const std::string& members) {
    const auto gateway = loaded(versions(members));
    return gateway.app_versions ? *gateway.app_versions : AppVersions{};
  }
};

TEST_F(AppVersionsSection, NamesTheOldestForAllOrByPlatform) {
  EXPECT_EQ(loaded(with("")).app_versions, nullptr);
  const auto all = made("minimum: 4.10");
  EXPECT_EQ(all.rules.at("").minimum, (AppVersion{4, 10, 0, 0}));
  EXPECT_EQ(all.rules.at("").text, "4.10") << "a number to YAML";
  EXPECT_FALSE(all.refuse_missing);
  EXPECT_EQ(all.header, "x-app-version");

  const auto each = made("minimum: { iOS: 4.2.0, android: 4 }, update_url: { ios: market://x }");
  EXPECT_THAT(each.rules, UnorderedElementsAre(Key("ios"), Key("android")));
  EXPECT_EQ(each.rules.at("ios").update_url, "market://x");
  EXPECT_EQ(each.rules.at("android").update_url, "");
}

TEST_F(AppVersionsSection, TakesOneUrlForAllPlatforms) {
  const auto each = made("minimum: { ios: 4.2.0, android: 4 }, update_url: \"https://x.example/\"");
  EXPECT_THAT(each.rules, UnorderedElementsAre(Key("ios"), Key("android")));
  EXPECT_EQ(each.rules.at("android").update_url, "https://x.example/");
}

TEST_F(AppVersionsSection, CanBeSetOtherwise) {
  const auto other = made("minimum: 1, header: x-v, platform_header: x-p, missing: refuse");
  EXPECT_EQ(other.header, "x-v");
  EXPECT_EQ(other.platform_header, "x-p");
  EXPECT_TRUE(other.refuse_missing);
}

TEST_F(AppVersionsSection, SaysWhatIsWrong) {
  EXPECT_THAT(refused(versions("missing: allow")), HasSubstr("BFF117 'app_versions.minimum'"));
  EXPECT_THAT(refused(versions("minimum: {}")), HasSubstr("BFF119 'app_versions.minimum'"));
  EXPECT_THAT(refused(versions("minimum: v4")), HasSubstr("BFF119 'v4' is no version"));
  EXPECT_THAT(refused(versions("minimum: { ios: 1.2.3.4.5 }")),
              HasSubstr("BFF119 '1.2.3.4.5' is no version"));
  EXPECT_THAT(refused(versions("minimum: 1, missing: alow")),
              HasSubstr("BFF119 'app_versions.missing' cannot be 'alow' | did you mean 'allow'?"));
  EXPECT_THAT(refused(versions("minimum: 1, header: X-Version")), HasSubstr("BFF119 'X-Version'"));
  EXPECT_THAT(refused(versions("minimum: 1, update_url: shop")), HasSubstr("BFF120 'shop'"));
  EXPECT_THAT(refused(versions("minimum: { ios: 1 }, update_url: { tv: \"https://x/\" }")),
              HasSubstr("BFF117 'app_versions.update_url' names the platform 'tv'"));
}

}  // namespace
}  // namespace bff::config
