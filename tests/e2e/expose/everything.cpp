// SPDX-License-Identifier: Apache-2.0
#include "everything.hpp"

#include <chrono>
#include <map>
#include <thread>

namespace bff::test {
namespace {

using Json = DynamicServer::Json;

// Of the files that it imports, the names that it uses.
const std::map<std::string, std::string> kImports{
    {"examples/internal/proto/oneofenum/oneof_enum.proto",
     "package grpc.gateway.examples.internal.proto.oneofenum;"
     "enum ExampleEnum { EXAMPLE_NONE = 0; EXAMPLE_SOME = 1; }"
     "message OneofEnumMessage { oneof one { ExampleEnum example_enum = 1; } }"},
    {"examples/internal/proto/pathenum/path_enum.proto",
     "package grpc.gateway.examples.internal.proto.pathenum;"
     "enum PathEnum { ABC = 0; DEF = 1; }"
     "enum snake_case_for_import { value_x = 0; value_y = 1; }"
     "message MessagePathEnum { enum NestedPathEnum { GHI = 0; JKL = 1; } }"
     "message MessageWithPathEnum { PathEnum value = 1; }"
     "message MessageWithNestedPathEnum { MessagePathEnum.NestedPathEnum value = 1; }"},
    {"examples/internal/proto/sub/message.proto",
     "package grpc.gateway.examples.internal.proto.sub;"
     "message StringMessage { optional string value = 1; }"},
    {"examples/internal/proto/sub2/message.proto",
     "package grpc.gateway.examples.internal.proto.sub2;"
     "message IdMessage { string uuid = 1; }"},
    {"google/api/field_behavior.proto",
     "package google.api; import \"google/protobuf/descriptor.proto\";"
     "enum FieldBehavior { FIELD_BEHAVIOR_UNSPECIFIED = 0; REQUIRED = 2; OUTPUT_ONLY = 3; }"
     "extend google.protobuf.FieldOptions { repeated FieldBehavior field_behavior = 1052; }"},
    {"google/rpc/status.proto",
     "package google.rpc; import \"google/protobuf/any.proto\";"
     "message Status { int32 code = 1; string message = 2;"
     "  repeated google.protobuf.Any details = 3; }"},
    {"protoc-gen-openapiv2/options/annotations.proto", ""}};

// Behind the brace that closes the one at `at`.
std::size_t end_of_braces(const std::string& text, std::size_t at) {
  int depth = 0;
  do {
    if (text[at] == '"') {
      while (text[++at] != '"') at += text[at] == '\\';
    } else if (text.compare(at, 2, "//") == 0) {
      at = text.find('\n', at);
    }
    depth += (text[at] == '{') - (text[at] == '}');
  } while (++at < text.size() && depth > 0);
  return at;
}

// The options of another project, whose value is always a message, become one that every kind of
// thing may have, and that says nothing.
std::string without_foreign_options(std::string text) {
  const std::string option = "(grpc.gateway.protoc_gen_openapiv2.";
  for (std::size_t at; (at = text.find(option)) != std::string::npos;) {
    text.replace(at, end_of_braces(text, text.find('{', at)) - at, "deprecated = false");
  }
  return text;
}

}  // namespace

ServedRoutes exposed_everything(const TempFolder& folder, const std::string& omit) {
  for (const auto& [name, text] : kImports) folder.write(name, "syntax = \"proto3\";" + text);
  const std::string name = "a_bit_of_everything.proto";
  folder.write(name, without_foreign_options(read_file(BFF_CONFORMANCE_DATA "/protos/" + name)));
  const std::string service = "  - service: " + kEverything;
  return {
      .folders = {folder.path().string(), BFF_SOURCE_DIR "/protos"},
      .protos = {name},
      .services = {kEverything + "ABitOfEverythingService", kEverything + "camelCaseServiceName",
                   kEverything + "AnotherServiceWithNoBindings", kEverything + "SnakeEnumService"},
      .routes = {{"everything.yaml",
                  "version: bff/v1\ndefaults: { enums: full }\nexpose:\n" + service +
                      "ABitOfEverythingService\n    omit: [" + omit +
                      "]\n    unannotated: post\n    unset: omit\n"
                      "    methods: { Timeout: { deadline: 100ms } }\n" +
                      service + "camelCaseServiceName\n" + service +
                      "AnotherServiceWithNoBindings\n    unannotated: post\n    unknown: ignore\n" +
                      service + "SnakeEnumService\n"}}};
}

DynamicServer::Methods everything() {
  const auto echo = [](const Json& request) { return request; };
  const auto empty = [](const Json&) { return Json::object(); };
  const std::map<std::string, DynamicServer::Method> of_everything{
      {"Create", echo},
      {"CreateBody", echo},
      {"UpdateEntity", empty},
      {"CreateBook",
       [](const Json& request) -> Json {
         return {{"name", request["parent"].get<std::string>() + "/books/" +
                              request["book_id"].get<std::string>()}};
       }},
      {"UpdateBook", [](const Json& request) { return request["book"]; }},
      {"Lookup",
       [](const Json& request) -> Json {
         return {{"uuid", request["uuid"]},
                 {"float_value", "-Infinity"},
                 {"double_value", "NaN"},
                 {"int64_value", "-9223372036854775808"},
                 {"uint64_value", "18446744073709551615"},
                 {"bytes_value", "/+8="},
                 {"timestamp_value", "2024-02-29T12:00:00.000000001Z"},
                 {"oneof_empty", Json::object()},
                 {"map_value", {{"a", "ONE"}}},
                 {"required_field_behavior_json_name", "r"}};
       }},
      {"Custom", echo},
      {"Update", empty},
      {"UpdateV2", empty},
      {"CreateNestedBodyOneof", [](const Json& request) { return request["payload"]; }},
      {"Delete", empty},
      {"GetQuery", empty},
      {"GetRepeatedQuery", echo},
      {"Echo", echo},
      {"DeepPathEcho", echo},
      {"NoBindings", empty},
      {"Timeout",
       [](const Json&, DynamicServer::Call& call) {
         while (!call.cancelled()) std::this_thread::sleep_for(std::chrono::milliseconds{1});
         return Json::object();
       }},
      {"ErrorWithDetails",
       [](const Json&) -> Json {
         throw RpcError{5, "row 7"};
       }},
      {"GetMessageWithBody", empty},
      {"PostWithEmptyBody", empty},
      {"CheckGetQueryParams", echo},
      {"CheckNestedEnumGetQueryParams", echo},
      {"CheckPostQueryParams", echo},
      {"OverwriteRequestContentType", empty},
      {"OverwriteResponseContentType", [](const Json&) { return Json("text"); }},
      {"CheckExternalPathEnum", empty},
      {"CheckExternalNestedPathEnum", empty},
      {"CheckStatus",
       [](const Json&) {
         return Json::parse(R"({"status": {"code": 5, "message": "m", "details": [
             {"@type": "type.googleapis.com/google.protobuf.Duration", "value": "1.500s"}]}})");
       }},
      {"Exists", empty},
      {"CustomOptionsRequest", empty},
      {"TraceRequest", echo},
      {"PostOneofEnum", empty},
      {"PostRequiredMessageType", empty}};
  DynamicServer::Methods methods{{kEverything + "camelCaseServiceName/Empty", empty},
                                 {kEverything + "AnotherServiceWithNoBindings/NoBindings", empty},
                                 {kEverything + "SnakeEnumService/SnakeEnum", empty}};
  for (const auto& [name, function] : of_everything) {
    methods[kEverything + "ABitOfEverythingService/" + name] = function;
  }
  return methods;
}

}  // namespace bff::test
