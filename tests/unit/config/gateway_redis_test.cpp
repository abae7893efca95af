// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "config/redis.hpp"
#include "unit/config/gateway_fixture.hpp"

namespace bff::config {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

class RedisSection : public test::GatewayTest {
 protected:
  static std::string redis(const std::string& map) { return with("redis: { " + map + " }\n"); }
  Redis made(const std::string& map) {
    const Gateway gateway = loaded(redis(map));
    return gateway.redis ? *gateway.redis : Redis{};
  }
};

TEST_F(RedisSection, SaysWhereTheServerIs) {
  const Redis usual = made("url: rediss://Redis.internal");
  EXPECT_TRUE(usual.secure);
  EXPECT_EQ(usual.host, "redis.internal");
  EXPECT_EQ(usual.port, 6379);
  EXPECT_EQ(usual.database, 0U);
  const Redis other = made("url: \"rediss://[::1]:7000/12\"");
  EXPECT_EQ(other.host, "::1");
  EXPECT_EQ(other.port, 7000);
  EXPECT_EQ(other.database, 12U);
  EXPECT_EQ(made("url: \"rediss://[fd00::1]/1\"").port, 6379);
  EXPECT_EQ(made("url: rediss://redis.internal:443").port, 443);
  EXPECT_FALSE(loaded(with("")).redis);
}

TEST_F(RedisSection, RefusesUrlsThatAreNone) {
  EXPECT_THAT(refused(redis("url: redis.internal")),
              HasSubstr("BFF120 'redis.internal' is no redis or rediss URL | write it as in"));
  EXPECT_THAT(refused(redis("url: http://redis.internal")), HasSubstr("is no redis or rediss URL"));
  EXPECT_THAT(refused(redis("url: rediss:///0")), HasSubstr("has no host"));
  EXPECT_THAT(refused(redis("url: rediss://r/a")), HasSubstr("the number of a database"));
  EXPECT_THAT(refused(redis("url: \"rediss://r/1?x=y\"")), HasSubstr("the number of a database"));
  EXPECT_THAT(refused(redis("url: rediss://r:0")), HasSubstr("has no port"));
  EXPECT_THAT(refused(redis("prefix: x")), HasSubstr("BFF117 'redis.url' is missing"));
}

TEST_F(RedisSection, WantsTlsBeyondThisMachine) {
  EXPECT_FALSE(made("url: redis://localhost").secure);
  EXPECT_FALSE(made("url: redis://127.0.0.1:6380/1").secure);
  EXPECT_THAT(refused(redis("url: redis://redis.internal")),
              HasSubstr("BFF120 'redis.url' must be rediss"));
  EXPECT_THAT(refused(redis("url: redis://redis.internal, plaintext: false")),
              HasSubstr("must be rediss"));
  EXPECT_FALSE(made("url: redis://redis.internal, plaintext: true").secure);
}

TEST_F(RedisSection, TakesNoPasswordButFromElsewhere) {
  const std::string findings = refused(redis("url: rediss://bff:secret@redis.internal"));
  EXPECT_THAT(findings, HasSubstr("BFF120 'redis.url' holds a user or a password | write "
                                  "'username' and 'password_file'"));
  EXPECT_THAT(findings, Not(HasSubstr("secret@")));
  EXPECT_THAT(refused(redis("url: rediss://r, password: x")),
              HasSubstr("BFF115 unknown key 'password'"));
  const Redis by_file = made("url: rediss://r, username: bff, password_file: secrets/redis");
  EXPECT_EQ(by_file.username, "bff");
  EXPECT_EQ(by_file.password_file, folder.path() / "secrets/redis");
  EXPECT_EQ(made("url: rediss://r, password_env: REDIS_PASSWORD").password_env, "REDIS_PASSWORD");
  EXPECT_THAT(refused(redis("url: rediss://r, password_file: f, password_env: E")),
              HasSubstr("BFF122 'password_file' and 'password_env' both say"));
  EXPECT_THAT(refused(redis("url: rediss://r, username: bff")),
              HasSubstr("BFF117 'redis.username' needs a password"));
}

TEST_F(RedisSection, SaysHowItIsUsed) {
  const Redis usual = made("url: rediss://r");
  EXPECT_EQ(usual.prefix, "bff:");
  EXPECT_EQ(usual.connect_timeout, 1s);
  EXPECT_EQ(usual.timeout, 500ms);
  EXPECT_EQ(usual.keep, 1min);
  EXPECT_TRUE(usual.ca.empty());
  const Redis other = made(
      "url: rediss://r, ca: ca.pem, prefix: \"shop:\", connect_timeout: 2s, timeout: 1s, "
      "keep: 10s");
  EXPECT_EQ(other.ca, folder.path() / "ca.pem");
  EXPECT_EQ(other.prefix, "shop:");
  EXPECT_EQ(other.connect_timeout, 2s);
  EXPECT_EQ(other.timeout, 1s);
  EXPECT_EQ(other.keep, 10s);
  EXPECT_THAT(refused(redis("url: rediss://r, timeout: 1ms")), HasSubstr("BFF119"));
}

TEST_F(RedisSection, MayKeepApiKeys) {
  const auto keys = [](const std::string& map, const std::string& more = "") {
    return with("auth: { api_keys: { " + map + " } }\n" + more);
  };
  const std::string server = "redis: { url: rediss://r }\n";
  EXPECT_TRUE(loaded(keys("redis: true", server)).auth.api_keys->file.empty());
  EXPECT_EQ(loaded(keys("redis: false, file: keys.json", server)).auth.api_keys->file,
            folder.path() / "keys.json");
  EXPECT_THAT(refused(keys("redis: true")),
              HasSubstr("BFF117 'redis' is not set up | add 'redis:"));
  EXPECT_THAT(refused(keys("redis: true, file: keys.json", server)),
              HasSubstr("BFF122 'file' and 'redis' both say where the keys are"));
  EXPECT_THAT(refused(keys("redis: false", server)),
              HasSubstr("BFF117 'auth.api_keys' does not say where the keys are"));
}

}  // namespace
}  // namespace bff::config
