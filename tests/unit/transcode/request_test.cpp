// SPDX-License-Identifier: Apache-2.0
#include "transcode/request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory_resource>

#include "request_proto.hpp"
#include "support/proto_text.hpp"

namespace bff::transcode {
namespace {

const test::ProtoText& request_proto() {
  static const test::ProtoText text(kRequestProto);
  return text;
}

// "inner.name" as the fields of t.Request.
FieldPath path_of(const std::string& dotted) {
  FieldPath path;
  std::string rest = dotted;
  std::string message = "t.Request";
  for (;;) {
    const auto dot = rest.find('.');
    path.push_back(&request_proto().field(message, rest.substr(0, dot)));
    if (dot == std::string::npos) return path;
    message = path.back()->message->full_name;
    rest = rest.substr(dot + 1);
  }
}

struct Rule {
  std::vector<std::string> variables = {};
  std::string body = {};  // "": none, "*", or a field
  bool ignore_unknown = false;
};

Binding binding_of(const Rule& rule) {
  Binding binding;
  binding.request = binding.response = &request_proto().table("t.Request");
  for (const std::string& name : rule.variables) binding.variables.push_back(path_of(name));
  if (rule.body == "*") {
    binding.body = Binding::Body::whole;
  } else if (!rule.body.empty()) {
    binding.body = Binding::Body::field;
    binding.body_path = path_of(rule.body);
  }
  binding.ignore_unknown = rule.ignore_unknown;
  return binding;
}

struct Sent {
  std::vector<std::string> variables = {};
  std::string query = {};
  std::string body = {};
  RequestParts::Form form = RequestParts::Form::json;
};

// The bytes of the request, or "status parameter: detail".
std::string bytes_of(const Rule& rule, const Sent& sent) {
  std::pmr::monotonic_buffer_resource arena;
  std::string out = "before";
  const Binding binding = binding_of(rule);
  const auto done = append_request(
      out, binding,
      {.variables = sent.variables, .query = sent.query, .body = sent.body, .form = sent.form},
      arena);
  if (done) return out.substr(6);
  EXPECT_EQ(out, "before");
  return std::to_string(status_of(done.error())) + " " + done.error().parameter + ": " +
         done.error().detail;
}

// The request as text format, in the order of its bytes where it matters.
std::string asked(const Rule& rule, const Sent& sent) {
  const std::string bytes = bytes_of(rule, sent);
  return bytes.starts_with("400 ") ? bytes : request_proto().decode("t.Request", bytes);
}
std::string of_query(const std::string& query) { return asked({}, {.query = query}); }

TEST(Request, TakesAParameterForEachKindOfField) {
  const std::pair<const char*, const char*> kCases[] = {
      {"", ""},
      {"id=a+b%20c%2Bd", R"(id: "a b c+d")"},
      {"page_size=5", "page_size: 5"},
      {"pageSize=5", "page_size: 5"},
      {"page_size=-5", "page_size: -5"},
      {"numbers=1&numbers=-9223372036854775808", "numbers: 1 numbers: -9223372036854775808"},
      {"big=18446744073709551615", "big: 18446744073709551615"},
      {"colour=COLOUR_RED", "colour: COLOUR_RED"},
      {"colour=RED", "colour: COLOUR_RED"},
      {"colour=2", "colour: COLOUR_DEEP_BLUE"},
      {"colour=7", "colour: 7"},
      {"colours=RED&colours=2", "colours: COLOUR_RED colours: COLOUR_DEEP_BLUE"},
      {"flag=true", "flag: true"},
      {"flag=false", ""},
      {"ratio=1.5e3", "ratio: 1500"},
      {"ratio=NaN", "ratio: nan"},
      {"ratio=-Infinity", "ratio: -inf"},
      {"blob=aGk%3D", R"(blob: "hi")"},
      {"blob=-_8", R"(blob: "\373\377")"},
      {"at=2024-02-29T12:00:00.5Z", "at { seconds: 1709208000 nanos: 500000000 }"},
      {"wait=1.5s", "wait { seconds: 1 nanos: 500000000 }"},
      {"mask=id,inner.pageSize", R"(mask { paths: "id" paths: "inner.page_size" })"},
      {"maybe=0", "maybe { }"},
      {"labels[a]=1&labels[b.c]=x%3Dy",
       R"(labels { key: "a" value: "1" } labels { key: "b.c" value: "x=y" })"},
      {"labels%5Ba%5D=1", R"(labels { key: "a" value: "1" })"},
      {"inner.name=a&page_size=1&inner.size=2", R"(page_size: 1 inner { name: "a" size: 2 })"},
      {"inner.inner.inner.name=deep", R"(inner { inner { inner { name: "deep" } } })"},
      {"inner.tags=a&inner.tags=b", R"(inner { tags: "a" tags: "b" })"},
      {"a=", R"(a: "")"},
      {"b.size=1", "b { size: 1 }"},
      {"nick=", R"(nick: "")"},
      {"id=%C3%A4%22%5C", R"(id: "\303\244\"\\")"},
  };
  for (const auto& [query, expected] : kCases) EXPECT_EQ(of_query(query), expected) << query;
}

TEST(Request, NamesTheParameterAtFault) {
  const std::pair<const char*, const char*> kCases[] = {
      {"colr=1", "400 query.colr: there is no such parameter"},
      {"inner.nme=1", "400 query.inner.nme: there is no such parameter"},
      {"id.name=1", "400 query.id.name: there is no such parameter"},
      {"=1", "400 query.: there is no such parameter"},
      {"page_size=x", "400 query.page_size: expected an int32"},
      {"pageSize=2147483648", "400 query.pageSize: expected an int32"},
      {"page_size=1&pageSize=2", "400 query.pageSize: this is given twice"},
      {"inner.size=x", "400 query.inner.size: expected an int32"},
      {"numbers=1&numbers=x", "400 query.numbers: expected an int64"},
      {"colour=GREEN", "400 query.colour: expected a name of the enum Colour"},
      {"flag=1", "400 query.flag: expected true or false"},
      {"flag", "400 query.flag: expected true or false"},
      {"blob=%25", "400 query.blob: expected base64 in a string"},
      {"at=yesterday", "400 query.at: expected a timestamp such as \"2024-02-29T12:00:00.5Z\""},
      {"labels=1",
       "400 query.labels: this is a map: write the key in brackets, as in m[key]=value"},
      {"id[a]=1", "400 query.id[a]: this is no map: write it without brackets"},
      {"labels[a]=1&labels[a]=2", "400 query.labels[a]: this is given twice"},
      {"by_number[1]=x",
       "400 query.by_number[1]: this is an object: name its fields, as in by_number.field=value"},
      {"inner=x", "400 query.inner: this is an object: name its fields, as in inner.field=value"},
      {"any=x", "400 query.any: this is an object: name its fields, as in any.field=value"},
      {"any.fields=x", "400 query.any.fields: there is no such parameter"},
      {"inners.name=x", "400 query.inners.name: there is no such parameter"},
      {"a=1&b.size=2", "400 query.b.size: another field of its oneof is set already"},
      {"id=%FF", "400 query.id: this is not UTF-8"},
      {"%FF=1", "400 query: there is no such parameter"},
      {"id=%4", "400 query: a '%' must be followed by two hexadecimal digits"},
      {"wait=1", "400 query.wait: expected a duration such as \"1.5s\""},
  };
  for (const auto& [query, expected] : kCases) EXPECT_EQ(of_query(query), expected) << query;
}

TEST(Request, PassesOverUnknownParametersWhereAsked) {
  const Rule rule{.ignore_unknown = true};
  EXPECT_EQ(asked(rule, {.query = "_=1&id=a&inner.x.y=2"}), R"(id: "a")");
  EXPECT_EQ(asked({.body = "*", .ignore_unknown = true}, {.query = "id=b", .body = R"({"x":1})"}),
            "");
}

TEST(Request, IsTheSameBytesByQueryByPathAndByBody) {
  const std::pair<const char*, const char*> kCases[] = {
      {"id=a&page_size=5&flag=true", R"({"flag":true,"pageSize":5,"id":"a"})"},
      {"numbers=3&numbers=1", R"({"numbers":["3","1"]})"},
      {"colours=RED&colours=2", R"({"colours":["COLOUR_RED",2]})"},
      {"inner.name=a&inner.inner.size=1", R"({"inner":{"name":"a","inner":{"size":1}}})"},
      {"labels[k]=v", R"({"labels":{"k":"v"}})"},
      {"at=2024-02-29T12:00:00Z&wait=3s", R"({"wait":"3s","at":"2024-02-29T12:00:00Z"})"},
      {"maybe=7&ratio=0.1&blob=aGk", R"({"maybe":7,"ratio":0.1,"blob":"aGk="})"},
  };
  for (const auto& [query, body] : kCases) {
    const std::string bytes = bytes_of({}, {.query = query});
    EXPECT_EQ(bytes, bytes_of({.body = "*"}, {.body = body})) << query;
    EXPECT_FALSE(bytes.empty());
  }
  const std::string all = bytes_of({}, {.query = "id=a&page_size=5&inner.name=x"});
  EXPECT_EQ(bytes_of({.variables = {"inner.name", "page_size"}, .body = "*"},
                     {.variables = {"x", "5"}, .body = R"({"id":"a"})"}),
            all);
  EXPECT_EQ(bytes_of({.variables = {"id"}, .body = "inner"},
                     {.variables = {"a"}, .query = "page_size=5", .body = R"({"name":"x"})"}),
            all);
  EXPECT_EQ(bytes_of({.variables = {"id", "page_size"}, .body = "inner.name"},
                     {.variables = {"a", "5"}, .body = R"("x")"}),
            all);
}

TEST(Request, TakesVariablesOfThePath) {
  EXPECT_EQ(asked({.variables = {"id"}}, {.variables = {"shelves/1"}}), R"(id: "shelves/1")");
  EXPECT_EQ(asked({.variables = {"colour"}}, {.variables = {"RED"}}), "colour: COLOUR_RED");
  EXPECT_EQ(asked({.variables = {"numbers"}}, {.variables = {"1,-2,3"}}),
            "numbers: 1 numbers: -2 numbers: 3");
  EXPECT_EQ(asked({.variables = {"page_size"}}, {.variables = {"x"}}),
            "400 path.page_size: expected an int32");
  EXPECT_EQ(asked({.variables = {"inner.size"}}, {.variables = {"x"}}),
            "400 path.inner.size: expected an int32");
  EXPECT_EQ(asked({.variables = {"id"}}, {.variables = {"\xFF"}}),
            "400 path.id: this is not UTF-8");
  EXPECT_EQ(asked({.variables = {"id"}}, {.variables = {"a"}, .query = "id=b"}),
            "400 query.id: this is a part of the path");
}

TEST(Request, HasThePathStandAboveTheBody) {
  const Rule rule{.variables = {"inner.name"}, .body = "inner"};
  EXPECT_EQ(asked(rule, {.variables = {"a"}, .body = R"({"name":"b","size":2})"}),
            R"(inner { name: "a" size: 2 })");
  EXPECT_EQ(asked(rule, {.variables = {"a"}}), R"(inner { name: "a" })");
  // Also where the body chose another member of a oneof.
  EXPECT_EQ(asked({.variables = {"a"}, .body = "*"},
                  {.variables = {"x"}, .body = R"({"b":{"size":1},"id":"i"})"}),
            R"(id: "i" a: "x")");
}

TEST(Request, TakesABodyThatIsOneField) {
  EXPECT_EQ(asked({.body = "numbers"}, {.body = "[1,2]"}), "numbers: 1 numbers: 2");
  EXPECT_EQ(asked({.body = "labels"}, {.body = R"({"a":"b"})"}),
            R"(labels { key: "a" value: "b" })");
  EXPECT_EQ(asked({.body = "colour"}, {.body = R"("RED")"}), "colour: COLOUR_RED");
  EXPECT_EQ(asked({.body = "inner.inner"}, {.body = R"({"size":1})"}),
            "inner { inner { size: 1 } }");
  EXPECT_EQ(asked({.body = "inner"}, {.body = R"({"size":"x"})"}),
            "400 body/size: expected an int32");
  EXPECT_EQ(asked({.body = "inner"}, {.query = "inner.size=1", .body = "{}"}),
            "400 query.inner.size: this is a member of the body");
  EXPECT_EQ(asked({.body = "*"}, {.query = "id=1", .body = "{}"}),
            "400 query.id: this is a member of the body");
}

TEST(Request, NeedsNoBodyWhereNothingIsSent) {
  EXPECT_EQ(asked({.body = "*"}, {}), "");
  EXPECT_EQ(asked({.body = "inner"}, {.query = "id=a"}), R"(id: "a")");
}

TEST(Request, NamesThePlaceInTheBody) {
  EXPECT_EQ(asked({.body = "*"}, {.body = R"({"inner":{"tags":["a",1]}})"}),
            "400 body/inner/tags/1: expected a string");
  EXPECT_EQ(asked({.body = "*"}, {.body = R"({"idd":1})"}), "400 body/idd: there is no such field");
  EXPECT_EQ(asked({.body = "*"}, {.body = "{"}).substr(0, 10), "400 body: ");
}

TEST(Request, TakesProtobufAsItIs) {
  using Form = RequestParts::Form;
  const std::string inner = request_proto().encode("t.Inner", R"(name: "a" size: 3)");
  EXPECT_EQ(asked({.body = "inner"}, {.body = inner, .form = Form::protobuf}),
            R"(inner { name: "a" size: 3 })");
  const std::string request = request_proto().encode("t.Request", R"(id: "a" inner { size: 3 })");
  EXPECT_EQ(bytes_of({.body = "*"}, {.body = request, .form = Form::protobuf}), request);
  EXPECT_EQ(asked({.variables = {"id"}, .body = "*"},
                  {.variables = {"b"}, .body = request, .form = Form::protobuf}),
            R"(id: "b" inner { size: 3 })");
  EXPECT_EQ(asked({.body = "*"}, {.body = "\x0A", .form = Form::protobuf}),
            "400 body: this is no message in protobuf's wire format");
}

}  // namespace
}  // namespace bff::transcode
