// SPDX-License-Identifier: Apache-2.0
#include "runtime/app_version.hpp"

#include <gtest/gtest.h>

namespace bff::runtime {
namespace {

config::AppVersions versions() {
  config::AppVersions made;
  made.rules["ios"] = {{4, 2, 0, 0}, "4.2.0", "https://apps.example/ios"};
  made.rules["android"] = {{4, 1, 0, 0}, "4.1", ""};
  return made;
}

// "" for an app that is served, else the detail and members of the problem.
std::string judge(const config::AppVersions& versions, std::string_view platform,
                  std::string_view version) {
  http1::Request request;
  if (!platform.empty()) request.headers.push_back({"X-App-Platform", platform});
  if (!version.empty()) request.headers.push_back({"X-App-Version", version});
  const auto checked = check_app_version(versions, request);
  if (checked) return "";
  EXPECT_EQ(checked.error().code, Errc::app_outdated);
  return checked.error().detail + " " + checked.error().details->members;
}

TEST(AppVersion, IsComparedByItsNumbers) {
  for (const char* served : {"4.2.0", "4.2", "4.2.1", "4.10", "5", "10.0", "4.2.0.1",
                             "4.2.0-beta+7", "4.2.0 (1234)", "4.2.00"}) {
    EXPECT_EQ(judge(versions(), "ios", served), "") << served;
  }
  for (const char* old : {"4.1.9", "4.1.99.99", "4", "3.99", "0", "4.1.9-rc.5"}) {
    EXPECT_NE(judge(versions(), "ios", old), "") << old;
  }
}

TEST(AppVersion, IsThatOfThePlatform) {
  EXPECT_EQ(judge(versions(), "iOS", "4.1"),
            "Please update the app to version 4.2.0 or later "
            R"(,"minimum_version":"4.2.0","update_url":"https://apps.example/ios")");
  EXPECT_EQ(judge(versions(), "Android", "4.1"), "");
  EXPECT_EQ(judge(versions(), "android", "4.0"),
            R"(Please update the app to version 4.1 or later ,"minimum_version":"4.1")");
}

TEST(AppVersion, MayBeMissing) {
  for (const char* none : {"", "x", "4.", ".4", "4..2", "1.2.3.4.5", "v4", "-4", "99999999999"}) {
    EXPECT_EQ(judge(versions(), "ios", none), "") << none;
  }
  EXPECT_EQ(judge(versions(), "", "1.0"), "") << "of which platform?";
  EXPECT_EQ(judge(versions(), "tv", "1.0"), "");
}

TEST(AppVersion, MustBeThereWhereMissingIsRefused) {
  auto strict = versions();
  strict.refuse_missing = true;
  EXPECT_EQ(judge(strict, "ios", ""),
            "The app has to say its version in the header x-app-version "
            R"(,"minimum_version":"4.2.0","update_url":"https://apps.example/ios")");
  EXPECT_EQ(judge(strict, "", "9"),
            "The app has to say its platform in the header x-app-platform ");
  EXPECT_EQ(judge(strict, "ios", "4.2"), "");
}

TEST(AppVersion, IsOneForAllWhereNoPlatformIsNamed) {
  auto all = versions();
  all.rules.clear();
  all.rules[""] = {{2}, "2", ""};
  EXPECT_EQ(judge(all, "", "2.0"), "");
  EXPECT_NE(judge(all, "ios", "1.9"), "");
}

}  // namespace
}  // namespace bff::runtime
