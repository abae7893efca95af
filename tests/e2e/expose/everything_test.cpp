// SPDX-License-Identifier: Apache-2.0
// Each binding of each method of a_bit_of_everything.proto, from outside.
#include "everything.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <regex>
#include <set>

namespace bff::test {
namespace {

using testing::HasSubstr;
using Json = DynamicServer::Json;

// What the dialect lacks (docs/transcoding.md, "Path templates"): two colons in a segment.
const std::string kRefused = "DoubleColon";

struct Case {
  std::string method;  // "Create", of ABitOfEverythingService; others "Service/Method"
  std::string line;    // "POST /v1/..."; `~` is /v1/example/a_bit_of_everything
  std::string body;
  std::string request = {};   // what the service must be asked; empty: the body
  std::string answer = "{}";  // "=": the request again
  int status = 200;           // of another one the answer is not looked at
};

const std::string kWhole = R"({
  "uuid": "u", "singleNested": {"name": "\u00e4\"\n", "amount": 4294967295, "ok": 1},
  "nested": [{}, {"ok": "TRUE"}], "float_value": "Infinity", "doubleValue": -0.0,
  "int64Value": "-9223372036854775808", "uint64_value": 18446744073709551615,
  "int32Value": 1e3, "bytesValue": "_-8", "oneofEmpty": {}, "mapValue": {"a": "ONE", "": 0},
  "mappedStringValue": {"x.y": ""}, "mapped_nested_value": {"k": {"name": "x"}},
  "nonConventionalNameValue": "c", "timestampValue": "2024-02-29T12:00:00.000000001+01:00",
  "repeatedEnumValue": ["ONE", 0, "ONE"], "nestedPathEnumValue": "JKL",
  "optionalStringValue": "", "required_field_behavior_json_name_custom": "r",
  "required_field_schema_json_name": "s"})";

