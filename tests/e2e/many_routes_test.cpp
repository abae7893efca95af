// SPDX-License-Identifier: Apache-2.0
// A gateway with many routes over many services; what that costs, `./dev bench` measures.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/gateway.hpp"
#include "support/http.hpp"
#include "support/temp_folder.hpp"

namespace bff::test {
namespace {

constexpr bool kSlow = !std::string_view(BFF_SANITIZER_FLAGS).empty();
constexpr int kRoutes = kSlow ? 300 : 1000;
constexpr int kServices = kSlow ? 60 : 200;

// Each `mark` is the number.
std::string numbered(std::string text, int number, char mark = '#') {
  const std::string digits = std::to_string(number);
  for (auto at = text.find(mark); at != text.npos; at = text.find(mark)) {
    text.replace(at, 1, digits);
  }
  return text;
}

std::string proto(int service) {
  return numbered(R"(syntax = "proto3";
package s#.v1;
message Money { string currency = 1; int64 units = 2; }
message Item { int64 id = 1; string name = 2; Money price = 3; map<string, string> labels = 4; }
message GetRequest { int64 id = 1; }
message GetResponse { Item item = 1; repeated int64 related = 2; }
message ListRequest { repeated int64 ids = 1; }
message ListResponse { repeated Item items = 1; }
service Items {
  rpc Get(GetRequest) returns (GetResponse);
  rpc BatchGet(ListRequest) returns (ListResponse);
}
)",
                  service);
}

// Two services, the second's rows joined by key.
std::string route(int number) {
  std::string text = R"(version: bff/v1
routes:
  - id: r#
    http: GET /v1/b#/{id}
    auth: public
    calls:
      one: { rpc: s@.v1.Items/Get, with: { id: $path.id } }
      rows: { rpc: s%.v1.Items/BatchGet, batch: { into: ids }, index: items.id }
    shape:
      route: r#
      name: $one.item!.name
      rows: { $for: id in $one.related, $shape: { $from: $rows($id), $pick: [id, price] } }
)";
  text = numbered(std::move(text), number % kServices, '@');
  text = numbered(std::move(text), (number * 7 + 1) % kServices, '%');
  return numbered(std::move(text), number);
}

std::string write_gateway(const TempFolder& folder) {
  std::string files, upstreams;
  for (int i = 0; i < kServices; ++i) {
    folder.write(numbered("protos/s#.proto", i), proto(i));
    files += numbered(i == 0 ? "s#.proto" : ", s#.proto", i);
    upstreams += numbered("  u#: { services: [s#.v1.Items], endpoints: [\"127.0.0.1:9\"] }\n", i);
  }
  for (int i = 0; i < kRoutes; ++i) folder.write(numbered("routes/r#.yaml", i), route(i));
  const auto file =
      folder.write("gateway.yaml",
                   "version: bff/v1\nclient: web\nlisten: [{ address: 127.0.0.1:0 }]\n"
                   "workers: 1\nprotos: { folders: [protos], files: [" +
                       files + "] }\nroutes: [routes]\nupstreams:\n" + upstreams);
  return file.string();
}

TEST(ManyRoutes, AreCheckedAndAnswerEachForItself) {
  TempFolder folder;
  const std::string config = write_gateway(folder);
  Process check{{BFF_BINARY_DIR "/bff-web/bff-web", "check", "--config", config}};
  EXPECT_EQ(check.wait(Seconds{120}), 0);
  EXPECT_THAT(check.output(), testing::HasSubstr(std::to_string(kRoutes) +
                                                 " routes for client 'web', no problems"));

  Gateway gateway{{.config = config, .options = {"--mock"}}};
  for (const int number : {0, 1, kServices, kRoutes / 2, kRoutes - 1}) {
    const auto response = get(gateway.port(), numbered("/v1/b#/17", number));
    ASSERT_EQ(response.status, 200) << response.body;
    const auto answer = json_of(response);
    EXPECT_EQ(answer["route"], numbered("r#", number));
    EXPECT_EQ(answer["name"], "Name 1");
    ASSERT_FALSE(answer["rows"].empty());
    EXPECT_TRUE(answer["rows"][0].is_object()) << response.body;
  }
  EXPECT_EQ(get(gateway.port(), numbered("/v1/b#/17", kRoutes)).status, 404);
}

}  // namespace
}  // namespace bff::test
