// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_inputs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/plan/compile_fixture.hpp"

namespace bff::plan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string with_auth(std::string_view auth, std::string_view shape) {
  return "version: bff/v1\nroutes:\n  - id: a\n    http: GET /a/{id}\n    auth: " +
         std::string(auth) + "\n    shape: { value: '" + std::string(shape) + "' }\n";
}

TEST(Inputs, RefusesWhatIsNotDeclared) {
  EXPECT_THAT(problems_of(route_with("", "a: $query.nuber\nb: $query.other\n")),
              ElementsAre("15:17+5 BFF307 the query parameter 'nuber' is not declared -- "
                          "did you mean 'number'?",
                          "16:17+5 BFF307 the query parameter 'other' is not declared -- "
                          "declare it: query: { other: { type: … } }"));
  EXPECT_THAT(messages_of(route_with("", "a: $path.ix\nb: $path.other\n")),
              ElementsAre("the path has no '{ix}' -- did you mean 'id'?",
                          "the path has no '{other}' -- declare it in the route's path"));
}

TEST(Inputs, KnowsWhenAParameterMayBeNull) {
  const auto refused = [](const std::string& input) {
    return !messages_of(route_with("", "a: " + input + "!\n")).empty();  // `!` wants a null
  };
  EXPECT_FALSE(refused("$query.text"));
  EXPECT_TRUE(refused("$query.page")) << "it has a default";
  EXPECT_TRUE(refused("$query.must")) << "it is required";
  EXPECT_TRUE(refused("$path.id"));
}

TEST(Inputs, KnowsWhichClaimsATokenAlwaysHas) {
  EXPECT_THAT(messages_of(with_auth("{ required: true }", "$auth.sub!")),
              ElementsAre("'auth.sub' is never null -- drop the !"));
  EXPECT_THAT(messages_of(with_auth("{ required: true }", "$auth.iss!")),
              ElementsAre("'auth.iss' is never null -- drop the !"));
  EXPECT_THAT(messages_of(with_auth("{ required: true }", "$auth.scope!")), IsEmpty());
  EXPECT_THAT(messages_of(with_auth("{ required: true }", "$auth.age!")), IsEmpty());
  EXPECT_THAT(messages_of(with_auth("{ required: false }", "$auth.sub!")), IsEmpty());
}

TEST(Inputs, KnowsNobodyInAPublicRoute) {
  EXPECT_THAT(problems_of(with_auth("public", "$auth.sub")),
              ElementsAre("6:22+5 BFF308 the route is public, nobody is known in it -- "
                          "write auth: { required: true } or { required: false }"));
}

TEST(Inputs, WantsATypeForAClaimOfItsOwn) {
  EXPECT_THAT(messages_of(with_auth("{ required: true }", "$auth.tenant")),
              ElementsAre("the claim 'tenant' has no declared type -- "
                          "declare it in gateway.yaml: auth: { claims: { tenant: string } }"));
  EXPECT_THAT(messages_of(with_auth("{ required: true }", "$auth.agee")),
              ElementsAre("the claim 'agee' has no declared type -- did you mean 'age'?"));
}

TEST(Inputs, TypesClaimsAsTheGatewayDeclares) {
  const auto plan = plan_of(with_auth("{ required: true }", "$auth.age"));
  ASSERT_TRUE(plan);
  ASSERT_EQ(plan->inputs.size(), 1U);
  EXPECT_EQ(plan->inputs[0].source, Input::Source::claim);
  EXPECT_EQ(plan->inputs[0].type, proto::FieldType::int32);
}

