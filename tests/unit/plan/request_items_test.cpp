// SPDX-License-Identifier: Apache-2.0
// Requests with lists of messages, maps, conditions and `$from`.
#include <gtest/gtest.h>

#include "plan/request_writer.hpp"
#include "support/plan_builder.hpp"
#include "support/plan_scope.hpp"
#include "support/shop_proto.hpp"

namespace bff::plan {
namespace {

using bff::test::PlanBuilder;
using bff::test::PlanScope;
using bff::test::shop;
using B = PlanBuilder;

class RequestItemsTest : public testing::Test {
 protected:
  RequestItemsTest() : builder(shop()) { builder.call("a", "t.Orders"); }

  static RequestField field(const std::string& message, const std::string& name) {
    RequestField made;
    made.field = &shop().field(message, name);
    return made;
  }
  RequestField with(const std::string& message, const std::string& name, const std::string& path) {
    return builder.with(shop().field(message, name), B::expression(builder.at(path)));
  }
  RequestField line(const std::string& quantity) {
    RequestField made = field("t.Add", "lines");
    made.is_nested = true;
    made.nested.push_back(with("t.Line", "quantity", quantity));
    return made;
  }
  // Loops over all lines, bound to `name`.
  RequestItems lines(const std::string& name) {
    auto node = builder.each(name, builder.at("a.orders[].lines"), [] { return B::literal(""); });
    RequestItems items;
    items.list = std::move(node->expression);
    items.frame = node->frame;
    items.selection = node->selection;
    return items;
  }
  std::string written(const std::string& answer) {
    PlanScope scope(builder.build(nullptr));
    if (answer == "MISSING") {
      scope.miss(0);
    } else {
      scope.answer(0, shop().encode("t.Orders", answer));
    }
    std::string bytes;
    const Result<Request> made = write_request(bytes, fields, *scope);
    if (!made) return "ERROR " + made.error().detail;
    return *made == Request::missing ? "MISSING" : shop().decode("t.Add", bytes);
  }

  PlanBuilder builder;
  std::vector<RequestField> fields;
};

const std::string kLines = R"(orders { lines { quantity: 1 } lines { quantity: 0 } }
                              orders { lines { quantity: 3 maker_id: "m" } })";

TEST_F(RequestItemsTest, ALoopMakesAMessageOfEachElement) {
  RequestField all = field("t.Add", "lines");
  all.items.push_back(lines("l"));
  all.items[0].element.push_back(line("l.quantity"));
  fields.push_back(std::move(all));
  EXPECT_EQ(written(kLines), "lines { quantity: 1 } lines { } lines { quantity: 3 }");
}
TEST_F(RequestItemsTest, ALimitCountsWhatTheFilterLets) {
  RequestField all = field("t.Add", "lines");
  all.items.push_back(lines("l"));
  all.items[0].when.push_back(B::holds(builder.at("l.quantity")));
  all.items[0].limit = 1;
  all.items[0].element.push_back(line("l.quantity"));
  fields.push_back(std::move(all));
  EXPECT_EQ(written(kLines), "lines { quantity: 1 }");
}
TEST_F(RequestItemsTest, ALoopAmongElementsKeepsItsPlace) {
  RequestField all = field("t.Add", "numbers");
  RequestItems first, loop = lines("l"), last;
  first.element.push_back(with("t.Add", "numbers", "a.orders[0].lines[0].quantity"));
  loop.element.push_back(with("t.Add", "numbers", "l.quantity"));
  last.element.push_back(with("t.Add", "numbers", "a.orders[0].total.nanos"));  // null
  all.items.push_back(std::move(first));
  all.items.push_back(std::move(loop));
  all.items.push_back(std::move(last));
  fields.push_back(std::move(all));
  EXPECT_EQ(written(kLines), "numbers: 1 numbers: 1 numbers: 0 numbers: 3");
}
TEST_F(RequestItemsTest, ALoopMakesEntriesOfAMap) {
  RequestField all = field("t.Add", "counts");
  all.items.push_back(lines("l"));
  RequestField entry = field("t.Add", "counts");
  entry.is_nested = true;
  const proto::MessageTable& table = *entry.field->message;
  entry.nested.push_back(builder.with(*table.find(1), B::expression(builder.at("l.maker_id"))));
  entry.nested.push_back(builder.with(*table.find(2), B::expression(builder.at("l.quantity"))));
  all.items[0].when.push_back(B::holds(builder.at("l.maker_id")));
  all.items[0].element.push_back(std::move(entry));
  fields.push_back(std::move(all));
  EXPECT_EQ(written(kLines), R"(counts { key: "m" value: 3 })");
}
TEST_F(RequestItemsTest, AnElementWhoseConditionDoesNotHoldIsLeftOut) {
  RequestField all = field("t.Add", "numbers");
  RequestItems item;
  item.when.push_back(B::holds(builder.at("a.next")));
  item.element.push_back(with("t.Add", "numbers", "a.orders[0].lines[0].quantity"));
  all.items.push_back(std::move(item));
  fields.push_back(std::move(all));
  EXPECT_EQ(written(kLines), "");
}
TEST_F(RequestItemsTest, ALoopOverAMissingListMakesTheRequestMissing) {
  RequestField all = field("t.Add", "lines");
  all.items.push_back(lines("l"));
  all.items[0].element.push_back(line("l.quantity"));
  fields.push_back(std::move(all));
  EXPECT_EQ(written("MISSING"), "MISSING");
}
TEST_F(RequestItemsTest, AFieldWhoseConditionDoesNotHoldIsUnset) {
  fields.push_back(with("t.Add", "user", "a.orders[0].id"));
  fields[0].when.push_back(B::holds(builder.at("a.next")));
  EXPECT_EQ(written(R"(orders { id: "x" })"), "");
}
TEST_F(RequestItemsTest, AMessageIsThereWhenItsFromIs) {
  auto bound = builder.from("o", builder.at("a.orders[0]"), [] { return B::literal(""); });
  RequestField made = field("t.Add", "line");
  made.is_nested = true;
  made.from = std::move(bound->expression);
  made.frame = bound->frame;
  made.selection = bound->selection;
  made.nested.push_back(with("t.Line", "maker_id", "o.id"));
  fields.push_back(std::move(made));
  EXPECT_EQ(written(R"(orders { id: "x" })"), R"(line { maker_id: "x" })");
}
TEST_F(RequestItemsTest, AMessageIsUnsetWhenItsFromIsNull) {
  auto bound = builder.from("o", builder.at("a.orders[0]"), [] { return B::literal(""); });
  RequestField made = field("t.Add", "line");
  made.is_nested = true;
  made.from = std::move(bound->expression);
  made.frame = bound->frame;
  made.selection = bound->selection;
  fields.push_back(std::move(made));
  EXPECT_EQ(written(""), "");
}

}  // namespace
}  // namespace bff::plan
