// SPDX-License-Identifier: Apache-2.0
#include "auth/same_site.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace bff::auth {
namespace {

const std::vector<std::string> kOthers{"https://admin.example"};
const OwnSite kOwn{.origin = "https://app.example", .others = kOthers};

struct SourceRow {
  const char* what;
  RequestSource source;
  bool good;
};

constexpr const char* kHome = "https://app.example";
const SourceRow kSourceRows[] = {
    {"a link, an old browser", {.method = "GET"}, true},
    {"a fetch", {.method = "GET", .fetch_site = "same-origin"}, true},
    {"the address bar", {.method = "GET", .fetch_site = "none"}, true},
    {"another site's image", {.method = "GET", .fetch_site = "cross-site"}, false},
    {"a sibling's image", {.method = "GET", .fetch_site = "same-site"}, false},
    {"another site's link",
     {.method = "GET", .fetch_site = "cross-site", .fetch_mode = "navigate"},
     true},
    {"another site's form",
     {.method = "POST", .fetch_site = "cross-site", .fetch_mode = "navigate", .marker = "1"},
     false},
    {"another site's image",
     {.method = "GET", .fetch_site = "cross-site", .fetch_mode = "no-cors"},
     false},
    {"two headers", {.method = "GET", .fetch_site = ""}, false},
    {"another site's fetch", {.method = "GET", .origin = "https://evil.example"}, false},
    {"a listed site's fetch",
     {.method = "GET", .origin = "https://admin.example", .fetch_site = "same-site"},
     true},
    {"a script of ours", {.method = "POST", .origin = kHome, .marker = "1"}, true},
    {"a client without Origin", {.method = "POST", .marker = "1"}, true},
    {"a form of ours", {.method = "POST", .origin = kHome}, false},
    {"another marker", {.method = "POST", .origin = kHome, .marker = "yes"}, false},
    {"two markers", {.method = "POST", .origin = kHome, .marker = ""}, false},
    {"another site's form", {.method = "POST", .origin = "https://evil.example"}, false},
    {"another site with the marker",
     {.method = "POST", .origin = "https://evil.example", .marker = "1"},
     false},
    {"a sandbox", {.method = "POST", .origin = "null", .marker = "1"}, false},
    {"two origins", {.method = "POST", .origin = "", .marker = "1"}, false},
    {"another port", {.method = "POST", .origin = "https://app.example:444", .marker = "1"}, false},
    {"another scheme", {.method = "POST", .origin = "http://app.example", .marker = "1"}, false},
    {"a longer name",
     {.method = "POST", .origin = "https://app.example.evil.example", .marker = "1"},
     false},
    {"a prefix", {.method = "POST", .origin = "https://app.exampl", .marker = "1"}, false},
    {"browsers that say so",
     {.method = "DELETE", .fetch_site = "cross-site", .marker = "1"},
     false},
    {"a script of ours that changes",
     {.method = "PUT", .origin = kHome, .fetch_site = "same-origin", .marker = "1"},
     true},
    {"a WebSocket of ours", {.method = "GET", .socket = true, .origin = kHome}, true},
    {"a WebSocket of another",
     {.method = "GET", .socket = true, .origin = "https://evil.example"},
     false},
    {"a WebSocket of nobody", {.method = "GET", .socket = true}, false},
    {"a listed site's WebSocket",
     {.method = "GET", .socket = true, .origin = "https://admin.example"},
     true},
};

TEST(SameSite, IsToldByWhatOnlyItsPagesCanSend) {
  for (const SourceRow& row : kSourceRows) {
    const auto checked = check_same_site(row.source, kOwn);
    EXPECT_EQ(checked.has_value(), row.good) << row.what;
    if (!checked) {
      EXPECT_EQ(checked.error().code, Errc::cross_site_request) << row.what;
    }
  }
}

}  // namespace
}  // namespace bff::auth
