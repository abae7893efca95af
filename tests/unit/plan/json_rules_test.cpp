// SPDX-License-Identifier: Apache-2.0
// What each kind of protobuf field is in JSON and in TypeScript: an answer of kinds.proto is run
// through a route, and the same route is told to a client.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "plan/compile.hpp"
#include "plan/contract_of.hpp"
#include "plan/execution.hpp"
#include "proto/load.hpp"
#include "support/message_text.hpp"
#include "unit/plan/answer_type.hpp"

namespace bff::plan {
namespace {

using testing::HasSubstr;

const proto::Schema& kinds() {
  static const std::unique_ptr<proto::Schema> schema = [] {
    Diagnostics out;
    auto loaded =
        proto::load_protos({BFF_SOURCE_DIR "/tests/types"}, {{"kinds.proto", {}}}, {}, out);
    if (loaded == nullptr) ADD_FAILURE() << out.text();
    return loaded;
  }();
  return *schema;
}

// The route `thing`: the call `kinds`, and these lines of a route.
std::shared_ptr<const RoutePlan> route(const std::string& defaults, const std::string& lines) {
  const std::string text =
      "version: bff/v1\n" + (defaults.empty() ? "" : "defaults: { " + defaults + " }\n") +
      "routes:\n  - id: thing\n    http: GET /v1/things/{id}\n    auth: public\n" + lines;
  Diagnostics out;
  std::vector<RouteFile> files;
  if (auto file = parse_route_file(std::make_shared<const Source>("a.yaml", text), out)) {
    files.push_back(*std::move(file));
  }
  CompileContext context;
  context.schema = &kinds();
  context.client = "web";
  context.upstreams = {{"kinds.v1.KindsService", 0}};
  const auto plans = compile(files, context, out);
  EXPECT_TRUE(out.empty()) << out.text();
  return plans.empty() ? nullptr : plans.front();
}
std::string call_then(const std::string& more) {
  return "    calls: { kinds: { rpc: kinds.v1.KindsService/GetKinds, with: { id: $path.id }" + more;
}

// The answer when the service says `outcome`; an error as "ERROR type".
std::string run(const RoutePlan& plan, Result<std::string> outcome) {
  std::pmr::monotonic_buffer_resource arena;
  const std::vector<std::string> variables{"7"};
  auto arguments = bff::plan::bind(plan, {.variables = variables}, arena);
  if (!arguments) return "ERROR " + arguments.error().detail;
  Execution execution(plan, *arguments, arena);
  for (const Rpc& rpc : execution.ready()) execution.complete(rpc.id, outcome);
  execution.ready();
  if (!execution.done()) return "NOT DONE";
  const auto answer = execution.finish();
  return answer ? answer->body : "ERROR " + std::string(info(answer.error().code).slug);
}
std::string kinds_answer(const std::string& text) {
  return bff::test::MessageText(kinds().pool()).encode("kinds.v1.Kinds", text);
}
std::string typescript(std::shared_ptr<const RoutePlan> plan) {
  return contract::to_typescript(contract_of("web", {std::move(plan)}, kinds()));
}

// One row: what a service answers (protobuf's text format), a shape of it, and the two sides.
struct Row {
  std::string words;
  std::string answer;
  std::string shape;
  std::string json;
  std::string type;
  std::string defaults = "";
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.type; }

const std::vector<Row> kRows{
    {"string is a string", R"(text: "a\"b")", "a: $kinds.text", R"({"a":"a\"b"})", "a: string;"},
    {"bytes are a string in base64", R"(blob: "\000\377")", "a: $kinds.blob", R"({"a":"AP8="})",
     "a: string;"},
    {"bool is a boolean", "flag: true", "a: $kinds.flag", R"({"a":true})", "a: boolean;"},
    {"integers of 32 bits are numbers", "small: -2147483648 small_unsigned: 4294967295",
     "a: $kinds.small, b: $kinds.small_unsigned", R"({"a":-2147483648,"b":4294967295})",
     "a: number; b: number;"},
    {"integers of 64 bits are strings",
     "big: -9223372036854775808 big_unsigned: 18446744073709551615",
     "a: $kinds.big, b: $kinds.big_unsigned",
     R"({"a":"-9223372036854775808","b":"18446744073709551615"})", "a: string; b: string;"},
    {"integers of 64 bits are numbers by int64 number",
     "big: -9223372036854775808 big_unsigned: 18446744073709551615",
     "a: $kinds.big, b: $kinds.big_unsigned",
     R"({"a":-9223372036854775808,"b":18446744073709551615})", "a: number; b: number;",
     "int64: number"},
    {"double and float are a number or the text of none", "wide: nan narrow: -inf",
     "a: $kinds.wide, b: $kinds.narrow", R"({"a":"NaN","b":"-Infinity"})", "a: Double; b: Double;"},
    {"double and float are a number by floats finite", "wide: 0.5 narrow: 0.1",
     "a: $kinds.wide, b: $kinds.narrow", R"({"a":0.5,"b":0.1})", "a: number; b: number;",
     "floats: finite"},
    {"an infinity is a failure by floats finite", "wide: inf", "a: $kinds.wide",
     "ERROR upstream-invalid", "a: number;", "floats: finite"},
    {"an enum is its short name", "colour: COLOUR_RED", "a: $kinds.colour", R"({"a":"RED"})",
     "a: Colour;"},
    {"an enum is its full name by enums full", "colour: COLOUR_RED", "a: $kinds.colour",
     R"({"a":"COLOUR_RED"})", "a: Colour;", "enums: full"},
    {"an unknown enum is its number", "colour: 9", "a: $kinds.colour", R"({"a":9})", "a: Colour;"},
    {"an enum is a number by enums number", "colour: COLOUR_RED", "a: $kinds.colour", R"({"a":1})",
     "a: number;", "enums: number"},
    {"Timestamp Duration and FieldMask are strings",
     "moment { seconds: 253402300799 nanos: 999999999 } span { seconds: -3 nanos: -500000000 } "
     "mask { paths: \"display_name\" paths: \"a.b\" }",
     "a: $kinds.moment, b: $kinds.span, c: $kinds.mask",
     R"({"a":"9999-12-31T23:59:59.999999999Z","b":"-3.500s","c":"displayName,a.b"})",
     "a: string | null; b: string | null; c: string | null;"},
    {"a wrapper is its value or null", "boxed_big { value: 7 }",
     "a: $kinds.boxed_big, b: $kinds.boxed_text", R"({"a":"7","b":null})",
     "a: string | null; b: string | null;"},
    {"Struct Value and ListValue are any JSON",
     "object { fields { key: \"k\" value { number_value: 1 } } } value { bool_value: true } "
     "list { values { null_value: NULL_VALUE } values { string_value: \"x\" } }",
     "a: $kinds.object!, b: $kinds.value, c: $kinds.list!",
     R"({"a":{"k":1},"b":true,"c":[null,"x"]})",
     "a: Record<string, unknown>; b: unknown; c: unknown[];"},
    {"Any is an object with its type",
     "any { [type.googleapis.com/kinds.v1.Leaf] { name: \"x\" } }", "a: $kinds.any!",
     R"({"a":{"@type":"type.googleapis.com/kinds.v1.Leaf","name":"x"}})",
     "a: { \"@type\": string; [key: string]: unknown };"},
    {"Any of a type that no proto has is a failure",
     "any { type_url: \"type.googleapis.com/other.v1.Thing\" value: \"\\010\\001\" }",
     "a: $kinds.any!", "ERROR upstream-invalid",
     "a: { \"@type\": string; [key: string]: unknown };"},
    {"Empty is an object without keys", "nothing {}", "a: $kinds.nothing!", R"({"a":{}})",
     "a: Record<string, never>;"},
    {"a map is an object",
     "counts { key: \"b\" value: 2 } leaves { key: true value { name: \"x\" } }",
     "a: $kinds.counts, b: $kinds.leaves", R"({"a":{"b":2},"b":{"true":{"name":"x"}}})",
     "a: Record<string, number>; b: Record<string, Leaf>;"},
    {"a message copied whole has all keys and of a oneof the set member only",
     "tree { name: \"t\" other { name: \"o\" } branches { apple: \"\" } }", "a: $kinds.tree",
     R"({"a":{"name":"t","age":null,"leaf":null,"other":{"name":"o"},"branches":[)"
     R"({"name":"","age":null,"leaf":null,"apple":"","branches":[]}]}})",
     "a: Tree | null;"},
    {"a literal is itself", "", "a: yes please, b: 7, c: true, d: null, e: $kinds.flag",
     R"({"a":"yes please","b":7,"c":true,"d":null,"e":false})",
     "a: \"yes please\"; b: 7; c: true; d: null; e: boolean;"},
};

class JsonRules : public testing::TestWithParam<Row> {};

TEST_P(JsonRules, HoldInAnswerAndType) {
  const Row& row = GetParam();
  const auto plan = route(row.defaults, call_then("} }\n    shape: { " + row.shape + " }\n"));
  ASSERT_TRUE(plan);
  EXPECT_EQ(run(*plan, kinds_answer(row.answer)), row.json);
  EXPECT_EQ(answer_type_on_one_line(contract_of("web", {plan}, kinds())), row.type);
}

INSTANTIATE_TEST_SUITE_P(All, JsonRules, testing::ValuesIn(kRows), [](const auto& row) {
  std::string name = row.param.words;
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
});

TEST(JsonRules, NamedTypesSayWhatTheirValuesAre) {
  const auto text = typescript(route(
      "", call_then("} }\n    shape: { a: $kinds.tree, b: $kinds.colour, c: $kinds.wide }\n")));
  EXPECT_THAT(text, HasSubstr("interface Tree {\n"
                              "  name: string;\n"
                              "  age: number | null;\n"
                              "  leaf: Leaf | null;\n"
                              "  apple?: string;\n"
                              "  other?: Leaf;\n"
                              "  branches: Tree[];\n"
                              "}\n"));
  EXPECT_THAT(text, HasSubstr("type Colour = \"UNSPECIFIED\" | \"RED\" | \"BLUE\" | number;"));
  EXPECT_THAT(text, HasSubstr("type Double = number | \"NaN\" | \"Infinity\" | \"-Infinity\";"));
}

TEST(JsonRules, ATextParameterIsAStringOrAsDeclared) {
  const std::string calls = call_then("} }\n    shape: { a: $kinds.text }\n");
  EXPECT_THAT(typescript(route("", calls)), HasSubstr("readonly path: {\n    readonly id: string;"))
      << "of 64 bits";
  EXPECT_THAT(typescript(route("", "    path: { id: { type: int32 } }\n" + calls)),
              HasSubstr("readonly path: {\n    readonly id: number;"));
}

TEST(JsonRules, ARootThatMayBePartialHasErrors) {
  const auto plan =
      route("", call_then(", on_error: as_null } }\n    shape: { a: $kinds.text }\n"));
  ASSERT_TRUE(plan);
  EXPECT_THAT(run(*plan, Error{.code = Errc::upstream_unavailable}),
              HasSubstr(R"({"a":null,"_errors":[{"type":"urn:bff:upstream-unavailable",)"));
  EXPECT_EQ(run(*plan, kinds_answer("text: \"x\"")), R"({"a":"x"})");
  EXPECT_THAT(typescript(plan), HasSubstr("  a: string | null;\n"));
  EXPECT_THAT(typescript(plan), HasSubstr("  _errors?: Problem[];\n"));
}

TEST(JsonRules, ARouteWithoutShapeHasNoBodyAndIsVoid) {
  std::string calls = call_then(" } }\n    require: [{ that: $kinds.flag }]\n");
  const auto plan = route("", calls);
  ASSERT_TRUE(plan);
  EXPECT_EQ(run(*plan, kinds_answer("flag: true")), "");
  EXPECT_THAT(typescript(plan), HasSubstr("request: ThingRequest): Promise<void> {"));
}

}  // namespace
}  // namespace bff::plan
