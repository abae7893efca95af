// SPDX-License-Identifier: Apache-2.0
#include "runtime/load_redis.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temp_folder.hpp"
#include "support/test_ca.hpp"

namespace bff::runtime {
namespace {

using testing::HasSubstr;

class LoadRedis : public testing::Test {
 protected:
  std::optional<upstream::RedisTerms> load(const config::Redis& config) {
    out = {};
    return load_redis(
        config,
        [](const std::string& name) -> const char* {
          return name == "PASSWORD" ? "from outside" : name == "EMPTY" ? "" : nullptr;
        },
        out);
  }
  std::string refused(const config::Redis& config) {
    EXPECT_FALSE(load(config));
    return out.text();
  }
  // The password that the server is told.
  std::string password(const config::Redis& config) {
    const auto terms = load(config);
    EXPECT_TRUE(terms) << out.text();
    return terms ? terms->password : "";
  }

  bff::test::TempFolder folder;
  Diagnostics out;
};

TEST_F(LoadRedis, FindsThePassword) {
  EXPECT_EQ(password({.host = "r"}), "");
  EXPECT_EQ(password({.host = "r", .password_env = "PASSWORD"}), "from outside");
  EXPECT_EQ(password({.host = "r", .password_file = folder.write("a", "se cret\n")}), "se cret");
  EXPECT_EQ(password({.host = "r", .password_file = folder.write("b", "secret")}), "secret");
}

TEST_F(LoadRedis, SaysWhyThereIsNoPassword) {
  EXPECT_THAT(refused({.password_env = "NOWHERE"}),
              HasSubstr("error[BFF174]: there is no password for Redis: the variable 'NOWHERE' is "
                        "not set"));
  EXPECT_THAT(refused({.password_env = "EMPTY"}), HasSubstr("it is empty"));
  EXPECT_THAT(refused({.password_file = folder.write("c", "\n")}), HasSubstr("it is empty"));
  EXPECT_THAT(refused({.password_file = folder / "none"}), HasSubstr("No such file"));
}

TEST_F(LoadRedis, ChecksWhoIsTrusted) {
  const bff::test::TestCa ca;
  EXPECT_TRUE(load({.host = "r", .ca = ca.file()}));
  EXPECT_THAT(refused({.host = "r", .ca = folder.write("d", "x")}), HasSubstr("error[BFF146]"));
}

}  // namespace
}  // namespace bff::runtime