const std::vector<Case> kCases{
    {"Create",
     "POST ~/1.5/-2.5/-3/separator/4/5/6/7/true/strprefix/a%20b/8/9/10/-11/-12/c/ONE/DEF/GHI/1", "",
     R"({"floatValue": 1.5, "doubleValue": -2.5, "int64Value": "-3", "uint64Value": "4",
         "int32Value": 5, "fixed64Value": "6", "fixed32Value": 7, "boolValue": true,
         "stringValue": "strprefix/a b", "uint32Value": 8, "sfixed32Value": 9,
         "sfixed64Value": "10", "sint32Value": -11, "sint64Value": "-12",
         "nonConventionalNameValue": "c", "enumValue": "ONE", "pathEnumValue": "DEF",
         "nestedPathEnumValue": "GHI", "enumValueAnnotation": "ONE"})",
     "="},
    {"CreateBody", "POST ~", kWhole, "", "="},
    {"UpdateEntity", "PUT ~/entity/e1", R"({"id": {"value": "e2"}, "otherField": "o"})",
     R"({"id": {"value": "e1"}, "otherField": "o"})"},
    {"CreateBook", "POST /v1/publishers/p1/books?book_id=b1",
     R"({"id": "i", "createTime": "0001-01-01T00:00:00Z"})",
     R"({"parent": "publishers/p1", "bookId": "b1",
         "book": {"id": "i", "createTime": "0001-01-01T00:00:00Z"}})",
     R"({"name": "publishers/p1/books/b1"})"},
    {"UpdateBook",
     "PATCH /v1/publishers/p1/books/b%201?update_mask=name,createTime&allowMissing=true",
     R"({"id": "i", "name": "n"})",
     R"({"book": {"name": "publishers/p1/books/b 1", "id": "i"}, "updateMask": "name,createTime",
         "allowMissing": true})",
     R"({"name": "publishers/p1/books/b 1", "id": "i"})"},
    {"Lookup", "GET ~/u1", "", R"({"uuid": "u1"})",
     R"({"uuid": "u1", "floatValue": "-Infinity", "doubleValue": "NaN",
         "int64Value": "-9223372036854775808", "uint64Value": "18446744073709551615",
         "bytesValue": "/+8=", "timestampValue": "2024-02-29T12:00:00.000000001Z",
         "oneofEmpty": {}, "mapValue": {"a": "ONE"},
         "required_field_behavior_json_name_custom": "r"})"},
    {"Custom", "POST ~/u1:custom?mappedStringValue[k]=v", "",
     R"({"uuid": "u1", "mappedStringValue": {"k": "v"}})", "="},
    {"Custom", "POST ~/u1:custom:custom", "", R"({"uuid": "u1:custom"})", "="},
    {"Custom", "GET ~/custom/text", "", R"({"optionalStringValue": "text"})", "="},
    {"Update", "PUT ~/u1", R"({"uuid": "u2", "stringValue": "s"})",
     R"({"uuid": "u1", "stringValue": "s"})"},
    {"UpdateV2", "PUT /v2/example/a_bit_of_everything/u1?update_mask=uuid,singleNested.name",
     R"({"boolValue": true})",
     R"({"abe": {"uuid": "u1", "boolValue": true}, "updateMask": "uuid,singleNested.name"})"},
    {"UpdateV2", "PATCH /v2/example/a_bit_of_everything/u1", R"({"uuid": "u2", "nested": [{}]})",
     R"({"abe": {"uuid": "u1", "nested": [{}]}})"},
    {"UpdateV2", "PATCH /v2a/example/a_bit_of_everything/u1",
     R"({"abe": {"boolValue": true}, "updateMask": "boolValue"})",
     R"({"abe": {"uuid": "u1", "boolValue": true}, "updateMask": "boolValue"})"},
    {"CreateNestedBodyOneof", "POST ~/nested_body_oneof", R"("text")",
     R"({"payload": {"inputValue": "text"}})", R"({"inputValue": "text"})"},
    {"Delete", "DELETE ~/u1", "", R"({"uuid": "u1"})"},
    {"GetQuery",
     "GET ~/query/u1?single_nested.name=n&singleNested.amount=7&single_nested.ok=TRUE"
     "&float_value=-Infinity&doubleValue=NaN&int64_value=9223372036854775807"
     "&uint64Value=18446744073709551615&int32_value=-2147483648&bool_value=true&bytes_value=_-8"
     "&enum_value=1&path_enum_value=DEF&repeated_string_value=a&repeatedStringValue=b%2Cc"
     "&repeated_enum_value=ONE&repeatedEnumValue=0&map_value[a]=ONE&map_value[b]=0"
     "&mapped_string_value[x.y]=z+w&timestamp_value=2024-02-29T12:00:00.5Z"
     "&optional_string_value=&oneof_string=&required_field_behavior_json_name_custom=r",
     "",
     R"({"uuid": "u1", "singleNested": {"name": "n", "amount": 7, "ok": "TRUE"},
         "floatValue": "-Infinity", "doubleValue": "NaN", "int64Value": "9223372036854775807",
         "uint64Value": "18446744073709551615", "int32Value": -2147483648, "boolValue": true,
         "bytesValue": "/+8=", "enumValue": "ONE", "pathEnumValue": "DEF",
         "repeatedStringValue": ["a", "b,c"], "repeatedEnumValue": ["ONE", "ZERO"],
         "mapValue": {"a": "ONE", "b": "ZERO"}, "mappedStringValue": {"x.y": "z w"},
         "timestampValue": "2024-02-29T12:00:00.500Z", "optionalStringValue": "",
         "oneofString": "", "required_field_behavior_json_name_custom": "r"})"},
    {"GetRepeatedQuery",
     "GET /v1/example/a_bit_of_everything_repeated/1.5,-2/NaN,Infinity/-9223372036854775808,1/"
     "18446744073709551615,0/1,-2/3/4,5/true,false/a,b%20c,/_-8,AA==/6,7/ONE,0,1/-8/9/-10,11/12",
     "",
     R"({"pathRepeatedFloatValue": [1.5, -2], "pathRepeatedDoubleValue": ["NaN", "Infinity"],
         "pathRepeatedInt64Value": ["-9223372036854775808", "1"],
         "pathRepeatedUint64Value": ["18446744073709551615", "0"],
         "pathRepeatedInt32Value": [1, -2], "pathRepeatedFixed64Value": ["3"],
         "pathRepeatedFixed32Value": [4, 5], "pathRepeatedBoolValue": [true, false],
         "pathRepeatedStringValue": ["a", "b c", ""], "pathRepeatedBytesValue": ["/+8=", "AA=="],
         "pathRepeatedUint32Value": [6, 7], "pathRepeatedEnumValue": ["ONE", "ZERO", "ONE"],
         "pathRepeatedSfixed32Value": [-8], "pathRepeatedSfixed64Value": ["9"],
         "pathRepeatedSint32Value": [-10, 11], "pathRepeatedSint64Value": ["12"]})",
     "="},
    {"Echo", "GET ~/echo/hi%21", "", R"({"value": "hi!"})", "="},
    {"Echo", "POST /v2/example/echo", R"("hi")", R"({"value": "hi"})", "="},
    {"Echo", "GET /v2/example/echo?value=hi+there", "", R"({"value": "hi there"})", "="},
    {"DeepPathEcho", "POST /v1/example/deep_path/n1",
     R"({"singleNested": {"name": "n2", "amount": 5}, "uuid": "u"})",
     R"({"singleNested": {"name": "n1", "amount": 5}, "uuid": "u"})", "="},
    {"NoBindings", "POST /" + kEverything + "ABitOfEverythingService/NoBindings", R"("-1.5s")"},
    {"Timeout", "GET /v2/example/timeout", "", "{}", "", 504},
    {"ErrorWithDetails", "GET /v2/example/errorwithdetails", "", "{}", "", 404},
    {"GetMessageWithBody", "POST /v2/example/withbody/i1", R"({"name": "n"})",
     R"({"id": "i1", "data": {"name": "n"}})"},
    {"PostWithEmptyBody", "POST /v2/example/postwithemptybody/n", "", R"({"name": "n"})"},
    {"CheckGetQueryParams", "GET ~/params/get/n1?single_nested.amount=3&singleNested.ok=1", "",
     R"({"singleNested": {"name": "n1", "amount": 3, "ok": "TRUE"}})", "="},
    {"CheckNestedEnumGetQueryParams", "GET ~/params/get/nested_enum/TRUE", "",
     R"({"singleNested": {"ok": "TRUE"}})", "="},
    {"CheckNestedEnumGetQueryParams", "GET ~/params/get/nested_enum/7", "",
     R"({"singleNested": {"ok": 7}})", "="},
    {"CheckPostQueryParams", "POST ~/params/post/s1?int64_value=5", R"({"name": "n"})",
     R"({"stringValue": "s1", "int64Value": "5", "singleNested": {"name": "n"}})", "="},
    {"OverwriteRequestContentType", "POST /v2/example/overwriterequestcontenttype",
     R"({"name": "n"})"},
    {"OverwriteResponseContentType", "GET /v2/example/overwriteresponsecontenttype", "", "{}",
     R"("text")"},
    {"CheckExternalPathEnum", "GET /v2/DEF:check", "", R"({"value": "DEF"})"},
    {"CheckExternalNestedPathEnum", "GET /v3/1:check", "", R"({"value": "JKL"})"},
    {"CheckStatus", "GET /v1/example/checkStatus", "", "{}",
     R"({"status": {"code": 5, "message": "m", "details": [
         {"@type": "type.googleapis.com/google.protobuf.Duration", "value": "1.500s"}]}})"},
    {"Exists", "HEAD ~/u1?bool_value=true", "", R"({"uuid": "u1", "boolValue": true})", ""},
    {"CustomOptionsRequest", "OPTIONS ~/u1", "", R"({"uuid": "u1"})"},
    {"TraceRequest", "TRACE ~/u1", "", R"({"uuid": "u1"})", "="},
    {"PostOneofEnum", "POST /v1/example/oneofenum", R"("EXAMPLE_NONE")",
     R"({"exampleEnum": "EXAMPLE_NONE"})"},
    {"PostRequiredMessageType", "POST /v1/example/requiredmessagetype",
     R"({"id": "i", "foo": {"bar": {"id": "b"}}})"},
    {"camelCaseServiceName/Empty", "GET /v2/example/empty", "", "{}"},
    {"AnotherServiceWithNoBindings/NoBindings",
     "POST /" + kEverything + "AnotherServiceWithNoBindings/NoBindings", "{}"},
    {"SnakeEnumService/SnakeEnum", "GET /v1/example/snake/value_f/1/value_y", "",
     R"({"who": "value_f", "what": "value_d", "where": "value_y"})"},
};

