// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/plan/execution_fixture.hpp"

namespace bff::plan {
namespace {

using bff::test::PlanBuilder;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using TableCall = ExecutionFixture;

TEST_F(TableCall, AsksATableForEachKeyOnceInChunks) {
  to_products();
  ASSERT_EQ(requests.size(), 4u);
  EXPECT_EQ(shop().decode("t.ProductsRequest", requests[2]), "ids: 1 ids: 2");
  EXPECT_EQ(shop().decode("t.ProductsRequest", requests[3]), "ids: 3");
}

TEST_F(TableCall, EachChunkHasTheTablesOtherFieldsToo) {
  home.call(kProducts).request.push_back(
      home.builder.with(shop().field("t.ProductsRequest", "language"),
                        PlanBuilder::expression(home.builder.at("profile.user.id"))));
  to_products();
  EXPECT_EQ(shop().decode("t.ProductsRequest", requests[2]), R"(ids: 1 ids: 2 language: "u1")");
  EXPECT_EQ(shop().decode("t.ProductsRequest", requests[3]), R"(ids: 3 language: "u1")");
}

TEST_F(TableCall, ATableWithoutKeysNeedsNoRpc) {
  start();
  ready();
  run->complete(0, user());
  ready();
  run->complete(1, orders(R"(orders { id: "a" })"));
  EXPECT_FALSE(run->done());
  EXPECT_THAT(ready(), IsEmpty());
  EXPECT_EQ(body(), R"({"user":"Ada","orders":[{"id":"a","lines":[]}]})");
  EXPECT_THAT(partials, IsEmpty());
}

TEST_F(TableCall, ARowThatIsLookedUpTwiceIsJoinedTwice) {
  to_products();
  run->complete(2, products(kFirstTwo));
  run->complete(3, products(kThird));
  EXPECT_EQ(body(), kWhole);
  EXPECT_THAT(partials, IsEmpty());
}

TEST_F(TableCall, AMissingRowIsNull) {
  to_products();
  run->complete(2, products(R"(products { id: 2 name: "P2" })"));
  run->complete(3, products(""));
  EXPECT_EQ(body(), R"({"user":"Ada","orders":[{"id":"a","lines":[{"quantity":2,"product":null},)"
                    R"({"quantity":1,"product":{"name":"P2"}}]},{"id":"b","lines":[)"
                    R"({"quantity":9,"product":null},{"quantity":4,"product":null}]}]})");
  EXPECT_THAT(partials, IsEmpty());
}

TEST_F(TableCall, AFailedChunkIsNullForItsOwnKeysOnly) {
  to_products();
  run->complete(3, timed_out());
  EXPECT_FALSE(run->done());
  run->complete(2, products(kFirstTwo));
  EXPECT_THAT(
      body(),
      HasSubstr(R"([{"quantity":9,"product":null},{"quantity":4,"product":{"name":"P1"}}])"));
  ASSERT_EQ(partials.size(), 1u);
  EXPECT_EQ(partials[0].call, kProducts);
  EXPECT_EQ(partials[0].error.code, Errc::upstream_timeout);
  EXPECT_EQ(partials[0].error.call, "products");
}

TEST_F(TableCall, AFailedChunkEndsTheRequestWhereItsCallMustNotFail) {
  home.call(kProducts).on_error.kind = OnError::Kind::fail;
  to_products();
  run->complete(3, timed_out());
  EXPECT_TRUE(run->done());
  EXPECT_EQ(error().call, "products");
}

TEST_F(TableCall, AFailedChunkHasTheDefaultRowForEachOfItsKeys) {
  home.call(kProducts).on_error.kind = OnError::Kind::use_default;
  home.call(kProducts).on_error.bytes = shop().encode("t.Product", R"(name: "unknown")");
  to_products();
  run->complete(2, timed_out());
  run->complete(3, products(kThird));
  EXPECT_THAT(body(), HasSubstr(R"([{"quantity":2,"product":{"name":"unknown"}},)"
                                R"({"quantity":1,"product":{"name":"unknown"}}])"));
  EXPECT_EQ(partials.size(), 1u);
}

TEST_F(TableCall, ADefaultDoesNotStandForARowThatTheServiceLeftOut) {
  home.call(kProducts).on_error.kind = OnError::Kind::use_default;
  home.call(kProducts).on_error.bytes = shop().encode("t.Product", R"(name: "unknown")");
  to_products();
  run->complete(2, products(kFirstTwo));
  run->complete(3, products(""));
  EXPECT_THAT(body(), HasSubstr(R"({"quantity":9,"product":null})"));
}

TEST_F(TableCall, OfSeveralFailedChunksTheFirstInThePlanIsTold) {
  for (const bool swap : {false, true}) {
    HomePlan fresh;
    const auto made = fresh.build();
    Execution both(*made, arguments, arena);
    both.ready();
    both.complete(0, user());
    both.ready();
    both.complete(1, orders());
    both.ready();
    const Error first{.code = Errc::upstream_timeout}, second{.code = Errc::upstream_unavailable};
    if (swap) both.complete(3, second);
    both.complete(2, first);
    if (!swap) both.complete(3, second);
    ASSERT_TRUE(both.done());
    const Result<Answer> answer = both.finish();
    ASSERT_EQ(answer->partials.size(), 1u);
    EXPECT_EQ(answer->partials[0].error.code, Errc::upstream_timeout);
  }
}

const std::string kSixProducts = R"(orders {
  lines { product_id: 1 } lines { product_id: 2 } lines { product_id: 3 }
  lines { product_id: 4 } lines { product_id: 5 } lines { product_id: 6 } })";

