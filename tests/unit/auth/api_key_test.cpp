// SPDX-License-Identifier: Apache-2.0
#include "auth/api_key.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "unit/auth/now.hpp"

namespace bff::auth {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;

struct Made {
  ApiKey entry{.subject = "partner-7",
               .plan = "gold",
               .scopes = {"orders.read", "a"},
               .created = kNow,
               .expires = kNow + seconds{60}};
  std::string key = make_api_key(entry);
};

std::string key_refusal(const Result<std::shared_ptr<const Principal>>& refused) {
  if (refused) return "none";
  EXPECT_EQ(refused.error().code, Errc::invalid_token);
  EXPECT_EQ(refused.error().detail, "");
  return refused.error().internal;
}

TEST(ApiKey, TellsWhoseItIs) {
  const Made made;
  const auto principal = ApiKeys({made.entry}).verify(made.key, kNow);
  ASSERT_TRUE(principal);
  EXPECT_EQ((*principal)->subject, "partner-7");
  EXPECT_THAT((*principal)->scopes, ElementsAre("orders.read", "a"));
  EXPECT_EQ(*(*principal)->claim("sub"), "partner-7");
  EXPECT_EQ(*(*principal)->claim("plan"), "gold");
  EXPECT_EQ(*(*principal)->claim("scope"), "orders.read a");
  EXPECT_EQ(*(*principal)->claim("key_id"), made.entry.id);
}

TEST(ApiKey, IsRandomAndKeptAsItsHashOnly) {
  std::set<std::string> all;
  for (int i = 0; i < 100; ++i) {
    const Made made;
    EXPECT_THAT(made.key, MatchesRegex("bffk_[0-9a-f]{16}_[A-Za-z0-9_-]{43}"));
    EXPECT_EQ(api_keys_json({made.entry}).find(made.key.substr(22)), std::string::npos);
    all.insert(made.key);
  }
  EXPECT_EQ(all.size(), 100U);
}

TEST(ApiKey, IsRefusedWhenAnythingOfItDiffers) {
  const Made made, other;
  const ApiKeys keys({made.entry});
  EXPECT_EQ(key_refusal(keys.verify(other.key, kNow)), "no such key");
  EXPECT_EQ(key_refusal(keys.verify(made.key.substr(0, 22) + other.key.substr(22), kNow)),
            "the key '" + made.entry.id + "' with another secret");
  for (std::size_t i = 0; i < made.key.size(); ++i) {
    std::string changed = made.key;
    changed[i] = changed[i] == 'a' ? 'b' : 'a';
    EXPECT_FALSE(keys.verify(changed, kNow)) << i;
    EXPECT_FALSE(keys.verify(made.key.substr(0, i), kNow)) << i;
  }
  EXPECT_FALSE(keys.verify(made.key + "a", kNow));
  EXPECT_FALSE(keys.verify("", kNow));
  EXPECT_FALSE(keys.verify(std::string(1 << 20, '_'), kNow));
}

TEST(ApiKey, EndsAtItsTime) {
  Made made;
  EXPECT_TRUE(ApiKeys({made.entry}).verify(made.key, kNow + seconds{59}));
  EXPECT_EQ(key_refusal(ApiKeys({made.entry}).verify(made.key, kNow + seconds{60})),
            "the key '" + made.entry.id + "' has expired");
  made.entry.expires = ApiKey::kNever;
  EXPECT_TRUE(ApiKeys({made.entry}).verify(made.key, kNow + std::chrono::hours{24 * 365 * 100}));
}

TEST(ApiKeyFile, IsReadAsItWasWritten) {
  const Made one;
  Made other;
  other.entry.plan.clear();
  other.entry.scopes.clear();
  other.entry.expires = ApiKey::kNever;
  const std::string text = api_keys_json({one.entry, other.entry});
  const auto read = parse_api_keys(text);
  ASSERT_TRUE(read) << read.error().internal;
  EXPECT_EQ(api_keys_json(*read), text);
  EXPECT_EQ((*read)[0].expires, one.entry.expires);
  EXPECT_EQ((*read)[1].expires, ApiKey::kNever);
  EXPECT_TRUE(ApiKeys(*read).verify(other.key, kNow));
}

TEST(ApiKeyFile, IsRefusedWithItsReason) {
  const std::string key = R"("id":"0123456789abcdef","sha256":")" + std::string(64, '0') + '"';
  const auto why = [](const std::string& keys) {
    const auto read = parse_api_keys(R"({"version":"bff/keys/v1","keys":[)" + keys + "]}");
    return read ? "none" : read.error().internal;
  };
  const std::string good = "{" + key + R"(,"subject":"a","created":1})";
  EXPECT_EQ(why(good), "none");
  EXPECT_EQ(why(good + "," + good), "key 2: another key has the same 'id'");
  EXPECT_EQ(why("1"), "key 1 is no object");
  EXPECT_EQ(why("{" + key + R"(,"created":1})"), "key 1: 'subject' is missing");
  EXPECT_EQ(why("{" + key + R"(,"subject":"","created":1})"), "key 1: 'subject' is empty");
  EXPECT_EQ(why("{" + key + R"(,"subject":"a","created":-1})"),
            "key 1: 'created' is no time in seconds");
  EXPECT_EQ(why("{" + key + R"(,"subject":"a","created":1,"expires":"x"})"),
            "key 1: 'expires' is no time in seconds");
  EXPECT_EQ(why("{" + key + R"(,"subject":"a","created":1,"scope":[]})"),
            "key 1: 'scope' is unknown");
  EXPECT_EQ(why("{" + key + R"(,"subject":"a","created":1,"scopes":[1]})"),
            "key 1: 'scopes' holds something else than texts");
  EXPECT_EQ(why(R"({"id":"x","sha256":"","subject":"a","created":1})"),
            "key 1: 'id' is no 16 hexadecimal digits");
  for (const std::string text :
       {"", "[]", "{}", R"({"version":"bff/keys/v2","keys":[]})", R"({"version":"bff/keys/v1"})"}) {
    EXPECT_FALSE(parse_api_keys(text)) << text;
  }
}

}  // namespace
}  // namespace bff::auth
