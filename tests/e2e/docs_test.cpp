// SPDX-License-Identifier: Apache-2.0
// What the docs show is what the gateway does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>

#include "e2e/gateways.hpp"
#include "support/documents.hpp"
#include "support/temp_folder.hpp"

namespace bff::test {
namespace {

using testing::HasSubstr;

// `check` over one route file; prints what it prints, with the file's place cut to `routes/…`.
struct Checked {
  int status;
  std::string output;
};
Checked check_route(const std::string& name, const std::string& route,
                    const std::string& client = "web") {
  TempFolder folder;
  folder.write("routes/" + name, route);
  const auto file = write_config(folder, client);
  Process check{{BFF_BINARY_DIR "/bff-web/bff-web", "check", "--config", file}, environment_of({})};
  const int status = check.wait().value();
  auto output = check.output();
  const auto prefix = folder.path().string() + "/";
  for (auto at = output.find(prefix); at != std::string::npos; at = output.find(prefix))
    output.erase(at, prefix.size());
  return {status, output};
}

TEST(Docs, TheRouteReferencesExampleHolds) {
  for (const std::string client : {"web", "mobile"}) {
    const auto checked = check_route("order.yaml", blocks("docs/routes.md", "yaml").at(0), client);
    EXPECT_EQ(checked.status, 0) << checked.output;
  }
}

// The longer examples of the reference are run against services by examples_test.
TEST(Docs, TheRouteReferencesOtherExamplesAreThoseThatAreRun) {
  const auto shown = blocks("docs/routes.md", "yaml");
  ASSERT_EQ(shown.size(), 4U);  // the last one by expose_test
  const auto routes = kRoot / "tests/e2e/examples/routes";
  EXPECT_EQ(shown[1], read_file(routes / "product.yaml"));
  EXPECT_EQ(shown[2], read_file(routes / "feed.yaml"));
}

// Run by proto_form_test.
TEST(Docs, TheRouteReferencesProtoFormIsTheOneThatIsRun) {
  EXPECT_EQ(blocks("docs/routes.md", "proto").at(0),
            read_file(kRoot / "tests/e2e/protos/shop/screens/v1/home.proto"));
}

TEST(Docs, TheReadmesAggregationHolds) {
  const auto checked = check_route("home.yaml", blocks("README.md", "yaml").at(0));
  EXPECT_EQ(checked.status, 0) << checked.output;
}

TEST(Docs, TheReadmesViewForAThirdClientHolds) {
  auto route = read_file(kRoot / "routes/home.yaml");
  route.replace(route.find("    clients:\n"), std::string::npos, blocks("README.md", "yaml").at(1));
  const auto checked = check_route("home.yaml", route, "tv");
  EXPECT_EQ(checked.status, 0) << checked.output;
}

TEST(Docs, TheDiagnosticsShownAreThoseOfCheck) {
  for (const std::string document : {"README.md", "docs/errors.md"}) {
    std::string shown;
    for (const auto& block : blocks(document, "")) {
      if (block.find("error[BFF") != std::string::npos) shown = block;
    }
    auto route = blocks("README.md", "yaml").at(0);
    route.replace(route.find("$profile.user!.id"), 17, "$profile.usr!.id");
    EXPECT_THAT(check_route("home.yaml", route).output, HasSubstr(shown)) << document;
  }
}

TEST(Docs, TheConfigurationExampleHolds) {
  TempFolder folder;
  folder.write("routes/product.yaml", read_file(kRoot / "routes/product.yaml"));
  folder.write("bff-web/routes/user.yaml", read_file(kRoot / "bff-web/routes/user.yaml"));
  std::filesystem::create_directory_symlink(kRoot / "protos", folder / "protos");
  folder.write("bff-web/secrets/partner", "secret\n");
  const auto file =
      folder.write("bff-web/gateway.yaml", blocks("docs/configuration.md", "yaml").at(0));
  Process check{{BFF_BINARY_DIR "/bff-web/bff-web", "check", "--config", file.string()},
                environment_of({.environment = {{"BFF_REDIS_PASSWORD", "secret"}}})};
  EXPECT_EQ(check.wait(), 0) << check.output();
}

TEST(Docs, TheAuthenticationExampleHolds) {
  TempFolder folder;
  folder.write("routes/home.yaml", read_file(kRoot / "routes/home.yaml"));
  const auto file = write_config(folder);
  auto config = read_file(file);
  config.erase(config.find("auth:\n"));
  const auto url = config.find("external_url:");  // which the example names, too
  config.erase(url, config.find('\n', url) + 1 - url);
  folder.write("keys.json", read_file(key_file()));
  folder.write("secrets/login", "secret\n");
  folder.write("gateway.yaml", config + blocks("docs/authentication.md", "yaml").at(0));
  Process check{{BFF_BINARY_DIR "/bff-web/bff-web", "check", "--config", file}, environment_of({})};
  EXPECT_EQ(check.wait(), 0) << check.output();
}

TEST(Docs, TheExampleOfWhatServicesGetHolds) {
  TempFolder folder;
  folder.write("routes/orders.yaml",
               "version: bff/v1\nroutes:\n  - id: orders\n    http: GET /orders\n    auth: "
               "public\n    calls: { orders: { rpc: shop.v1.OrderService/ListOrders } }\n"
               "    shape: { orders: $orders.orders }\n");
  auto config = read_file(write_config(folder));
  config.erase(config.find("upstreams:\n"));
  const auto file =
      folder.write("gateway.yaml", config + blocks("docs/authentication.md", "yaml").at(2));
  Process shell{{"bash", "-euc",
                 "cd '" + folder.path().string() +
                     "'\nbff-web() { " BFF_BINARY_DIR
                     "/bff-web/bff-web \"$@\"; }\nbff-web signing-key > signing.json\n"
                     "bff-web check --config gateway.yaml"},
                environment_of({})};
  EXPECT_EQ(shell.wait(), 0) << shell.output();
}

TEST(Docs, TheTestOfARouteIsRunAsShown) {
  TempFolder folder;
  folder.write("routes/home.yaml", read_file(kRoot / "routes/home.yaml"));
  folder.write("routes/home.test.yaml", blocks("docs/testing.md", "yaml").at(0));
  write_config(folder);
  Process shell{{"bash", "-euc",
                 "cd '" + folder.path().string() +
                     "'\n" BFF_BINARY_DIR "/bff-web/bff-web test --config gateway.yaml"},
                environment_of({})};
  EXPECT_EQ(shell.wait(), 0) << shell.output();
  EXPECT_THAT(blocks("docs/testing.md", ""),
              testing::Contains("$ bff-web test\n" + shell.output()));
}

std::set<std::string> matches(const std::string& text, const std::string& pattern) {
  const std::regex expression{pattern};
  std::set<std::string> found;
  for (std::sregex_iterator i{text.begin(), text.end(), expression}, end; i != end; ++i)
    found.insert(i->str());
  return found;
}

std::string all_sources() {
  std::string text;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{kRoot / "common"}) {
    const auto extension = entry.path().extension();
    if (extension == ".cpp" || extension == ".hpp") text += read_file(entry.path());
  }
  return text;
}

TEST(Docs, ErrorsListEveryCodeAndNoOther) {
  std::set<std::string> documented, used;
  for (const auto& row : matches(read_file(kRoot / "docs/errors.md"), "\\| BFF[0-9]{3} \\|"))
    documented.insert(row.substr(2, 6));
  for (const auto& quoted : matches(all_sources(), "\"BFF[0-9]{3}\""))
    used.insert(quoted.substr(1, 6));
  EXPECT_EQ(documented, used);
}

// Each code of route files is shown by a file of tests/mistakes, which plan_mistakes_test runs;
// those of several files at once have none.
TEST(Docs, ErrorsOfRouteFilesAreShownByAnExample) {
  const auto document = read_file(kRoot / "docs/errors.md");
  const std::set<std::string> of_several_files{"BFF370", "BFF371"};
  for (const auto& row : matches(document, "\\| BFF[23][0-9]{2} \\|[^\n]*")) {
    const auto code = row.substr(2, 6);
    if (of_several_files.count(code) != 0) continue;
    std::smatch link;
    ASSERT_TRUE(std::regex_search(row, link,
                                  std::regex{"\\(\\.\\./(tests/mistakes/[^)]*)\\.(yaml|proto)\\)"}))
        << row;
    EXPECT_THAT(read_file(kRoot / (link[1].str() + ".expected")), HasSubstr("error[" + code + "]"));
  }
}

TEST(Docs, ProblemsListEveryType) {
  const auto documented = read_file(kRoot / "docs/problems.md");
  for (const auto& row :
       matches(read_file(kRoot / "common/src/base/error.cpp"), "\\{\"[a-z-]+\", [0-9]{3}")) {
    const auto slug = row.substr(2, row.find('"', 2) - 2);
    const auto status = row.substr(row.size() - 3);
    EXPECT_THAT(documented, HasSubstr("| `urn:bff:" + slug + "` | " + status + " |"));
  }
}

TEST(Docs, OperationsListEveryMetric) {
  const auto documented = read_file(kRoot / "docs/operations.md");
  for (const auto& name :
       matches(read_file(kRoot / "common/src/runtime/metrics_text.cpp"), "\"bff_[a-z_]+\"")) {
    EXPECT_THAT(documented, HasSubstr("`" + name.substr(1, name.size() - 2) + "`"));
  }
}

TEST(Docs, TheLockIsKeptAndComparedAsShown) {
  TempFolder folder;
  Process shell{{"bash", "-euc",
                 "cd '" + folder.path().string() +
                     "'\nbff-web() { " BFF_BINARY_DIR "/bff-web/bff-web \"$@\"; }\n" +
                     blocks("docs/types.md", "sh").at(0)},
                environment_of({})};
  EXPECT_EQ(shell.wait(), 0) << shell.output();
  EXPECT_THAT(shell.output(), HasSubstr("0 changes break the client"));
}

TEST(Docs, TheDifferencesShownAreThoseOfDiff) {
  auto lock = read_file(kRoot / "tests/routes/contract/web.lock.json");
  const auto replace = [&](const std::string& from, const std::string& to) {
    ASSERT_NE(lock.find(from), lock.npos) << from;
    lock.replace(lock.find(from), from.size(), to);
  };
  replace("\"total\": \"$Money?\"", "\"total\": \"$Money\"");
  replace("\"email\": \"string\",", "");
  TempFolder folder;
  const auto old = folder.write("old.json", lock).string();
  Process diff{{BFF_BINARY_DIR "/bff-web/bff-web", "diff", old}, environment_of({})};
  EXPECT_EQ(diff.wait(), 1);
  EXPECT_THAT(blocks("docs/types.md", ""), testing::Contains(diff.output()));
}

TEST(Docs, DecisionsAreShort) {
  for (const auto& entry : std::filesystem::directory_iterator{kRoot / "docs/adr"}) {
    const auto text = read_file(entry.path());
    EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 40) << entry.path();
  }
}

}  // namespace
}  // namespace bff::test
