// SPDX-License-Identifier: Apache-2.0
// What the gateways say about their routes: types, openapi, lock and diff. tests/node judges the
// same files, and holds the answers of tests/routes against them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "e2e/gateways.hpp"
#include "support/golden.hpp"
#include "support/temp_folder.hpp"

namespace bff::test {
namespace {

using testing::HasSubstr;

const std::string kGolden = "tests/routes/contract/";
const std::string kLock = BFF_SOURCE_DIR "/" + kGolden + "web.lock.json";

// The web's lock with one text in the place of another.
std::string changed(const std::string& from, const std::string& to) {
  std::string text = read_file(kLock);
  const auto at = text.find(from);
  EXPECT_NE(at, text.npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(ContractCommands, PrintTheContractsOfTheShippedRoutes) {
  for (const std::string client : {"web", "mobile"}) {
    for (const auto& [command, ending] :
         {std::pair{"types", ".ts"}, {"openapi", ".openapi.json"}, {"lock", ".lock.json"}}) {
      const auto printed = run(client, {command});
      EXPECT_EQ(printed.status, 0) << printed.text;
      expect_golden(kGolden + client + ending, printed.text);
    }
  }
}

TEST(ContractCommands, OpenApiTakesWhatOnlyItsOwnerKnows) {
  const auto printed = run("web", {"openapi", "--title", "Shop", "--api-version", "2.1", "--server",
                                   "https://api.example.com"});
  EXPECT_THAT(printed.text, HasSubstr("\"title\": \"Shop\",\n    \"version\": \"2.1\""));
  EXPECT_THAT(printed.text, HasSubstr("\"url\": \"https://api.example.com\""));
}

TEST(ContractCommands, TypesKnowTheirLanguages) {
  EXPECT_EQ(run("web", {"types", "--lang", "ts"}).status, 0);
  EXPECT_EQ(run("web", {"types", "--lang", "cobol"}).status, 2);
}

TEST(ContractCommands, DiffEndsWithOneWhereAClientBreaks) {
  TempFolder folder;
  const auto safe = folder.write("safe.json", changed("\"email\": \"string\",", ""));
  const auto broken = folder.write("broken.json", changed("\"GET\"", "\"PUT\""));
  const auto same = run("web", {"diff", kLock});
  EXPECT_EQ(same.status, 0);
  EXPECT_EQ(same.text, "0 changes break the client, 0 are safe\n");
  EXPECT_EQ(run("web", {"diff", safe.string()}).status, 0);
  EXPECT_EQ(run("web", {"diff", kLock, safe.string()}).status, 1);
  EXPECT_EQ(run("web", {"diff", broken.string()}).status, 1);
}

TEST(ContractCommands, DiffSaysWhyItCannotCompare) {
  TempFolder folder;
  const auto none = run("web", {"diff", (folder / "none.json").string()});
  EXPECT_EQ(none.status, 2);
  EXPECT_THAT(none.text, HasSubstr("error[BFF400]: cannot read the lock"));
  const auto other = run("mobile", {"diff", kLock});
  EXPECT_EQ(other.status, 2);
  EXPECT_THAT(other.text, HasSubstr("of two clients, 'web' and 'mobile'"));
}

// Whole, but for some fields, and merged; `name` is told by the route, so it is no surprise.
constexpr const char* kCopies = R"(version: bff/v1
routes:
  - id: thing
    http: GET /v1/thing
    auth: public
    calls: { thing: { rpc: t.Things/Get } }
    shape:
      whole: $thing.thing
      omitted: { $from: $thing.thing, $omit: [secret] }
      merged: { $merge: [$thing.thing] }
      picked: { $from: $thing.thing, $pick: [id] }
      list: $thing.things
)";

std::string things(const std::string& more) {
  return "syntax = \"proto3\";\npackage t;\nmessage Thing { string id = 1; string secret = 2; " +
         more +
         " }\nmessage Request {}\nmessage Answer { Thing thing = 1; repeated Thing things = 2; }\n"
         "service Things { rpc Get(Request) returns (Answer); }\n";
}

TEST(ContractCommands, CheckNamesWhatCopiedMessagesHaveGainedSinceTheLock) {
  TempFolder folder;
  folder.write("routes/thing.yaml", kCopies);
  folder.write("t.proto", things(""));
  const auto config = folder
                          .write("gateway.yaml", R"(version: bff/v1
client: web
listen: [{ address: "127.0.0.1:0" }]
lock: web.lock.json
protos: { folders: [.], files: [t.proto] }
routes: [routes]
upstreams: { things: { services: [t.Things], endpoints: ["127.0.0.1:1"] } }
)")
                          .string();
  auto printed = run("web", {"check", "--config", config});
  EXPECT_EQ(printed.status, 1);
  EXPECT_THAT(printed.text, HasSubstr("error[BFF400]: cannot read the lock"));
  folder.write("web.lock.json", run("web", {"lock", "--config", config}).text);
  printed = run("web", {"check", "--config", config});
  EXPECT_EQ(printed.status, 0) << printed.text;

  folder.write("t.proto", things("string cost = 3;"));
  auto route = std::string{kCopies};
  route.insert(route.find("      whole"), "      name: $thing.thing.id\n");
  folder.write("routes/thing.yaml", route);
  printed = run("web", {"check", "--config", config});
  EXPECT_EQ(printed.status, 1);
  // A message that is copied in several places is told of in the first.
  for (const char* where : {"$.list[*].cost", "$.merged.cost", "$.omitted.cost"}) {
    EXPECT_THAT(printed.text, HasSubstr("gateway.yaml:4:7: error[BFF404]: the lock does not know " +
                                        std::string{where} + " of 'thing'"));
  }
  EXPECT_THAT(printed.text, HasSubstr("\n3 errors\n"));
  EXPECT_EQ(run("web", {"routes", "--config", config}).status, 0);
}

TEST(ContractCommands, ReportTheProblemsOfTheRoutes) {
  TempFolder folder;
  folder.write("routes/bad.yaml", "version: bff/v1\nroutes: [{ id: a, http: GET /a }]\n");
  const auto file = write_config(folder);
  const auto printed = run("web", {"lock", "--config", file});
  EXPECT_EQ(printed.status, 1);
  EXPECT_THAT(printed.text, HasSubstr("error[BFF304]"));
}

}  // namespace
}  // namespace bff::test
