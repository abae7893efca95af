// SPDX-License-Identifier: Apache-2.0
#include "plan/shape_writer.hpp"

#include <gtest/gtest.h>

#include "support/plan_builder.hpp"
#include "support/plan_scope.hpp"
#include "support/shop_proto.hpp"

namespace bff::plan {
namespace {

using bff::test::PlanBuilder;
using bff::test::PlanScope;
using bff::test::shop;
using Fallback = Expression::Fallback;

// Shapes over one call, `orders`, that answers t.Orders; `o` below is its first order.
class ShapeWriter : public testing::Test {
 protected:
  ShapeWriter() : builder(shop()) { builder.call("orders", "t.Orders"); }

  Result<void> write(std::unique_ptr<Node> shape, const std::string& answer) {
    const Node& root = *shape;
    PlanScope scope(builder.build(std::move(shape)));
    if (answer == "MISSING") {
      scope.miss(0);
    } else {
      scope.answer(0, shop().encode("t.Orders", answer));
    }
    return write_shape(json, root, *scope);
  }
  std::string written(std::unique_ptr<Node> shape, const std::string& answer) {
    const Result<void> result = write(std::move(shape), answer);
    return result ? json : "ERROR " + result.error().detail;
  }
  std::unique_ptr<Node> each_order(const PlanBuilder::Body& body) {
    return builder.each("o", builder.at("orders.orders"), body);
  }
  std::unique_ptr<Node> value(const std::string& path) {
    return PlanBuilder::value(builder.at(path));
  }

  PlanBuilder builder;
  std::string json;
};

TEST_F(ShapeWriter, WritesKeysInTheOrderOfTheShape) {
  auto shape = PlanBuilder::object(PlanBuilder::member("z", PlanBuilder::literal("1")),
                                   PlanBuilder::member("a", PlanBuilder::literal("\"x\"")),
                                   PlanBuilder::member("next", value("orders.next")));
  EXPECT_EQ(written(std::move(shape), R"(next: "p2")"), R"({"z":1,"a":"x","next":"p2"})");
}

TEST_F(ShapeWriter, AnEmptyObjectIsAnEmptyObject) {
  EXPECT_EQ(written(PlanBuilder::object(), ""), "{}");
}

TEST_F(ShapeWriter, LeavesOutAMemberOfAOneofThatIsNotSet) {
  auto shape = each_order([&] {
    auto first = PlanBuilder::member("total", value("o.total"));
    first.only_if_set = true;
    return PlanBuilder::object(std::move(first), PlanBuilder::member("id", value("o.id")));
  });
  EXPECT_EQ(written(std::move(shape), R"(orders { id: "a" } orders { total {} })"),
            R"([{"id":"a"},{"total":{"currencyCode":"","units":"0","nanos":0},"id":""}])");
}

TEST_F(ShapeWriter, WritesEachElementInTheServicesOrder) {
  auto shape = each_order([&] {
    return PlanBuilder::object(PlanBuilder::member("id", value("o.id")),
                               PlanBuilder::member("status", value("o.status")));
  });
  EXPECT_EQ(
      written(std::move(shape), R"(orders { id: "b" status: STATUS_PAID } orders { id: "a" })"),
      R"([{"id":"b","status":"PAID"},{"id":"a","status":"UNSPECIFIED"}])");
}

TEST_F(ShapeWriter, AnEmptyListIsEmptyAndAMissingOneIsNull) {
  auto body = [&] { return value("o.id"); };
  EXPECT_EQ(written(each_order(body), ""), "[]");
}

TEST_F(ShapeWriter, AListOfAMissingCallIsNull) {
  EXPECT_EQ(written(each_order([&] { return value("o.id"); }), "MISSING"), "null");
}

TEST_F(ShapeWriter, CutsAListAtItsLimit) {
  auto shape = each_order([&] { return value("o.id"); });
  shape->limit = 2;
  EXPECT_EQ(
      written(std::move(shape), R"(orders { id: "1" } orders { id: "2" } orders { id: "3" })"),
      R"(["1","2"])");
}

TEST_F(ShapeWriter, NestsListsInLists) {
  auto shape = each_order([&] {
    return builder.each("l", builder.at("o.lines"), [&] {
      return PlanBuilder::object(PlanBuilder::member("order", value("o.id")),
                                 PlanBuilder::member("product", value("l.product_id")));
    });
  });
  EXPECT_EQ(written(std::move(shape), R"(
    orders { id: "a" lines { product_id: 1 } lines { product_id: 2 } } orders { id: "b" })"),
            R"([[{"order":"a","product":"1"},{"order":"a","product":"2"}],[]])");
}

TEST_F(ShapeWriter, BindsTheElementsOfAScalarList) {
  auto shape = each_order([&] {
    return builder.each("tag", builder.at("o.tags"), [&] {
      return PlanBuilder::object(PlanBuilder::member("t", value("tag")));
    });
  });
  EXPECT_EQ(written(std::move(shape), R"(orders { tags: "x" tags: "y\"z" })"),
            R"([[{"t":"x"},{"t":"y\"z"}]])");
}

TEST_F(ShapeWriter, CopiesElementsWholeWhereThereIsNoBody) {
  auto shape = each_order([&] { return builder.each("n", builder.at("o.numbers"), nullptr); });
  EXPECT_EQ(written(std::move(shape), "orders { numbers: [3, -1] }"), "[[3,-1]]");
}

TEST_F(ShapeWriter, CopiesMessagesWholeWhereThereIsNoBody) {
  auto shape = each_order([&] { return builder.each("l", builder.at("o.lines"), nullptr); });
  EXPECT_EQ(written(std::move(shape), "orders { lines { product_id: 5 quantity: 2 } }"),
            R"([[{"productId":"5","quantity":2,"makerId":null}]])");
}

