// SPDX-License-Identifier: Apache-2.0
// What becomes of look-ups that go wrong: every form of a table, everything that can go wrong, and
// under each of them every `on_error`, as docs/routes.md has it. From the route file's text to the
// answer's bytes, without a socket.
#include <gtest/gtest.h>

#include <map>
#include <memory_resource>

#include "plan/compile.hpp"
#include "plan/execution.hpp"
#include "support/proto_text.hpp"

namespace bff::plan {
namespace {

const test::ProtoText& cart_protos() {
  static const test::ProtoText made(R"pb(
    syntax = "proto3"
    ;
    package m;
    message Ask { repeated string ids = 1; string id = 2; }
    message Row { string id = 1; string name = 2; }
    message Rows { repeated Row rows = 1; map<string, Row> by_id = 2; }
    message Item { optional string row = 1; }
    message Cart { repeated Item items = 1; }
    service S {
      rpc GetCart(Ask) returns (Cart);
      rpc GetRows(Ask) returns (Rows);
      rpc GetRow(Ask) returns (Row);
    }
  )pb");
  return made;
}

// A way to look up a row by `$i.row`; at most four keys, two in a chunk.
struct Form {
  const char *words, *call, *look_up, *fallback;  // fallback: `on_error: { default: … }`
};
const std::map<std::string, Form> kTableForms = {
    {"index",
     {"a batch by index",
      "rpc: m.S/GetRows, batch: { into: ids, max: 2, total: 4 }, index: rows.id", "$t($i.row).name",
      "{ name: dflt }"}},
    {"group",
     {"a batch by group",
      "rpc: m.S/GetRows, batch: { into: ids, max: 2, total: 4 }, group: rows.id",
      "$t($i.row)[].name", "{ name: dflt }"}},
    {"map",
     {"a batch by a map", "rpc: m.S/GetRows, batch: { into: ids, max: 2, total: 4 }, index: by_id",
      "$t($i.row).name", nullptr}},
    {"value",
     {"a table by value", "rpc: m.S/GetRow, for_each: id, with: { id: $id }, max: 4",
      "$t($i.row).name", "{ name: dflt }"}},
    {"answer",
     {"rows of an answer", "rpc: m.S/GetRows, index: rows.id", "$t($i.row).name",
      "{ rows: [{ id: a, name: dflt }] }"}},
    {"answer_group",
     {"groups of an answer", "rpc: m.S/GetRows, group: rows.id", "$t($i.row)[].name",
      "{ rows: [{ id: a, name: dflt }] }"}},
    {"answer_map",
     {"a map of an answer", "rpc: m.S/GetRows", "$t.by_id($i.row).name",
      "{ by_id: { a: { name: dflt } } }"}},
};

// What an `on_error` makes of a failure.
enum class Becomes { failure, problem, null, fallback };

struct OnErrorCase {
  const char* text;  // DFLT stands for the form's fallback
  Becomes unavailable, internal;
};
constexpr OnErrorCase kOnErrors[] = {
    {"fail", Becomes::failure, Becomes::failure},
    {"as_null", Becomes::null, Becomes::null},
    {"{ default: DFLT }", Becomes::fallback, Becomes::fallback},
    {"{ status: 402, title: No }", Becomes::problem, Becomes::problem},
    {"{ UNAVAILABLE: as_null, else: fail }", Becomes::null, Becomes::failure},
    {"{ NOT_FOUND: as_null, else: fail }", Becomes::failure, Becomes::failure},
    {"{ UNAVAILABLE: fail, else: as_null }", Becomes::failure, Becomes::null},
    {"{ INTERNAL: { default: DFLT }, else: as_null }", Becomes::null, Becomes::fallback},
    {"{ UNAVAILABLE: { status: 402, title: No }, else: { default: DFLT } }", Becomes::problem,
     Becomes::fallback}};

// One line of the matrix. `keys`: of the items in the cart, "-" is none; the services know a, b, c,
// d and e, but not what is in `unknown`. `failing`: an RPC that asks for this key is UNAVAILABLE,
// of an ordinary call each is. `as_null` and `fallback` are the answer's `items` under those.
struct Line {
  const char *form, *what, *keys, *unknown, *failing;
  std::size_t rpcs;
  const char *as_null, *fallback;
  bool too_many = false;
};
constexpr Line kMatrix[] = {
    {"index", "a failed chunk", "abcd", "", "a", 2, R"([null,null,"C","D"])",
     R"(["dflt","dflt","C","D"])"},
    {"index", "a missing row", "ab", "b", "", 1, R"(["A",null])", nullptr},
    {"index", "a missing row of a failed chunk", "abc", "b", "a", 2, R"([null,null,"C"])",
     R"(["dflt","dflt","C"])"},
    {"index", "a null key", "a-", "", "", 1, R"(["A",null])", nullptr},
    {"index", "a null key beside a failed chunk", "a-", "", "a", 1, "[null,null]",
     R"(["dflt",null])"},
    {"index", "an empty list", "", "", "", 0, "[]", nullptr},
    {"index", "more keys than total", "abcde", "", "", 0, "[null,null,null,null,null]",
     R"(["dflt","dflt","dflt","dflt","dflt"])", true},
    {"index", "more keys than total beside a null key", "-abcde", "", "", 0,
     "[null,null,null,null,null,null]", R"([null,"dflt","dflt","dflt","dflt","dflt"])", true},

    {"group", "a failed chunk", "abcd", "", "a", 2, R"([null,null,["C"],["D"]])",
     R"([["dflt"],["dflt"],["C"],["D"]])"},
    {"group", "a missing row", "ab", "b", "", 1, R"([["A"],[]])", nullptr},
    {"group", "a null key", "a-", "", "", 1, R"([["A"],[]])", nullptr},
    {"group", "a null key beside a failed chunk", "a-", "", "a", 1, "[null,[]]",
     R"([["dflt"],[]])"},
    {"group", "an empty list", "", "", "", 0, "[]", nullptr},
    {"group", "more keys than total", "abcde", "", "", 0, "[null,null,null,null,null]",
     R"([["dflt"],["dflt"],["dflt"],["dflt"],["dflt"]])", true},
    {"group", "more keys than total beside a null key", "-abcde", "", "", 0,
     "[null,null,null,null,null,null]", R"([[],["dflt"],["dflt"],["dflt"],["dflt"],["dflt"]])",
     true},

    {"map", "a failed chunk", "abcd", "", "a", 2, R"([null,null,"C","D"])", nullptr},
    {"map", "a missing row", "ab", "b", "", 1, R"(["A",null])", nullptr},
    {"map", "a null key", "a-", "", "", 1, R"(["A",null])", nullptr},
    {"map", "an empty list", "", "", "", 0, "[]", nullptr},
    {"map", "more keys than total", "abcde", "", "", 0, "[null,null,null,null,null]", nullptr,
     true},

    {"value", "a failed call", "abcd", "", "a", 4, R"([null,"B","C","D"])",
     R"(["dflt","B","C","D"])"},
    {"value", "a null key", "a-", "", "", 1, R"(["A",null])", nullptr},
    {"value", "a null key beside a failed call", "a-", "", "a", 1, "[null,null]",
     R"(["dflt",null])"},
    {"value", "an empty list", "", "", "", 0, "[]", nullptr},
    {"value", "more keys than max", "abcde", "", "", 0, "[null,null,null,null,null]",
     R"(["dflt","dflt","dflt","dflt","dflt"])", true},
    {"value", "more keys than max beside a null key", "-abcde", "", "", 0,
     "[null,null,null,null,null,null]", R"([null,"dflt","dflt","dflt","dflt","dflt"])", true},

    {"answer", "a failed call", "ab-", "", "a", 1, "[null,null,null]", R"(["dflt",null,null])"},
    {"answer", "a missing row", "ab", "b", "", 1, R"(["A",null])", nullptr},
    {"answer", "a null key", "a-", "", "", 1, R"(["A",null])", nullptr},
    {"answer", "an empty list", "", "", "", 1, "[]", nullptr},

    {"answer_group", "a failed call", "ab-", "", "a", 1, "[null,null,null]", R"([["dflt"],[],[]])"},
    {"answer_group", "a missing row", "ab", "b", "", 1, R"([["A"],[]])", nullptr},
    {"answer_group", "a null key", "a-", "", "", 1, R"([["A"],[]])", nullptr},

    {"answer_map", "a failed call", "ab-", "", "a", 1, "[null,null,null]", R"(["dflt",null,null])"},
    {"answer_map", "a missing row", "ab", "b", "", 1, R"(["A",null])", nullptr},
    {"answer_map", "a null key", "a-", "", "", 1, R"(["A",null])", nullptr},
};

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) {
    text.replace(at, what.size(), by);
  }
  return text;
}

