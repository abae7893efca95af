// SPDX-License-Identifier: Apache-2.0
// Tables beyond rows in batches: groups, maps, tables by value, and look-ups in ordinary answers.
#include "unit/plan/execution_run.hpp"

namespace bff::plan {
namespace {

using B = PlanBuilder;

const std::string kOrdersWithLines =
    R"(orders { id: "a" lines { product_id: 1 } lines { product_id: 2 } }
                               orders { id: "b" lines { product_id: 1 } })";

// orders, and a table that is looked up by the product ids of their lines.
class Joins : public ExecutionRun {
 protected:
  Joins() { builder.call("orders", "t.Orders"); }

  // Writes `value` of each line's product id, and collects them for `table`.
  std::unique_ptr<Node> over_lines(const std::string& table, const B::Body& value) {
    collect(table);
    return builder.each("l", builder.at("orders.orders[].lines"), value);
  }
  void collect(const std::string& table) {
    Call& call = builder.call(table);
    call.needs = {0};
    call.table->collector = builder.each("k", builder.at("orders.orders[].lines"), [&] {
      return builder.keys(table, builder.at("k.product_id"));
    });
  }
  void orders() {
    ready("t.Add");
    answer(0, "t.Orders", kOrdersWithLines);
  }
};

class RowGroup : public Joins {
 protected:
  RowGroup() {
    builder.call("products", "t.Products");
    Table& table =
        builder.table("products", "products", "id", shop().field("t.ProductsRequest", "ids"));
    table.join = Table::Join::group;
    builder.call("products").on_error.kind = OnError::Kind::as_null;
  }
  std::unique_ptr<Node> names() {
    return over_lines("products", [&] {
      auto rows = builder.look_up("products", builder.at("l.product_id"));
      rows.type = {};
      rows.type.field = &shop().field("t.Products", "products");
      return builder.each("p", std::move(rows), [&] { return value("p.name"); });
    });
  }
};

TEST_F(RowGroup, HasAllRowsOfItsKeyInTheServicesOrder) {
  start(names());
  orders();
  EXPECT_EQ(ready("t.ProductsRequest"), "products: ids: 1 ids: 2");
  answer(1, "t.Products", R"(products { id: 2 name: "x" } products { id: 1 name: "b" }
                             products { id: 9 name: "z" } products { id: 1 name: "a" })");
  EXPECT_EQ(body(), R"([["b","a"],["x"],["b","a"]])");
}
TEST_F(RowGroup, WithoutRowsIsEmpty) {
  start(names());
  orders();
  ready("t.Add");
  answer(1, "t.Products", R"(products { id: 2 name: "x" })");
  EXPECT_EQ(body(), R"([[],["x"],[]])");
}
TEST_F(RowGroup, OfAFailedChunkIsNull) {
  builder.call("products").table->max = 1;
  start(names());
  orders();
  ready("t.Add");
  fail(1, Errc::upstream_timeout);
  answer(2, "t.Products", R"(products { id: 2 name: "x" } products { id: 1 name: "foreign" })");
  EXPECT_EQ(body(), R"([null,["x"],null])");
}
TEST_F(RowGroup, OfADefaultIsThatRow) {
  builder.call("products").on_error.kind = OnError::Kind::use_default;
  builder.call("products").on_error.bytes = shop().encode("t.Product", R"(name: "?")");
  start(names());
  orders();
  ready("t.Add");
  fail(1, Errc::upstream_timeout);
  EXPECT_EQ(body(), R"([["?"],["?"],["?"]])");
}

class Entries : public Joins {
 protected:
  Entries() {
    builder.call("stock", "t.Stock");
    builder.call("stock").on_error.kind = OnError::Kind::as_null;
  }
};

TEST_F(Entries, AreFoundInTheAnswersMap) {
  builder.map_table("stock", "prices", shop().field("t.StockRequest", "ids"));
  start(over_lines("stock", [&] {
    return B::value(builder.look_up("stock", builder.at("l.product_id"), ".units"));
  }));
  orders();
  EXPECT_EQ(ready("t.StockRequest"), "stock: ids: 1 ids: 2");
  answer(1, "t.Stock", "prices { key: 1 value { units: 7 } } prices { key: 9 value { units: 5 } }");
  EXPECT_EQ(body(), R"(["7",null,"7"])");
}
TEST_F(Entries, OfScalarsAreTheirValues) {
  builder.map_table("stock", "counts", shop().field("t.StockRequest", "names"));
  builder.call("stock").needs = {0};
  builder.call("stock").table->collector = builder.each(
      "k", builder.at("orders.orders"), [&] { return builder.keys("stock", builder.at("k.id")); });
  start(builder.each("o", builder.at("orders.orders"),
                     [&] { return B::value(builder.look_up("stock", builder.at("o.id"))); }));
  orders();
  EXPECT_EQ(ready("t.StockRequest"), R"(stock: names: "a" names: "b")");
  answer(1, "t.Stock", R"(counts { key: "b" value: 3 })");
  EXPECT_EQ(body(), "[null,3]");
}

class ByValue : public Joins {
 protected:
  ByValue() {
    builder.call("price", "t.Money").on_error.kind = OnError::Kind::as_null;
    Table& table = builder.by_value("price", "usd", {&shop().field("t.Order", "total")});
    Call& price = builder.call("price");
    price.needs = {0};
    price.request.push_back(with("t.Convert", "from", builder.at("usd")));
    table.collector = builder.each("k", builder.at("orders.orders"),
                                   [&] { return builder.keys("price", builder.at("k.total")); });
  }
  std::unique_ptr<Node> units() {
    return builder.each("o", builder.at("orders.orders"), [&] {
      return B::value(builder.look_up("price", builder.at("o.total"), ".units"));
    });
  }
  void totals(const std::string& text) {
    ready("t.Add");
    answer(0, "t.Orders", text);
  }
};

const std::string kTotals = R"(orders { total { currency_code: "A" units: 1 } }
  orders { total { currency_code: "B" } } orders {} orders { total { currency_code: "A" units: 1 } })";

