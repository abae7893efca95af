// SPDX-License-Identifier: Apache-2.0
#include "plan/contract_of.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/contract_inputs.hpp"
#include "plan/contract_shape.hpp"
#include "unit/plan/answer_type.hpp"
#include "unit/plan/compile_fixture.hpp"

namespace bff::plan {
namespace {

using contract::Contract;
using contract::Parameter;
using testing::ElementsAre;
using testing::HasSubstr;

Contract contract_of_route(const std::string& yaml, const std::string& client = "web") {
  auto result = compiled(yaml, client);
  EXPECT_TRUE(result.problems.empty()) << result.problems.text();
  return contract_of(client, result.plans, shop_schema());
}

std::string answer(const Contract& contract) { return answer_type(contract); }
std::string answer(std::string_view calls, std::string_view shape) {
  return answer(contract_of_route(route_with(calls, shape)));
}

std::string named(const Contract& contract, const std::string& name) {
  const std::string text = contract::to_typescript(contract);
  return between(text, "interface " + name + " {\n", "}\n");
}

TEST(ContractOf, ScalarsAndWhatMayBeNull) {
  EXPECT_EQ(answer(kUserCall,
                   "id: $user.user!.id\nname: $user.user.display_name\nnick: $user.user!.nickname\n"
                   "title: $user.user!.title\nok: $user.user!.verified\nscore: $user.user!.score\n"
                   "or: $user.user!.nickname ?? \"none\"\nfixed: yes please\nnumber: 7\n"),
            "  id: string;\n"
            "  name: string | null;\n"
            "  nick: string | null;\n"
            "  title: string | null;\n"
            "  ok: boolean;\n"
            "  score: Double;\n"
            "  or: string;\n"
            "  fixed: \"yes please\";\n"
            "  number: 7;\n");
}

TEST(ContractOf, ListsAndMaps) {
  EXPECT_EQ(answer(kUserCall,
                   "notes: $user.user!.notes\nlabels: $user.user!.labels\n"
                   "budgets: { $for: b in $user.user!.budgets, $shape: { units: $b.units } }\n"
                   "sizes: $user.user!.avatar.sizes\nextra: $user.user!.extra\n"),
            "  notes: string[];\n"
            "  labels: Record<string, string>;\n"
            "  budgets: Record<string, {\n"
            "    units: string;\n"
            "  }>;\n"
            "  sizes: string[] | null;\n"
            "  extra: Record<string, unknown> | null;\n");
}

TEST(ContractOf, MessagesThatAreCopiedWholeAreToldOnce) {
  const auto contract =
      contract_of_route(route_with(kUserCall, "user: $user.user\nsame: $user.user!\n"));
  EXPECT_EQ(answer(contract), "  user: User | null;\n  same: User;\n");
  // Absent is null; of a oneof only the set member is there.
  EXPECT_EQ(named(contract, "User"),
            "  id: string;\n"
            "  displayName: string;\n"
            "  email: string;\n"
            "  avatar: Image | null;\n"
            "  nickname: string | null;\n"
            "  title: string | null;\n"
            "  phone?: string;\n"
            "  card?: Image;\n"
            "  budgets: Record<string, Money>;\n"
            "  labels: Record<string, string>;\n"
            "  notes: string[];\n"
            "  verified: boolean;\n"
            "  extra: Record<string, unknown> | null;\n"
            "  score: Double;\n");
  EXPECT_EQ(contract.types[0].source, "shop.v1.User");
}

TEST(ContractOf, FollowsTheFilesFormat) {
  std::string yaml =
      route_with(kOrdersCall, "status: $orders.newest!.status\nall: $orders.newest!\n");
  yaml.insert(yaml.find("routes:"), "defaults: { int64: number, enums: full, names: proto }\n");
  const auto contract = contract_of_route(yaml);
  EXPECT_THAT(named(contract, "Order"), HasSubstr("  id: number;\n  status: OrderStatus;\n"));
  EXPECT_THAT(named(contract, "Order"), HasSubstr("  placed_at: string | null;\n"));
  EXPECT_THAT(contract::to_typescript(contract), HasSubstr("= \"ORDER_STATUS_UNSPECIFIED\" | "));
}

TEST(ContractOf, TwoFormatsOfOneMessageAreTwoTypes) {
  std::string other = route_with(kOrdersCall, "all: $orders.newest!\n");
  other.replace(other.find("thing"), 5, "other");
  other.replace(other.find("/v1/things"), 10, "/v1/others");
  other.insert(other.find("routes:"), "defaults: { int64: number }\n");
  auto result = compiled_files({route_with(kOrdersCall, "all: $orders.newest!\n"), other},
                               context_for("web"));
  ASSERT_TRUE(result.problems.empty()) << result.problems.text();
  const auto contract = contract_of("web", result.plans, shop_schema());
  EXPECT_THAT(named(contract, "Order"), HasSubstr("  id: string;\n"));
  EXPECT_THAT(named(contract, "Order2"), HasSubstr("  id: number;\n"));
}

TEST(ContractOf, RowsAndPicksAndViews) {
  std::string yaml =
      route_with(std::string(kOrdersCall) + std::string(kProductsCall),
                 "orders:\n"
                 "  $for: o in $orders.orders\n"
                 "  $shape:\n"
                 "    id: $o.id\n"
                 "    lines:\n"
                 "      $for: l in $o.lines\n"
                 "      $shape: { $from: $products($l.product_id), $pick: [id, name] }\n");
  EXPECT_EQ(
      answer(contract_of_route(yaml)),
      "  orders: {\n"
      "    id: string;\n"
      "    lines: ({\n"
      "      id: string;\n"
      "      name: string;\n"
      "    } | null)[];\n"
      "  }[];\n"
      "  /** What failed without failing the route; the header bff-partial names the calls. */\n"
      "  _errors?: Problem[];\n");
  yaml += "    clients: { web: { only: [orders.id] } }\n";
  EXPECT_EQ(answer(contract_of_route(yaml)), "  orders: {\n    id: string;\n  }[];\n")
      << "without the call that may fail";
}

TEST(ContractOf, PickedMembersOfAOneofMayBeMissing) {
  EXPECT_EQ(answer(kUserCall, "user: { $from: $user.user!, $pick: [phone, card, nickname] }\n"),
            "  user: {\n"
            "    phone?: string;\n"
            "    card?: Image;\n"
            "    nickname: string | null;\n"
            "  };\n");
}

// Constructs that no route file says yet: plans by hand.
std::unique_ptr<Node> node(Node::Kind kind) {
  auto out = std::make_unique<Node>();
  out->kind = kind;
  return out;
}
std::unique_ptr<Node> literal(std::string json) {
  auto out = node(Node::Kind::literal);
  out->text = std::move(json);
  return out;
}
std::unique_ptr<Node> object(std::string key, std::unique_ptr<Node> value) {
  auto out = node(Node::Kind::object);
  out->members.emplace_back().key = std::move(key);
  out->members.back().value = std::move(value);
  return out;
}
const ValueType kText = [] {
  static const proto::Field field{.type = proto::FieldType::text};
  return ValueType{.field = &field};
}();
Expression expression(ValueType type) {
  Expression out;
  out.type = type;
  return out;
}
std::string type_text(std::unique_ptr<Node> value) {
  ContractTypes types(shop_schema());
  const auto root = object("x", std::move(value));
  const proto::JsonFormat format;
  return answer({.client = "web",
                 .routes = {{.id = "thing",
                             .method = "GET",
                             .path = "/",
                             .answer = {.body = shape_type(*root, format, types)}}}});
}

TEST(ContractOf, Lists) {
  auto list = node(Node::Kind::list);
  list->items.push_back(object("kind", literal("\"a\"")));
  list->items.back()->when.emplace_back();  // left out
  auto loop = node(Node::Kind::each);
  loop->expression = expression({.field = kText.field, .list = true});
  loop->when.emplace_back();  // a filter
  list->items.push_back(std::move(loop));
  EXPECT_EQ(type_text(std::move(list)), "  x: ({\n    kind: \"a\";\n  } | string)[];\n");
}

TEST(ContractOf, ChoicesAreUnions) {
  auto choice = node(Node::Kind::choice);
  choice->expression = expression({.field = kText.field, .nullable = true});
  choice->cases.emplace_back().body = literal("\"a\"");
  choice->cases.emplace_back().body = literal("\"b\"");
  choice->cases.emplace_back();  // $skip
  choice->otherwise.emplace().body = literal("\"b\"");
  EXPECT_EQ(type_text(std::move(choice)), "  x: \"a\" | \"b\" | null;\n");
}

TEST(ContractOf, WhatDoesNotHoldIsNull) {
  auto one = literal("1");
  one->when.emplace_back();
  EXPECT_EQ(type_text(std::move(one)), "  x: 1 | null;\n");
}

TEST(ContractOf, CountsAndTexts) {
  auto count = node(Node::Kind::count);
  count->expression = expression({.field = kText.field, .list = true, .nullable = true});
  EXPECT_EQ(type_text(std::move(count)), "  x: number | null;\n");
}

TEST(ContractOf, MergedKeysMayAllBeNull) {
  auto from = node(Node::Kind::from);
  from->expression = expression({.field = kText.field, .nullable = true});
  from->body = object("b", literal("1"));
  auto merged = object("a", literal("1"));
  merged->members.emplace_back().value = std::move(from);
  merged->members.back().spread = true;
  EXPECT_EQ(type_text(std::move(merged)), "  x: {\n    a: 1;\n    b: 1 | null;\n  };\n");
}

TEST(ContractOf, ANamedShapeIsToldOnceAndAgainWhereAViewNarrowsIt) {
  const std::string yaml = R"(version: bff/v1
shapes:
  Card: { of: shop.v1.Product as p, shape: { id: $p.id, name: $p.name } }
routes:
  - id: thing
    http: GET /thing
    auth: public
    calls:
      all: { rpc: shop.v1.CatalogService/BatchGetProducts }
    shape:
      best: { $from: $all.best, $shape: Card }
      list: { $for: p in $all.products, $shape: Card }
      more: { $for: p in $all.products, $shape: Card }
    clients: { web: { only: [best, list, more.id] } }
)";
  const auto contract = contract_of_route(yaml);
  EXPECT_EQ(answer(contract), "  best: Card | null;\n  list: Card[];\n  more: Card2[];\n");
  EXPECT_EQ(named(contract, "Card"), "  id: string;\n  name: string;\n");
  EXPECT_EQ(named(contract, "Card2"), "  id: string;\n");
}

TEST(ContractOf, ABodyIsWhatTheRouteReadsOfIt) {
  const std::string yaml = R"(version: bff/v1
routes:
  - id: thing
    http: POST /thing
    auth: public
    body: shop.v1.GetUserRequest
    calls:
      user:
        rpc: shop.v1.UserService/GetUser
        with: { user_id: $body.user_id, locale: $body.locale, filter: $body.filter, budget: { units: $body.budget.units || 0 } }
    shape: { id: $user.user!.id }
)";
  const auto contract = contract_of_route(yaml);
  EXPECT_EQ(between(contract::to_typescript(contract), "readonly body: {\n", "  };\n"),
            "    userId?: string;\n"
            "    locale?: string | null;\n"
            "    filter?: FilterInput | null;\n"
            "    budget?: {\n"
            "      units?: string;\n"
            "    } | null;\n");
  EXPECT_EQ(named(contract, "FilterInput"),
            "  text?: string;\n  inner?: FilterInput | null;\n  top?: number;\n");
  EXPECT_TRUE(contract.types.at(0).input);
}

