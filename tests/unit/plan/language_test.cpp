// SPDX-License-Identifier: Apache-2.0
// The examples: real screens, written in the whole language. They parse, and hold
// what was written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "plan/route_file.hpp"
#include "unit/plan/shape_member.hpp"

namespace bff::plan {
namespace {

RouteFile language_file(const std::string& name) {
  std::ifstream in(BFF_SOURCE_DIR "/tests/e2e/examples/routes/" + name, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  Diagnostics out;
  auto file = parse_route_file(std::make_shared<const Source>(name, text), out);
  if (!file || !out.empty()) throw std::runtime_error(out.text());
  return std::move(*file);
}

template <class Named>
const Named& named(const std::vector<Named>& all, std::string_view name) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Named& n) { return n.name.value == name; });
  if (found == all.end()) throw std::runtime_error("nothing is called " + std::string{name});
  return *found;
}

TEST(Language, IsReadWholly) {
  int files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(BFF_SOURCE_DIR "/tests/e2e/examples/routes")) {
    if (entry.path().extension() != ".yaml") continue;
    EXPECT_NO_THROW(language_file(entry.path().filename().string())) << entry.path();
    ++files;
  }
  EXPECT_EQ(files, 6);
}

TEST(Language, SaysAProductPageAndAPostThatWrites) {
  const auto file = language_file("product.yaml");
  const CallSyntax& price = named(file.calls, "price");
  EXPECT_EQ(price.for_each->name.value, "money");
  EXPECT_EQ(price.when->all.at(0).op, ConditionSyntax::Op::unequal);
  const NamedShapeSyntax& card = named(file.shapes, "Card");
  EXPECT_EQ(card.as.value, "p");
  EXPECT_TRUE(member(*card.shape, "image").text->parts.at(0).keeps_slashes);
  const RouteSyntax& product = file.routes.at(0);
  EXPECT_EQ(product.cookies.at(0).default_value->scalar, "USD");
  EXPECT_EQ(member(*product.shape, "related").limit->number, 4U);
  EXPECT_EQ(member(*product.shape, "product").shape_name->value, "Card");
  const RouteSyntax& add = file.routes.at(1);
  EXPECT_EQ(add.body->value, "hipstershop.CartItem");
  EXPECT_EQ(add.require.at(0).status.value, 422U);
  EXPECT_EQ(add.respond->status->value, 201U);
  EXPECT_EQ(add.respond->headers.at(0).value->kind, ShapeSyntax::Kind::text);
  EXPECT_TRUE(named(add.calls, "cart").reads->value);
  EXPECT_EQ(named(add.calls, "cart").after.at(0).value, "add");
  EXPECT_EQ(member(*add.shape, "lines").kind, ShapeSyntax::Kind::count);
}

TEST(Language, SaysACheckout) {
  const auto file = language_file("checkout.yaml");
  const RouteSyntax& checkout = file.routes.at(0);
  EXPECT_EQ(checkout.query.at(0).pattern->value, "[A-Z]{3}");
  EXPECT_EQ(member(*named(checkout.calls, "totals").with, "lines").kind, ShapeSyntax::Kind::each);
  const auto& key = member(*checkout.shape->members.at(0).value->body, "unitPrice");
  EXPECT_EQ(to_text(key.expression->refs.at(0)), "$price($product($i.product_id).price_usd)");
  EXPECT_TRUE(member(*checkout.shape, "freeGift").when);
  const auto& failure = named(file.routes.at(1).calls, "order").on_error.by_code.at(0);
  EXPECT_EQ(failure.first.value, "FAILED_PRECONDITION");
  EXPECT_EQ(failure.second.status, 402);
}

TEST(Language, SaysAFeedWithAOneof) {
  const auto file = language_file("feed.yaml");
  const ShapeSyntax& items = member(*file.routes.at(0).shape, "items");
  ASSERT_EQ(items.kind, ShapeSyntax::Kind::list);
  EXPECT_TRUE(items.items.at(0)->when);
  const ShapeSyntax& each = *items.items.at(1);
  EXPECT_EQ(each.when->all.at(0).op, ConditionSyntax::Op::fails);
  ASSERT_EQ(each.body->kind, ShapeSyntax::Kind::choice);
  EXPECT_EQ(each.body->cases.size(), 3U);
  EXPECT_FALSE(each.body->otherwise->body);
  EXPECT_EQ(member(*each.body->cases.at(1).body, "href").text->parts.at(0).text, "/a/");
}

TEST(Language, SaysWhatRealShopsAnswer) {
  const auto boutique = language_file("boutique.yaml");
  EXPECT_EQ(boutique.routes.at(4).respond->cookies.at(0).max_age->value, std::chrono::hours{48});
  const auto otel = language_file("otel.yaml");
  EXPECT_TRUE(named(otel.shapes, "Product").shape->members.at(0).merge);
  EXPECT_EQ(otel.routes.at(5).query.at(0).separator, ",");
  EXPECT_EQ(otel.routes.at(1).calls.at(0).with->kind, ShapeSyntax::Kind::expression);
}

}  // namespace
}  // namespace bff::plan