TEST_F(ByValue, MakesOneCallForEachDistinctKey) {
  start(units());
  totals(kTotals);
  EXPECT_EQ(ready("t.Convert"),
            "price: from { currency_code: \"A\" units: 1 }\nprice: from { currency_code: \"B\" }");
  answer(2, "t.Money", "units: 22");
  answer(1, "t.Money", "units: 11");
  EXPECT_EQ(body(), R"(["11","22",null,"11"])");
}
TEST_F(ByValue, KeysAreEqualWhateverTheirEncoding) {
  start(units());
  ready("t.Add");
  // The same Money twice: once with its fields in reverse, a long varint and a value overwritten.
  const std::string plain(
      "\x0a\x01"
      "A\x10\x01",
      5);
  const std::string odd(
      "\x10\x05\x10\x81\x00\x0a\x01"
      "A",
      8);
  const auto order = [](const std::string& total) {
    return "\x0a" + std::string(1, static_cast<char>(total.size() + 2)) + "\x2a" +
           std::string(1, static_cast<char>(total.size())) + total;
  };
  run->complete(0, order(plain) + order(odd));
  EXPECT_EQ(ready("t.Convert"), "price: from { currency_code: \"A\" units: 1 }");
  answer(1, "t.Money", "units: 5");
  EXPECT_EQ(body(), R"(["5","5"])");
}
TEST_F(ByValue, KeysThatDifferInWhatTheProtoDoesNotKnowAreTwo) {
  start(units());
  ready("t.Add");
  const std::string known("\x0a\x06\x2a\x04\x10\x01\x78\x01", 8),
      other("\x0a\x06\x2a\x04\x10\x01\x78\x02", 8);
  run->complete(0, known + other);
  EXPECT_EQ(run->ready().size(), 2u);
}
TEST_F(ByValue, AConditionIsJudgedForEachKey) {
  builder.call("price").when.push_back(
      B::when(Condition::Op::unequal, builder.at("usd.currency_code"), builder.text("A")));
  start(units());
  totals(kTotals);
  EXPECT_EQ(ready("t.Convert"), "price: from { currency_code: \"B\" }");
  answer(1, "t.Money", "units: 2");
  EXPECT_EQ(body(), R"([null,"2",null,null])");
  EXPECT_TRUE(finished.partials.empty());
}
TEST_F(ByValue, WhenNoKeyIsLetThroughNothingIsCalled) {
  builder.call("price").when.push_back(B::holds(builder.at("usd.nanos")));
  start(units());
  totals(kTotals);
  EXPECT_EQ(body(), "[null,null,null,null]");
}
TEST_F(ByValue, AFailureCountsForItsOwnKey) {
  start(units());
  totals(kTotals);
  ready("t.Add");
  fail(1, Errc::upstream_timeout);
  answer(2, "t.Money", "units: 2");
  EXPECT_EQ(body(), R"([null,"2",null,null])");
  EXPECT_EQ(finished.partials.size(), 1u);
}
TEST_F(ByValue, AFailureHasItsDefault) {
  builder.call("price").on_error.kind = OnError::Kind::use_default;
  builder.call("price").on_error.bytes = shop().encode("t.Money", "units: 9");
  start(units());
  totals(kTotals);
  ready("t.Add");
  fail(1, Errc::upstream_timeout);
  answer(2, "t.Money", "units: 2");
  EXPECT_EQ(body(), R"(["9","2",null,"9"])");
}
TEST_F(ByValue, AFailureEndsTheRequestWhereItMustNotFail) {
  builder.call("price").on_error.kind = OnError::Kind::fail;
  start(units());
  totals(kTotals);
  ready("t.Add");
  fail(2, Errc::upstream_timeout);
  EXPECT_EQ(body(), "ERROR upstream-timeout ");
}
TEST_F(ByValue, TooManyKeysFailTheWhole) {
  builder.call("price").table->total = 1;
  start(units());
  totals(kTotals);
  EXPECT_EQ(ready("t.Convert"), "");
  EXPECT_EQ(body(), "[null,null,null,null]");
  EXPECT_EQ(finished.partials.size(), 1u);
}

