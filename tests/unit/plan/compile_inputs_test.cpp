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

}  // namespace
}  // namespace bff::plan