// `inner` within a hundred objects.
std::string deep(const std::string& inner) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += R"({"x":)";
  return text + inner + std::string(100, '}');
}

class Everything : public testing::Test {
 protected:
  void SetUp() override {
    if (std::string(BFF_CONFORMANCE_DATA).empty())
      GTEST_SKIP() << "BFF_CONFORMANCE_DATA is not set";
    served_ = exposed_everything(folder_, kRefused);
    running_.emplace(served_, everything());
  }

  httplib::Response ask(const std::string& line, const std::string& body) const {
    const auto space = line.find(' ');
    auto target = line.substr(space + 1);
    if (target[0] == '~') target.replace(0, 1, "/v1/example/a_bit_of_everything");
    return running_->ask(line.substr(0, space), target, {}, body);
  }

  void expect(const Case& one) {
    SCOPED_TRACE(one.line);
    const auto slash = one.method.find('/') == std::string::npos ? "ABitOfEverythingService/" : "";
    const auto method = kEverything + slash + one.method;
    auto& services = running_->services();
    const auto wanted =
        services.request_of(method, Json::parse(one.request.empty() ? one.body : one.request));
    const auto response = ask(one.line, one.body);
    EXPECT_EQ(response.status, one.status) << response.body;
    const auto asked = services.requests_for(response.get_header_value("x-request-id"));
    ASSERT_EQ(asked.size(), 1u) << response.body;
    EXPECT_EQ(asked[0].first, method);
    EXPECT_EQ(asked[0].second, wanted) << Json::diff(wanted, asked[0].second);
    if (one.status != 200) return;
    if (one.answer.empty()) {
      EXPECT_EQ(response.body, "");
    } else if (one.answer == "=") {
      EXPECT_EQ(services.request_of(method, Json::parse(response.body)), wanted) << response.body;
    } else {
      EXPECT_EQ(Json::parse(response.body), Json::parse(one.answer)) << response.body;
    }
  }