TEST(ContractOf, WhatARouteRespondsAndTakesBesides) {
  const std::string yaml = R"(version: bff/v1
routes:
  - id: thing
    http: GET /thing
    auth: public
    deprecated: true
    sunset: 2027-01-31
    header: { device: { name: x-device, type: string, required: true, pattern: "[a-z]+" } }
    cookie: { currency: { type: string, default: USD } }
    query: { ids: { type: int32, repeated: true, separator: "," } }
    require: [{ that: $header.device, status: 422, title: A device is needed }]
    respond: { status: 303, headers: { location: "/v1/{$cookie.currency}" }, cookies: { seen: { value: "{$header.device}" } } }
)";
  const auto contract = contract_of_route(yaml);
  const auto& route = contract.routes.at(0);
  EXPECT_EQ(route.answer,
            (contract::Answer{.status = 303, .headers = {"location"}, .cookies = {"seen"}}));
  EXPECT_THAT(route.problems, ElementsAre(400, 422));
  EXPECT_TRUE(route.deprecated);
  EXPECT_EQ(route.sunset, "2027-01-31");
  std::vector<std::string> parameters;
  for (const auto& p : route.parameters) {
    parameters.push_back(std::string(name_of(p.in)) + "." + p.name + " " + p.pattern +
                         p.default_text.value_or("") + p.separator + (p.required ? "!" : ""));
  }
  EXPECT_THAT(parameters, testing::UnorderedElementsAre("header.x-device [a-z]+!",
                                                        "cookie.currency USD", "query.ids ,"));
}

