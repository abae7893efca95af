// SPDX-License-Identifier: Apache-2.0
// The examples of the documents, served.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/documents.hpp"
#include "support/served_routes.hpp"

namespace bff::test {
namespace {

using Json = DynamicServer::Json;

ServedRoutes served(const std::string& route_file) {
  return {.folders = {BFF_SOURCE_DIR "/tests/e2e/expose", BFF_SOURCE_DIR "/protos"},
          .protos = {"documented.proto"},
          .services = {"shop.v1.OrderEvents", "shop.v1.ItemService"},
          .routes = {{"shown.yaml", route_file}}};
}

TEST(Documented, StreamOfARoute) {
  const RunningGateway running(
      served(blocks("docs/routes.md", "yaml").back()),
      {{"shop.v1.OrderEvents/Watch", [](const Json& request, DynamicServer::Call& call) -> Json {
          call.write({{"seq", 7}, {"status", request["order_id"]}, {"time", "now"}});
          return {};
        }}});
  const auto response =
      running.get("/v1/orders/o1/events", {{"authorization", "Bearer " + token(1)}});
  EXPECT_EQ(response.body, "retry: 2000\n\nid: 7\ndata: {\"status\":\"o1\",\"at\":\"now\"}\n\n");
}

TEST(Documented, ExposedService) {
  const RunningGateway running(
      served(blocks("docs/transcoding.md", "yaml").at(0)),
      {{"shop.v1.ItemService/GetItem",
        [](const Json& request) {
          return Json{{"id", request["id"]}};
        }},
       {"shop.v1.ItemService/DeleteItem", [](const Json&) { return Json::object(); }}});
  const httplib::Headers user{{"authorization", "Bearer " + token(1)}};
  EXPECT_EQ(running.get("/v1/items/7").status, 401);
  EXPECT_EQ(running.get("/v1/items/7", user).body, R"({"id":"7","title":""})");
  EXPECT_EQ(running.ask("DELETE", "/v1/items/7", user).status, 403);
  EXPECT_EQ(running.ask("DELETE", "/v1/items", user).status, 404);
}

TEST(Documented, Upload) {
  const TempFolder folder;
  folder.write("files.proto",
               "syntax = \"proto3\";\npackage shop.v1;\nimport \"google/api/annotations.proto\";\n"
               "import \"google/api/httpbody.proto\";\nmessage Stored { string folder = 1; }\n" +
                   blocks("docs/transcoding.md", "proto").at(0));
  const RunningGateway running(
      {.folders = {folder.path().string(), BFF_SOURCE_DIR "/protos"},
       .protos = {"files.proto"},
       .services = {"shop.v1.FileService"},
       .routes = {{"a.yaml", "version: bff/v1\nexpose: [{ service: shop.v1.FileService }]\n"}},
       .more = {}},
      {{"shop.v1.FileService/Put", [](const Json& first, DynamicServer::Call& call) {
          while (call.read()) {
          }
          return Json{{"folder", first["folder"]}};
        }}});
  EXPECT_EQ(request(running.port(), "PUT", "/v1/folders/a", {}, "abc").body,
            R"({"folder":"folders/a"})");
}

}  // namespace
}  // namespace bff::test