TEST(Inputs, WantsEveryRouteToSayWhoMayCallIt) {
  const std::string text = "version: bff/v1\nroutes: [{ id: a, http: GET /a, shape: { a: 1 } }]\n";
  EXPECT_THAT(problems_of(text),
              ElementsAre("2:16+1 BFF304 the route 'a' has no auth -- "
                          "write auth: public, { required: false } or { required: true }"));
  CompileContext context = context_for("web");
  context.default_policy = auth::Policy{.mode = auth::Policy::Mode::optional, .scopes = {}};
  const Compiled result = compiled_files({text}, context);
  ASSERT_EQ(result.plans.size(), 1U) << result.problems.text();
  EXPECT_EQ(result.plans[0]->policy.mode, auth::Policy::Mode::optional);
}

TEST(Inputs, CompilesThePolicy) {
  EXPECT_EQ(plan_of(with_auth("public", "$path.id"))->policy.mode, auth::Policy::Mode::open);
  EXPECT_EQ(plan_of(with_auth("{ required: false }", "$path.id"))->policy.mode,
            auth::Policy::Mode::optional);
}

TEST(Inputs, MakesOneInputOfEachTypeThatATextIsUsedAs) {
  const auto plan = plan_of(route_with(
      "user: { rpc: shop.v1.UserService/GetUser, with: { user_id: $path.id, locale: $path.id } }\n",
      "a: $user\nb: $path.id\n"));
  ASSERT_TRUE(plan);
  std::vector<std::string> found;
  for (const Input& input : plan->inputs) {
    if (input.name == "id") found.emplace_back(name_of(input.type));
  }
  EXPECT_THAT(found, ElementsAre("int64", "string"));
}

TEST(Inputs, TakesADeclaredPathTypeAsItIs) {
  const auto plan = plan_of(
      "version: bff/v1\nroutes:\n  - id: a\n    http: GET /a/{id}\n    auth: public\n"
      "    path: { id: { type: uint32, max: 9 } }\n    shape: { a: $path.id }\n");
  ASSERT_TRUE(plan);
  ASSERT_EQ(plan->inputs.size(), 1U);
  EXPECT_EQ(plan->inputs[0].type, proto::FieldType::uint32);
  EXPECT_EQ(plan->inputs[0].max, 9);
}

constexpr std::string_view kTextDefault = R"(version: bff/v1
routes:
  - id: a
    http: GET /a
    auth: public
    query: { after: { type: string, default: "DEFAULT" } }
    calls:
      user: { rpc: shop.v1.UserService/GetUser, with: { user_id: $query.after } }
    shape: { a: $user, b: $query.after }
)";

std::string with_default(std::string_view value) {
  std::string text(kTextDefault);
  return text.replace(text.find("DEFAULT"), 7, value);
}

TEST(Inputs, ParsesADefaultLikeAValueThatIsSent) {
  const auto plan = plan_of(with_default("17"));
  ASSERT_TRUE(plan);
  ASSERT_EQ(plan->inputs.size(), 2U);
  EXPECT_EQ(plan->inputs[0].default_value->text(), "17");
  EXPECT_EQ(plan->inputs[1].type, proto::FieldType::int64);
  EXPECT_EQ(plan->inputs[1].default_value->bits, 17U);
}

TEST(Inputs, RefusesADefaultThatIsNotOfTheTypeItIsUsedAs) {
  EXPECT_THAT(messages_of(with_default("first")),
              ElementsAre("'first' is no int64, as which 'after' is used"));
}

TEST(Inputs, AViewNarrowsAParameterThatHasAnotherNameOutside) {
  const auto plan = plan_of(
      "version: bff/v1\nroutes:\n  - id: a\n    http: GET /a\n    auth: public\n"
      "    query:\n      size: { type: int32, name: page-size, default: 5, max: 9 }\n"
      "      other: { type: int32, name: size, default: 7 }\n    shape: { a: $query.size }\n"
      "    clients: { web: { query: { size: { default: 2, max: 3 } } } }\n");
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->inputs[0].default_value->bits, 2U);
  EXPECT_EQ(plan->inputs[0].max, 3);
  EXPECT_EQ(plan->inputs[1].default_value->bits, 7U);
}