TEST(ContractOf, FiniteFloatsAreNumbers) {
  std::string yaml = route_with(kUserCall, "score: $user.user!.score\n");
  yaml.insert(yaml.find("routes:"), "defaults: { floats: finite }\n");
  EXPECT_EQ(answer(contract_of_route(yaml)), "  score: number;\n");
}

TEST(ContractOf, ParametersAsTheyAreSent) {
  const auto plan =
      plan_of(route_with("user: { rpc: shop.v1.UserService/GetUser, with: { user_id: $path.id, "
                         "locale: $query.text } }\n",
                         "id: $user.user!.id\n"));
  ContractTypes types(shop_schema());
  const auto parameters = parameters_of(*plan, types);
  ASSERT_EQ(parameters.size(), 5U);
  EXPECT_EQ(parameters[0].name, "id");
  EXPECT_TRUE(parameters[0].required);
  EXPECT_EQ(parameters[0].type.name, "int64") << "the type of the field where it goes";
  EXPECT_EQ(parameters[1],
            (Parameter{.name = "text", .type = {.kind = contract::Type::Kind::text}}));
  EXPECT_EQ(parameters[3].name, "page");
  EXPECT_EQ(parameters[3].default_text, "1");
  EXPECT_TRUE(parameters[4].required);
}