  // By the metrics: the routes that there are, and those of them that were asked for.
  std::set<std::string> routes(const std::string& family) {
    const auto text = get(running_->gateway().admin_port(), "/metrics").body;
    const std::regex line("\n" + family + "\\{route=\"([^\"-]+)\"");
    std::set<std::string> found;
    for (std::sregex_iterator at(text.begin(), text.end(), line), end; at != end; ++at) {
      found.insert((*at)[1]);
    }
    return found;
  }

  TempFolder folder_;
  ServedRoutes served_;
  std::optional<RunningGateway> running_;
};

TEST_F(Everything, EachBindingAsksTheServiceWhatTheRequestSays) {
  for (const Case& one : kCases) expect(one);
  const auto served = routes("bff_partial_answers_total");
  EXPECT_EQ(served.size(), 41u);
  EXPECT_EQ(routes("bff_requests_total"), served);
}

TEST_F(Everything, WhatCannotBeIsRefusedWithItsPlace) {
  const struct {
    std::string line, body, problem;
  } cases[] = {
      {"POST ~", deep("1"), "400 body/x"},
      {"POST ~", R"({"nested":)" + std::string(100, '[') + std::string(100, ']') + "}",
       "400 body/nested/0"},
      {"POST ~", R"({"oneofString": "a", "oneofEmpty": {}})", "400 body/oneofEmpty"},
      {"POST ~", R"({"int64Value": 9223372036854775808})", "400 body/int64Value"},
      {"POST ~/nested_body_oneof", "{}", "400 body"},
      {"POST /v1/example/oneofenum", R"("EXAMPLE_OTHER")", "400 body"},
      {"GET ~/query/u?int64_value=9223372036854775808", "", "400 query.int64_value"},
      {"GET ~/query/u?float_value=1e39", "", "400 query.float_value"},
      {"GET ~/query/u?uuid=v", "", "400 query.uuid"},
      {"GET ~/query/u?single_nested=n", "", "400 query.single_nested"},
      {"GET ~/query/u?nested.name=n", "", "400 query.nested.name"},
      {"GET ~/query/u?optional_string_value=a&optionalStringValue=b", "",
       "400 query.optionalStringValue"},
      {"GET ~/query/u?oneof_string=a&timestamp_value=2023-02-29T12:00:00Z", "",
       "400 query.timestamp_value"},
      {"GET ~/custom/%FF", "", "400 "},
      {"GET ~/params/get/nested_enum/true", "", "400 path.single_nested.ok"},
      {"GET /v2/NOPE:check", "", "400 path.value"},
      {"GET /v2/2147483648:check", "", "400 path.value"},
      {"PUT /v2/example/a_bit_of_everything/u1?abe.bool_value=true", "{}",
       "400 query.abe.bool_value"},
  };
  for (const auto& one : cases) {
    const auto response = ask(one.line, one.body);
    const auto body = Json::parse(response.body);
    EXPECT_EQ(std::to_string(response.status) + " " + body.value("parameter", ""), one.problem)
        << one.line << ": " << response.body;
  }
}

// What nobody asked for is passed over, as deep as JSON may be.
TEST_F(Everything, UnknownMembersMayBeDeep) {
  const std::string line = "POST /" + kEverything + "AnotherServiceWithNoBindings/NoBindings?y.z=1";
  EXPECT_EQ(ask(line, deep("1")).body, "{}");
  EXPECT_THAT(ask(line, deep("[]")).body, HasSubstr("this is nested too deeply"));
}

TEST_F(Everything, RulesThatTheDialectLacksAreNamed) {
  const TempFolder other;
  const auto config = write_gateway(other, exposed_everything(other, "Lookup"), "127.0.0.1:1");
  Process check({GatewaySetup{}.executable, "check", "--config", config},
                environment_of({.config = config}));
  EXPECT_EQ(check.wait(), 1);
  EXPECT_THAT(check.output(), HasSubstr("{uuid}:custom:custom"));
  EXPECT_THAT(check.output(), HasSubstr("\n1 error\n"));
}

}  // namespace
}  // namespace bff::test