// products is an ordinary call, and looked up by its rows' ids.
class InAnAnswer : public Joins {
 protected:
  InAnAnswer() {
    builder.call("products", "t.Products").on_error.kind = OnError::Kind::as_null;
    builder.look_up_in("products", "products", "id");
  }
  std::unique_ptr<Node> names() {
    return builder.each("l", builder.at("orders.orders[].lines"), [&] {
      return B::value(builder.look_up("products", builder.at("l.product_id"), ".name"));
    });
  }
};

TEST_F(InAnAnswer, RowsAreFoundByTheirKey) {
  start(names());
  orders();
  answer(1, "t.Products", R"(products { id: 1 name: "x" } products { id: 1 name: "y" })");
  EXPECT_EQ(body(), R"(["x",null,"x"])");
}
TEST_F(InAnAnswer, OfAMissingCallAllRowsAreMissing) {
  start(names());
  orders();
  fail(1, Errc::upstream_timeout);
  EXPECT_EQ(body(), "[null,null,null]");
}
TEST_F(InAnAnswer, OfADefaultItsRowsAreFound) {
  builder.call("products").on_error.kind = OnError::Kind::use_default;
  builder.call("products").on_error.bytes =
      shop().encode("t.Products", R"(products { id: 2 name: "two" })");
  start(names());
  orders();
  fail(1, Errc::upstream_timeout);
  EXPECT_EQ(body(), R"([null,"two",null])");
}
TEST_F(InAnAnswer, ABrokenRowIsTheCallsFailure) {
  start(names());
  orders();
  run->complete(1, std::string("\x0a\x02\x12\x7f", 4));
  EXPECT_EQ(body(), "[null,null,null]");
  ASSERT_EQ(finished.partials.size(), 1u);
  EXPECT_EQ(finished.partials[0].error.code, Errc::upstream_invalid);
}
TEST_F(InAnAnswer, GroupsAreEmptyWhereThereIsNoRow) {
  builder.call("products").table->join = Table::Join::group;
  start(builder.each("l", builder.at("orders.orders[].lines"), [&] {
    auto rows = builder.look_up("products", builder.at("l.product_id"));
    rows.type = {&shop().field("t.Products", "products")};
    return builder.count(std::move(rows));
  }));
  orders();
  answer(1, "t.Products", R"(products { id: 1 name: "x" } products { id: 1 name: "y" })");
  EXPECT_EQ(body(), "[2,0,2]");
}

}  // namespace
}  // namespace bff::plan