std::string entry_of(char key) {
  const std::string id(1, key), name(1, static_cast<char>(key - 'a' + 'A'));
  return "id: \"" + id + "\" name: \"" + name + "\"";
}

class Services {
 public:
  explicit Services(const Line& line) : line_(line) {}

  Result<std::string> answer(const Call& call, const std::string& request) {
    if (call.name == "cart") return cart_protos().encode("m.Cart", items());
    ++rpcs;
    const std::string failing = line_.failing;
    const std::string asked = cart_protos().decode("m.Ask", request);
    const bool keyed = !asked.empty();
    if (!failing.empty() && (!keyed || asked.find('"' + failing + '"') != std::string::npos)) {
      return Error{.code = Errc::upstream_unavailable, .rpc_code = 14};
    }
    std::string rows;
    for (const char key : std::string("edcba")) {
      if (std::string(line_.unknown).find(key) != std::string::npos) continue;
      const bool wanted = asked.find(std::string("\"") + key + "\"") != std::string::npos;
      if (call.method == "/m.S/GetRow" && wanted)
        return cart_protos().encode("m.Row", entry_of(key));
      rows += "rows { " + entry_of(key) + " } by_id { key: \"" + key + "\" value { " +
              entry_of(key) + " } } ";
    }
    return cart_protos().encode("m.Rows", rows);
  }

