// SPDX-License-Identifier: Apache-2.0
// What check, routes and explain print, and that every example of docs/commands.md holds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "e2e/gateways.hpp"
#include "support/golden.hpp"
#include "support/temp_folder.hpp"

namespace bff::test {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

// `check` over a route that asks for a field that is not there.
Printed check_mistake(const std::string& format) {
  TempFolder folder;
  auto route = read_file(BFF_SOURCE_DIR "/routes/product.yaml");
  route.replace(route.find("$p.name"), 7, "$p.nmae");
  folder.write("routes/product.yaml", route);
  return run("web", {"check", "--format", format, "--config", write_config(folder)});
}

TEST(Check, ReportsProblemsAsJson) {
  const auto printed = check_mistake("json");
  EXPECT_EQ(printed.status, 1);
  const auto report = Json::parse(printed.text);
  EXPECT_EQ(report["count"], 1);
  const auto& problem = report["problems"][0];
  EXPECT_EQ(problem["code"], "BFF321");
  EXPECT_THAT(problem["file"], testing::EndsWith("routes/product.yaml"));
  EXPECT_THAT(problem["remedy"], StartsWith("did you mean 'name'? (shop/v1/catalog.proto:"));
  EXPECT_EQ(problem["source"].get<std::string>().substr(problem["column"].get<std::size_t>() - 1,
                                                        problem["length"].get<std::size_t>()),
            "nmae");
}

TEST(Check, ReportsProblemsAsSarif) {
  const auto printed = check_mistake("sarif");
  EXPECT_EQ(printed.status, 1);
  const auto run = Json::parse(printed.text)["runs"][0];
  EXPECT_EQ(run["tool"]["driver"]["rules"][0]["id"], "BFF321");
  EXPECT_EQ(run["results"][0]["ruleId"], "BFF321");
}

TEST(Check, ReportsProblemsAsGithubShowsThem) {
  const auto printed = check_mistake("github");
  EXPECT_EQ(printed.status, 1);
  EXPECT_THAT(printed.text, StartsWith("::error file="));
  EXPECT_THAT(printed.text, HasSubstr(",title=BFF321::shop.v1.Product has no field 'nmae'%0A"));
}

TEST(Check, EndsWellInEveryFormat) {
  EXPECT_EQ(Json::parse(run("web", {"check", "--format", "json"}).text)["count"], 0);
  EXPECT_EQ(Json::parse(run("web", {"check", "--format", "sarif"}).text)["runs"].size(), 1U);
  for (const std::string format : {"text", "github"}) {
    const auto printed = run("web", {"check", "--format", format});
    EXPECT_EQ(printed.status, 0);
    EXPECT_THAT(printed.text, HasSubstr("4 routes for client 'web', no problems"));
  }
  EXPECT_EQ(run("web", {"check", "--format", "xml"}).status, 2);
}

TEST(Check, RunsInAPipelineAsTheDocumentShowsIt) {
  const auto document = read_file(BFF_SOURCE_DIR "/docs/operations.md");
  const auto begin = document.find("- run: ") + 7;
  const auto step = document.substr(begin, document.find('\n', begin) - begin);
  Process shell{
      {"bash", "-euc",
       "bff-web() { " BFF_BINARY_DIR "/bff-web/bff-web \"$@\"; }\ncd " BFF_SOURCE_DIR "\n" + step},
      environment_of({})};
  EXPECT_EQ(shell.wait(), 0) << shell.output();
  EXPECT_THAT(shell.output(), StartsWith("bff-web/gateway.yaml: 4 routes"));
}

// Places in it are those of the source tree, wherever that is.
std::string without_root(std::string text) {
  const std::string root = BFF_SOURCE_DIR "/";
  for (auto at = text.find(root); at != text.npos; at = text.find(root, at)) {
    text.erase(at, root.size());
  }
  return text;
}

TEST(Routes, AreThoseThatTheClientIsServed) {
  for (const std::string client : {"web", "mobile"}) {
    const auto printed = run(client, {"routes"});
    EXPECT_EQ(printed.status, 0);
    expect_golden("tests/routes/explain/" + client + ".routes.txt", without_root(printed.text));
  }
}

TEST(Routes, AreListedForPrograms) {
  TempFolder folder;
  auto route = read_file(BFF_SOURCE_DIR "/routes/product.yaml");
  route.replace(route.find("    auth: public"), 0,
                "    deprecated: true\n    sunset: 2027-01-31\n");
  folder.write("routes/product.yaml", route);
  const auto printed = run("web", {"routes", "--format", "json", "--config", write_config(folder)});
  EXPECT_EQ(printed.status, 0) << printed.text;
  const auto list = Json::parse(printed.text);
  EXPECT_EQ(list["client"], "web");
  ASSERT_EQ(list["routes"].size(), 1U);
  auto one = list["routes"][0];
  EXPECT_THAT(one["file"], testing::EndsWith("routes/product.yaml"));
  one.erase("file");
  EXPECT_EQ(one, Json::parse(R"({"id": "product", "method": "GET", "path": "/v1/products/{id}",
    "auth": "public", "scopes": [], "calls": ["product"], "deprecated": true,
    "sunset": "2027-01-31", "line": 6})"));
}

TEST(Explain, TellsTheHomeScreensOfBothClients) {
  for (const std::string client : {"web", "mobile"}) {
    for (const auto& [format, ending] :
         {std::pair{"text", ".txt"}, {"json", ".json"}, {"mermaid", ".mmd"}}) {
      const auto printed = run(client, {"explain", "home", "--format", format});
      EXPECT_EQ(printed.status, 0) << printed.text;
      expect_golden("tests/routes/explain/" + client + ".home" + ending,
                    without_root(printed.text));
    }
  }
}

TEST(Explain, NamesTheRouteThatIsMeant) {
  const auto near = run("web", {"explain", "hmoe"});
  EXPECT_EQ(near.status, 2);
  EXPECT_THAT(near.text, StartsWith("error[BFF410]: client 'web' has no route 'hmoe'\n"));
  EXPECT_THAT(near.text, HasSubstr("did you mean 'home'?"));
  const auto far = run("mobile", {"explain", "user"});  // only the web has it
  EXPECT_EQ(far.status, 2);
  EXPECT_THAT(far.text, HasSubstr("the command 'routes' lists those that it has"));
}

TEST(RouteCommands, ReportTheProblemsOfTheRoutes) {
  TempFolder folder;
  folder.write("routes/bad.yaml", "version: bff/v1\nroutes: [{ id: a, http: GET /a }]\n");
  const auto file = write_config(folder);
  for (std::vector<std::string> command : {std::vector<std::string>{"routes"}, {"explain", "a"}}) {
    command.insert(command.end(), {"--config", file});
    const auto printed = run("web", command);
    EXPECT_EQ(printed.status, 1);
    EXPECT_THAT(printed.text, HasSubstr("error[BFF304]"));
  }
}

// The shell blocks of the document, as one script that stops at what fails.
std::string examples() {
  std::istringstream document{read_file(BFF_SOURCE_DIR "/docs/commands.md")};
  std::string line, out;
  bool within = false;
  while (std::getline(document, line)) {
    if (within && line != "```") out += line + "\n";
    within = line == "```sh" || (within && line != "```");
  }
  return out;
}

TEST(Commands, RunAsTheDocumentShowsThem) {
  const auto script = examples();
  EXPECT_EQ(std::count(script.begin(), script.end(), '\n'), 9) << script;
  Process shell{
      {"bash", "-euc", "bff-web() { " BFF_BINARY_DIR "/bff-web/bff-web \"$@\"; }\n" + script},
      environment_of({})};
  EXPECT_EQ(shell.wait(), 0) << shell.output();
}

}  // namespace
}  // namespace bff::test
