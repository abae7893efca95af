// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "demo/data/catalog.hpp"
#include "demo/data/orders.hpp"
#include "demo/data/users.hpp"

namespace demo {
namespace {

using testing::AllOf;
using testing::Ge;
using testing::Le;

std::int64_t cents(const shop::v1::Money& money) {
  return money.units() * 100 + money.nanos() / 10'000'000;
}

TEST(DemoData, HoldsTheUsersFromOneToAThousand) {
  EXPECT_FALSE(user(0));
  EXPECT_FALSE(user(-1));
  for (std::int64_t id = 1; id <= kUsers; ++id) ASSERT_EQ(user(id)->id(), id);
  EXPECT_FALSE(user(kUsers + 1));
}

TEST(DemoData, IsTheSameEveryTime) {
  for (std::int64_t id = 1; id <= kProducts; ++id) {
    ASSERT_EQ(user(id)->SerializeAsString(), user(id)->SerializeAsString());
    ASSERT_EQ(order(order_id(id, 7))->SerializeAsString(),
              order(order_id(id, 7))->SerializeAsString());
    ASSERT_EQ(product(id)->SerializeAsString(), product(id)->SerializeAsString());
  }
}

// Golden files are made from the data, so that a change of it must be meant.
TEST(DemoData, IsTheSameInEveryProcess) {
  EXPECT_EQ(user(42)->display_name(), "Olga Müller");
  EXPECT_EQ(order(4220)->lines(0).product_id(), 276);
  EXPECT_EQ(product(1)->name(), "Compact Tent 2\\3 Season");
}

// A reader of proto3 refuses a text that is no UTF-8.
TEST(DemoData, CanBeReadBack) {
  shop::v1::User read_user;
  shop::v1::Product read_product;
  shop::v1::Order read_order;
  for (std::int64_t id = 1; id <= kUsers; ++id) {
    ASSERT_TRUE(read_user.ParseFromString(user(id)->SerializeAsString())) << id;
    const auto orders = *orders_of(id);
    for (const auto& row : orders)
      ASSERT_TRUE(read_order.ParseFromString(row.SerializeAsString())) << row.id();
  }
  for (std::int64_t id = 1; id <= kProducts; ++id)
    ASSERT_TRUE(read_product.ParseFromString(product(id)->SerializeAsString())) << id;
}

TEST(DemoData, GivesSomeUsersNoAvatarAndSomeOneWithoutAUrl) {
  EXPECT_FALSE(user(10)->has_avatar());
  ASSERT_TRUE(user(15)->has_avatar());
  EXPECT_EQ(user(15)->avatar().url(), "");
  EXPECT_EQ(user(42)->avatar().url(), "https://img.shop.example/avatars/42.webp");
}

TEST(DemoData, ShowsEveryCaseOfAUsersOptionalParts) {
  std::set<int> contacts, nicknames, newsletters;
  for (std::int64_t id = 1; id <= 100; ++id) {
    const auto row = *user(id);
    contacts.insert(row.contact_case());
    nicknames.insert(!row.has_nickname() ? 0 : row.nickname().empty() ? 1 : 2);
    newsletters.insert(!row.has_newsletter() ? 0 : row.newsletter().value() ? 1 : 2);
  }
  EXPECT_EQ(contacts.size(), 3u);
  EXPECT_EQ(nicknames.size(), 3u);
  EXPECT_EQ(newsletters.size(), 3u);
}

TEST(DemoData, GivesEachUserTwentyOrdersTheNewestFirst) {
  for (const std::int64_t id : {1, 42, 1000}) {
    const auto orders = *orders_of(id);
    ASSERT_EQ(orders.size(), 20u);
    for (std::size_t i = 0; i < orders.size(); ++i) {
      EXPECT_EQ(orders[i].id(), order_id(id, 20 - static_cast<std::int64_t>(i)));
      EXPECT_EQ(orders[i].customer_id(), id);
      if (i > 0) {
        EXPECT_LT(orders[i].placed_at().seconds(), orders[i - 1].placed_at().seconds());
      }
    }
  }
  EXPECT_FALSE(orders_of(0));
  EXPECT_FALSE(orders_of(1001));
}

TEST(DemoData, KnowsOrdersByTheirOwnIdsOnly) {
  EXPECT_EQ(order(4201)->id(), 4201);
  for (const std::int64_t id : {0, 100, 121, 4200, 4221, 100121, -4201, -99})
    EXPECT_FALSE(order(id)) << id;
}

TEST(DemoData, SumsUpEachOrder) {
  for (std::int64_t id = 1; id <= kUsers; id += 13) {
    const auto orders = *orders_of(id);
    for (const auto& row : orders) {
      EXPECT_THAT(row.lines_size(), AllOf(Ge(1), Le(5)));
      std::int64_t sum = row.has_shipping_cost() ? cents(row.shipping_cost()) : 0;
      for (const auto& line : row.lines()) sum += cents(line.unit_price()) * line.quantity();
      EXPECT_EQ(cents(row.total()), sum) << row.id();
    }
  }
}

TEST(DemoData, NamesExistingProductsButForTheDocumentedFew) {
  for (std::int64_t id = 1; id <= kUsers; ++id) {
    const auto orders = *orders_of(id);
    for (const auto& row : orders) {
      std::set<std::int64_t> products;
      for (int i = 0; i < row.lines_size(); ++i) {
        const std::int64_t named = row.lines(i).product_id();
        EXPECT_TRUE(products.insert(named).second) << "twice in order " << row.id();
        const bool gone = row.id() == order_id(id, 7) && id % 10 == 3 && i == row.lines_size() - 1;
        ASSERT_EQ(product(named).has_value(), !gone) << row.id();
      }
    }
  }
}

TEST(DemoData, HoldsFiveHundredProducts) {
  EXPECT_FALSE(product(0));
  EXPECT_FALSE(product(kDiscontinuedProduct));
  for (std::int64_t id = 1; id <= kProducts; ++id) {
    const auto row = *product(id);
    EXPECT_EQ(row.id(), id);
    EXPECT_EQ(cents(row.price()), price_of(id));
    EXPECT_EQ(row.has_download(), id % 7 == 0);
    EXPECT_EQ(row.has_stock(), row.has_parcel());
  }
}

TEST(DemoData, SearchesByEveryCriterionGiven) {
  shop::v1::SearchProductsRequest request;
  EXPECT_EQ(search(request).size(), 500u);
  request.set_query("teaPOT");
  request.set_category("kitchen");
  *request.mutable_max_price() = euros(300'00);
  request.add_availability(shop::v1::AVAILABILITY_IN_STOCK);
  const auto ids = search(request);
  ASSERT_FALSE(ids.empty());
  for (const std::int64_t id : ids) {
    EXPECT_THAT(product(id)->name(), testing::HasSubstr("Teapot"));
    EXPECT_LE(price_of(id), 300'00);
    EXPECT_EQ(product(id)->availability(), shop::v1::AVAILABILITY_IN_STOCK);
  }
  request.set_category("garden");
  EXPECT_TRUE(search(request).empty());
}

}  // namespace
}  // namespace demo