  std::size_t rpcs = 0;

 private:
  std::string items() const {
    std::string all;
    for (const char key : std::string(line_.keys)) {
      all += key == '-' ? "items {} " : "items { row: \"" + std::string(1, key) + "\" } ";
    }
    return all;
  }

  const Line& line_;
};

std::shared_ptr<const RoutePlan> compiled_form(const Form& form, const std::string& on_error) {
  const std::string yaml = std::string("version: bff/v1\nroutes:\n  - id: r\n    http: GET /r\n") +
                           "    auth: public\n    calls:\n      cart: { rpc: m.S/GetCart }\n" +
                           "      t: { " + form.call + ", on_error: " + on_error + " }\n" +
                           "    shape: { items: { $for: i in $cart.items, $shape: '" +
                           form.look_up + "' } }\n";
  Diagnostics problems;
  std::vector<RouteFile> files;
  auto file = parse_route_file(std::make_shared<const Source>("r.yaml", yaml), problems);
  if (file) files.push_back(std::move(*file));
  CompileContext context;
  context.schema = &cart_protos().schema();
  context.client = "web";
  context.upstreams = {{"m.S", 0}};
  const auto plans = compile(files, context, problems);
  EXPECT_TRUE(problems.empty()) << problems.text() << yaml;
  return problems.empty() ? plans.front() : nullptr;
}

// The answer's `items`, or its problem; `*` behind it where it is partial.
std::string answered(const RoutePlan& plan, Services& services) {
  std::pmr::monotonic_buffer_resource arena;
  Execution run(plan, {}, arena);
  while (!run.done()) {
    const auto ready = run.ready();
    const std::vector<Rpc> rpcs(ready.begin(), ready.end());
    if (rpcs.empty() && !run.done()) return "it waits for nothing";
    for (const Rpc& rpc : rpcs) {
      run.complete(rpc.id, services.answer(plan.calls[rpc.call], rpc.request));
    }
  }
  const Result<Answer> answer = run.finish();
  if (!answer) return std::to_string(status_of(answer.error())) + " of " + answer.error().call;
  const std::string& body = answer->body;
  const std::size_t begin = body.find('['), errors = body.find(",\"_errors\"");
  const std::size_t end = errors == std::string::npos ? body.size() - 1 : errors;
  EXPECT_EQ(answer->partials.empty(), errors == std::string::npos);
  return body.substr(begin, end - begin) + (answer->partials.empty() ? "" : "*");
}

std::string expected(const Line& line, const OnErrorCase& on_error) {
  const bool fails = line.too_many || line.failing[0] != '\0';
  if (!fails) return line.as_null;
  switch (line.too_many ? on_error.internal : on_error.unavailable) {
    case Becomes::failure:
      return line.too_many ? "502 of t" : "503 of t";
    case Becomes::problem:
      return "402 of t";
    case Becomes::null:
      return std::string(line.as_null) + "*";
    case Becomes::fallback:
      return std::string(line.fallback) + "*";
  }
  return "";
}

class OnErrorMatrix : public testing::TestWithParam<Line> {};

TEST_P(OnErrorMatrix, Says) {
  const Line& line = GetParam();
  const Form& form = kTableForms.at(line.form);
  for (const OnErrorCase& on_error : kOnErrors) {
    const std::string text = on_error.text;
    if (form.fallback == nullptr && text.find("DFLT") != std::string::npos) continue;  // refused
    const std::string written =
        replaced(text, "DFLT", form.fallback != nullptr ? form.fallback : "");
    SCOPED_TRACE(std::string(form.words) + ", " + line.what + ", on_error: " + written);
    const auto plan = compiled_form(form, written);
    ASSERT_NE(plan, nullptr);
    Services services(line);
    EXPECT_EQ(answered(*plan, services), expected(line, on_error));
    EXPECT_EQ(services.rpcs, line.rpcs);
  }
}

INSTANTIATE_TEST_SUITE_P(Lines, OnErrorMatrix, testing::ValuesIn(kMatrix), [](const auto& line) {
  return replaced(std::string(line.param.form) + "_" + line.param.what, " ", "_");
});

}  // namespace
}  // namespace bff::plan
