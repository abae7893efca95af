// SPDX-License-Identifier: Apache-2.0
// What the gateways say about their routes: types, openapi, lock and diff. tests/node judges the
// same files, and holds the answers of tests/routes against them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "support/gateway.hpp"
#include "support/golden.hpp"
#include "support/temp_folder.hpp"

namespace bff::test {
namespace {

using testing::HasSubstr;

struct Printed {
  int status;
  std::string text;
};
Printed run(const std::string& client, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), BFF_BINARY_DIR "/bff-" + client + "/bff-" + client);
  Process process{arguments, environment_of({})};
  const int status = process.wait().value_or(-1);
  return {status, process.output()};
}

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