// A route that asks for users by `with`, of texts: `one` as it is declared, and a list `many`.
std::string statuses(std::string_view with, std::string_view one = "{ type: string }",
                     std::string_view view = "") {
  return "version: bff/v1\nroutes:\n  - id: a\n    http: GET /a\n    auth: { required: false }\n"
         "    query: { one: " +
         std::string(one) +
         ", many: { type: string, repeated: true } }\n    calls:\n"
         "      user: { rpc: shop.v1.UserService/GetUser, with: { " +
         std::string(with) + " } }\n    shape: { a: $user }\n    clients: { web: {" +
         std::string(view) + "} }\n";
}

TEST(Inputs, ParsesATextToTheEnumThatItGoesTo) {
  const auto plan = plan_of(statuses(
      "status: $query.one!, statuses: $query.many, locale: $query.one, fields: $query.many"));
  ASSERT_TRUE(plan);
  std::vector<std::string> found;
  for (const Input& input : plan->inputs) {
    found.push_back(input.name + " " +
                    (input.enumeration != nullptr ? input.enumeration->full_name
                                                  : std::string(name_of(input.type))));
  }
  EXPECT_THAT(found, ElementsAre("one string", "many string", "one shop.v1.OrderStatus",
                                 "many shop.v1.OrderStatus"));
  EXPECT_TRUE(plan->inputs[3].repeated);
}

TEST(Inputs, ParsesATextToTheEnumOfWhateverFormGoesToIt) {
  for (const char* with : {"status: '$query.one ?? PAID'", "status: $query.one || SHIPPED",
                           "status: '$query.many[0]!'", "statuses: [PAID, $query.one!]",
                           "status: '$query.one ?? $auth.sub!'", "status: $auth.sub || PAID"}) {
    EXPECT_THAT(messages_of(statuses(with)), IsEmpty()) << with;
  }
}

TEST(Inputs, ParsesNothingElseToAnEnum) {
  EXPECT_THAT(messages_of(statuses("status: $request.id")),
              ElementsAre("GetUserRequest.status is shop.v1.OrderStatus, $request.id is string"));
  EXPECT_THAT(messages_of(statuses("status: $query.one!", "{ type: int32 }")),
              ElementsAre("GetUserRequest.status is shop.v1.OrderStatus, $query.one! is int32"));
  EXPECT_THAT(messages_of(statuses("status: $query.many")),
              ElementsAre("GetUserRequest.status is shop.v1.OrderStatus, $query.many is repeated "
                          "string"));
  EXPECT_THAT(messages_of(statuses("status: $query.one")),
              ElementsAre("$query.one may be null and GetUserRequest.status cannot be left unset "
                          "-- write !, ?? or ||"));
  EXPECT_THAT(messages_of(route_with(kOrdersCall,
                                     "a: { $when: $orders.newest.status == $query.must, b: 1 }\n"
                                     "c: { $when: $query.must == PAID, d: 1 }\n")),
              ElementsAre("the operands differ: shop.v1.OrderStatus and string",
                          "'PAID' is a bare word, $query.must is string -- write \"PAID\""));
}

TEST(Inputs, HoldsADefaultAgainstTheEnum) {
  const auto plan = plan_of(statuses("status: $query.one", "{ type: string, default: SHIPPED }"));
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->inputs[2].default_value->bits, 2U);
  EXPECT_THAT(problems_of(statuses("status: $query.one", "{ type: string, default: SHIPED }")),
              ElementsAre("6:44+6 BFF306 'SHIPED' is no shop.v1.OrderStatus, as which 'one' is "
                          "used -- did you mean 'SHIPPED'?"));
  EXPECT_THAT(messages_of(statuses("status: $query.one", "{ type: string, default: PAID }",
                                   " query: { one: { default: GONE } } ")),
              ElementsAre("'GONE' is no shop.v1.OrderStatus, as which 'one' is used"));
}

}  // namespace
}  // namespace bff::plan