TEST(ContractOf, ATextThatGoesToAnEnumIsOne) {
  std::string yaml = R"(version: bff/v1
routes:
  - id: thing
    http: GET /thing/{first}
    auth: public
    query:
      one: { type: string, default: ORDER_STATUS_PAID }
      many: { type: string, repeated: true }
    calls:
      user:
        rpc: shop.v1.UserService/GetUser
        with: { status: $query.one, locale: $query.one, statuses: $query.many }
      other: { rpc: shop.v1.UserService/GetUser, with: { status: $path.first } }
    shape: { a: $user.user!.id, b: $other.user!.id }
)";
  const auto contract = contract_of_route(yaml);
  EXPECT_EQ(contract.routes.at(0).parameters.at(1).default_text, "PAID");
  const std::string text = contract::to_typescript(contract);
  EXPECT_THAT(text, HasSubstr("type OrderStatus = \"UNSPECIFIED\" | \"PAID\" | "));
  EXPECT_THAT(text, HasSubstr("readonly first: OrderStatus;"));
  EXPECT_THAT(text, HasSubstr("readonly one?: OrderStatus;"));
  EXPECT_THAT(text, HasSubstr("readonly many?: readonly OrderStatus[];"));
  yaml.insert(yaml.find("routes:"), "defaults: { enums: number }\n");
  const auto numbers = contract_of_route(yaml);
  EXPECT_EQ(numbers.routes.at(0).parameters.at(1).default_text, "1");
  EXPECT_THAT(contract::to_typescript(numbers), HasSubstr("readonly first: number;"));
}

TEST(ContractOf, BoundsAndDefaultsOfEveryType) {
  RoutePlan plan;
  const auto add = [&](proto::FieldType type, proto::Cell value, long double bound) {
    Input input{
        .source = Input::Source::query, .name = std::to_string(plan.inputs.size()), .type = type};
    input.default_value = value;
    input.min = bound;
    plan.inputs.push_back(std::move(input));
  };
  using enum proto::FieldType;
  add(int32, proto::Cell::number(static_cast<std::uint64_t>(-3)), -5);
  add(uint64, proto::Cell::number(~0ULL), 18446744073709551615.0L);
  add(float64, proto::Cell::number(std::bit_cast<std::uint64_t>(0.5)), -0.25L);
  add(boolean, proto::Cell::number(1), 0);
  std::vector<std::string> texts;
  ContractTypes types(shop_schema());
  for (const auto& p : parameters_of(plan, types))
    texts.push_back(*p.default_text + " from " + *p.min);
  EXPECT_THAT(texts, ElementsAre("-3 from -5", "18446744073709551615 from 18446744073709551615",
                                 "0.5 from -0.25", "true from 0"));
}

TEST(ContractOf, ARoutesOwnProblems) {
  std::string yaml = route_with(kUserCall, "id: $user.user!.id\n");
  EXPECT_THAT(contract_of_route(yaml).routes.at(0).problems,
              ElementsAre(400, 401, 403, 404, 409, 429, 502, 503, 504));
  yaml.replace(yaml.find("{ required: true }"), 18, "public");
  yaml = yaml.substr(0, yaml.find("    calls:")) + "    shape: { id: 1 }\n";
  EXPECT_THAT(contract_of_route(yaml).routes.at(0).problems, ElementsAre(400));
}

}  // namespace
}  // namespace bff::plan