TEST_F(ShapeWriter, WritesAMapAsAnObjectWithTheSameKeys) {
  auto shape = each_order([&] {
    return builder.each("note", builder.at("o.notes"), [&] {
      return PlanBuilder::object(PlanBuilder::member("text", value("note")));
    });
  });
  EXPECT_EQ(written(std::move(shape), R"(orders { notes { key: "k\n" value: "v" } })"),
            R"([{"k\n":{"text":"v"}}])");
}

// As a map that is copied whole: a view that looks into one must not move its keys.
TEST_F(ShapeWriter, OfEntriesWithOneKeyTheLastHoldsAndKeepsItsPlace) {
  const std::string entries =
      "\x3a\x06\x0a\x01"
      "a\x12\x01"
      "1"
      "\x3a\x06\x0a\x01"
      "b\x12\x01"
      "2"
      "\x3a\x06\x0a\x01"
      "a\x12\x01"
      "3";
  auto shape = each_order([&] {
    return PlanBuilder::object(
        PlanBuilder::member("whole", value("o.notes")),
        PlanBuilder::member("each",
                            builder.each("n", builder.at("o.notes"), [&] { return value("n"); })));
  });
  const Node& root = *shape;
  PlanScope scope(builder.build(std::move(shape)));
  scope.answer(0, "\x0a\x18" + entries);
  ASSERT_TRUE(write_shape(json, root, *scope));
  EXPECT_EQ(json, R"([{"whole":{"b":"2","a":"3"},"each":{"b":"2","a":"3"}}])");
}

TEST_F(ShapeWriter, ReadsMessagesInMapsAndWritesIntegerKeysAsTexts) {
  auto shape = each_order([&] {
    return builder.each("part", builder.at("o.parts"), [&] { return value("part.units"); });
  });
  EXPECT_EQ(written(std::move(shape), "orders { parts { key: -5 value { units: 9 } } }"),
            R"([{"-5":"9"}])");
}

TEST_F(ShapeWriter, OfEntriesWithOneKeyTheLastHolds) {
  auto shape = each_order(
      [&] { return builder.each("flag", builder.at("o.flags"), [&] { return value("flag"); }); });
  EXPECT_EQ(written(std::move(shape),
                    "orders { flags { key: true value: STATUS_PAID } "
                    "flags { key: false } flags { key: true } }"),
            R"([{"false":"UNSPECIFIED","true":"UNSPECIFIED"}])");
}

TEST_F(ShapeWriter, FromBindsAMessageToAName) {
  auto shape = each_order([&] {
    return builder.from("m", builder.at("o.total"), [&] {
      return PlanBuilder::object(PlanBuilder::member("units", value("m.units")),
                                 PlanBuilder::member("of", value("o.id")));
    });
  });
  EXPECT_EQ(written(std::move(shape), R"(orders { id: "a" total { units: 3 } } orders {})"),
            R"([{"units":"3","of":"a"},null])");
}

TEST_F(ShapeWriter, CopiesAWholeMessageWithEveryKey) {
  auto shape = each_order([&] { return value("o.total"); });
  EXPECT_EQ(written(std::move(shape), R"(orders { total { currency_code: "EUR" } } orders {})"),
            R"([{"currencyCode":"EUR","units":"0","nanos":0},null])");
}

TEST_F(ShapeWriter, CopiesTheElementItself) {
  auto shape = each_order([&] {
    return builder.each("l", builder.at("o.lines"), [&] {
      return PlanBuilder::object(PlanBuilder::member("line", value("l")));
    });
  });
  EXPECT_EQ(written(std::move(shape), R"(orders { lines { quantity: 1 maker_id: "" } })"),
            R"([[{"line":{"productId":"0","quantity":1,"makerId":""}}]])");
}

TEST_F(ShapeWriter, AListFieldIsAValue) {
  auto shape = each_order([&] { return value("o.tags"); });
  EXPECT_EQ(written(std::move(shape), R"(orders { tags: "a" tags: "b" } orders {})"),
            R"([["a","b"],[]])");
}

TEST_F(ShapeWriter, WritesLiteralsOfExpressionsByTheFieldsType) {
  auto shape = each_order([&] {
    auto expression = PlanBuilder::either(builder.at("o.id"), Fallback::if_empty, "no \"id\"");
    return PlanBuilder::value(std::move(expression));
  });
  EXPECT_EQ(written(std::move(shape), "orders {}"), R"(["no \"id\""])");
}

TEST_F(ShapeWriter, AnInsistedAbsenceEndsTheShape) {
  const auto result = write(each_order([&] { return value("o.total!.units"); }), "orders {}");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Errc::upstream_absent);
  EXPECT_EQ(result.error().detail, "o.total is absent");
  EXPECT_EQ(result.error().call, "orders");
}

TEST_F(ShapeWriter, AValueWithoutJsonFormIsTheCallsFault) {
  const auto result =
      write(each_order([&] { return value("o.placed_at"); }), "orders { placed_at { nanos: -1 } }");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Errc::upstream_invalid);
  EXPECT_EQ(result.error().call, "orders");
}

TEST_F(ShapeWriter, AMalformedElementIsTheCallsFault) {
  auto shape = each_order([&] { return value("o.id"); });
  const Node& root = *shape;
  PlanScope scope(builder.build(std::move(shape)));
  scope.answer(0, std::string("\x0a\x02\x0a\x7f", 4));  // an order whose id is said to be longer
  const auto result = write_shape(json, root, *scope);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Errc::upstream_invalid);
  EXPECT_EQ(result.error().call, "orders");
}

}  // namespace
}  // namespace bff::plan
