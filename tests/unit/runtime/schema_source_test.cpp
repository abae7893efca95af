// SPDX-License-Identifier: Apache-2.0
// Protos that services tell of themselves, and their cache.
#include "runtime/schema_source.hpp"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <map>

#include "runtime/reflect.hpp"
#include "support/reflected_protos.hpp"
#include "support/reflection_server.hpp"
#include "support/temp_folder.hpp"

namespace bff::runtime {
namespace {

using namespace std::chrono_literals;
using Protos = test::ReflectedProtos;
using test::ReflectionServer;
using testing::HasSubstr;

// Answers any question with the files of "users" and what it imports.
std::optional<std::string> users(const std::string&) {
  return Protos::response({Protos::file("users", {"money"}), Protos::file("money")});
}
std::optional<std::string> orders(const std::string&) {
  return Protos::response({Protos::file("orders", {"money"}), Protos::file("money")});
}

struct Reflected : testing::Test {
  test::TempFolder folder;
  config::Gateway config;
  Diagnostics out;

  Reflected() { config.reflection = {.upstreams = {}, .cache = folder / "cache.pb"}; }

  void add(const std::string& name, const std::string& address) {
    config.upstreams.push_back(
        {.name = name, .services = {"shop.v1." + name + "Service"}, .endpoints = {address}});
    config.reflection->upstreams.emplace_back(name, Place{});
  }
  std::string cached() const { return test::read_file(config.reflection->cache); }
  std::string why() const {
    std::string reason;
    EXPECT_EQ(reflect(config, 10s, reason), "");
    return reason;
  }
};

TEST_F(Reflected, BringTheServicesAndAllTheyImportAndAreKept) {
  ReflectionServer first{"v1", users}, second{"v1alpha", orders};
  add("users", first.address());
  add("orders", second.address());
  const auto [schema, notice] = load_schema(config, out);
  ASSERT_TRUE(schema) << out.text();
  EXPECT_FALSE(notice);
  for (const char* service :
       {"shop.v1.usersService", "shop.v1.ordersService", "shop.v1.moneyService"}) {
    EXPECT_NE(schema->pool().FindServiceByName(service), nullptr) << service;
  }
  const std::string bytes = cached();
  const auto now = std::filesystem::file_time_type::clock::now();
  std::filesystem::last_write_time(config.reflection->cache, now - 2h);
  EXPECT_TRUE(load_schema(config, out).first);
  EXPECT_EQ(cached(), bytes);
  EXPECT_GT(std::filesystem::last_write_time(config.reflection->cache), now - 1h)
      << "it was confirmed";
}

TEST_F(Reflected, ComeFromTheCacheWhenAnUpstreamDoesNotAnswer) {
  std::string down;
  {
    ReflectionServer server{"v1", users};
    down = server.address();
    add("users", down);
    ASSERT_TRUE(load_schema(config, out).first);
  }
  const std::string bytes = cached();
  ReflectionServer other{"v1", orders};
  add("orders", other.address());
  std::filesystem::last_write_time(config.reflection->cache,
                                   std::filesystem::file_time_type::clock::now() - 2h);
  const auto [schema, notice] = load_schema(config, out);
  ASSERT_TRUE(schema) << out.text();
  ASSERT_TRUE(notice);
  EXPECT_EQ(notice->event, "protos_from_cache");
  EXPECT_THAT(notice->reason,
              HasSubstr("the upstream 'users': UNAVAILABLE: cannot connect to " + down));
  EXPECT_GE(notice->age, 2h);
  EXPECT_LT(notice->age, 3h);
  EXPECT_EQ(cached(), bytes);
}

TEST_F(Reflected, AreMissingWhereNobodyAnswersAndThereIsNoCache) {
  std::string down;
  {
    ReflectionServer server{"v1", users};
    down = server.address();
  }
  add("users", down);
  EXPECT_FALSE(load_schema(config, out).first);
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out.items()[0].code, "BFF155");
  EXPECT_THAT(out.items()[0].message, HasSubstr("the upstream 'users': UNAVAILABLE"));
  EXPECT_THAT(out.items()[0].message, HasSubstr("cache.pb"));
}

TEST_F(Reflected, AreNotBelievedWhenTheyMakeNoSchema) {
  ReflectionServer server{"v1", [](const std::string&) {
                            auto broken = Protos::file("users");
                            broken.mutable_service(0)->mutable_method(0)->set_input_type(".No");
                            return Protos::response({broken});
                          }};
  add("users", server.address());
  EXPECT_FALSE(load_schema(config, out).first);
  ASSERT_EQ(out.size(), 1U);
  EXPECT_THAT(out.items()[0].message, HasSubstr("what the upstreams tell: shop/v1/users.proto"));
  EXPECT_FALSE(std::filesystem::exists(config.reflection->cache));
}

TEST_F(Reflected, AreUsedThoughTheyCannotBeKept) {
  ReflectionServer server{"v1", users};
  add("users", server.address());
  config.reflection->cache = folder / "none/cache.pb";
  const auto [schema, notice] = load_schema(config, out);
  ASSERT_TRUE(schema) << out.text();
  ASSERT_TRUE(notice);
  EXPECT_EQ(notice->event, "protos_not_cached");
  EXPECT_THAT(notice->reason, HasSubstr("No such file"));
}

TEST_F(Reflected, AreRefusedWithTheReason) {
  ReflectionServer mute{"v1", [](const std::string&) { return std::nullopt; }}, none{"v2", users},
      silly{"v1", [](const std::string&) { return "\xff\xff"; }},
      older{"v1",
            [](const std::string&) {
              auto money = Protos::file("money");
              money.mutable_message_type(0)->mutable_field(0)->set_number(2);
              return Protos::response({Protos::file("orders", {"money"}), money});
            }},
      fine{"v1", users};
  add("users", none.address());
  EXPECT_EQ(why(), "the upstream 'users': it has no server reflection");
  config.upstreams[0].endpoints = {silly.address()};
  EXPECT_EQ(why(), "the upstream 'users': what it says is no ServerReflectionResponse");
  config.upstreams[0].endpoints = {fine.address()};
  add("orders", older.address());
  EXPECT_EQ(why(),
            "the upstream 'orders': its version of 'shop/v1/money.proto' is not that of the "
            "upstreams before it");
  config.upstreams[1].endpoints = {mute.address()};
  std::string reason;
  EXPECT_EQ(reflect(config, 200ms, reason), "");
  // In the service's words, where it is the first to see that the time is over.
  EXPECT_THAT(reason, testing::StartsWith("the upstream 'orders': DEADLINE_EXCEEDED: "));
}

}  // namespace
}  // namespace bff::runtime