TEST_F(TableCall, TooManyKeysFailATableAndAskNothing) {
  start();
  ready();
  run->complete(0, user());
  ready();
  run->complete(1, orders(kSixProducts));
  EXPECT_THAT(ready(), IsEmpty());
  EXPECT_THAT(body(), HasSubstr(R"("product":null)"));
  ASSERT_EQ(partials.size(), 1u);
  EXPECT_EQ(partials[0].error.code, Errc::upstream_invalid);
  EXPECT_EQ(partials[0].error.detail, "more than 5 distinct keys are looked up");
}

TEST_F(TableCall, TooManyKeysEndTheRequestWhereTheTableMustNotFail) {
  home.call(kProducts).on_error.kind = OnError::Kind::fail;
  start();
  ready();
  run->complete(0, user());
  ready();
  run->complete(1, orders(kSixProducts));
  EXPECT_THAT(ready(), IsEmpty());
  EXPECT_EQ(error().code, Errc::upstream_invalid);
}

TEST_F(TableCall, TooManyKeysWithADefaultGiveTheDefaultRowToAll) {
  home.call(kProducts).on_error.kind = OnError::Kind::use_default;
  home.call(kProducts).on_error.bytes = shop().encode("t.Product", R"(name: "unknown")");
  start();
  ready();
  run->complete(0, user());
  ready();
  run->complete(1, orders(kSixProducts));
  ready();
  EXPECT_THAT(body(), Not(HasSubstr(R"("product":null)")));
}

TEST_F(TableCall, MoreChunksThanRpcsCanBeNumberedFailATable) {
  home.call(kProducts).table->max = 1;
  home.call(kProducts).table->total = 100'000;
  std::string many = "orders {";
  for (int id = 1; id <= 65'534; ++id) many += " lines { product_id: " + std::to_string(id) + " }";
  start();
  ready();
  run->complete(0, user());
  ready();
  run->complete(1, orders(many + "}"));
  EXPECT_THAT(ready(), IsEmpty());
  body();
  ASSERT_EQ(partials.size(), 1u);
  EXPECT_EQ(partials[0].error.detail, "the keys that are looked up need more than 65535 RPCs");
}

}  // namespace
}  // namespace bff::plan
