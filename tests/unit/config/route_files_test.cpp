// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "unit/config/gateway_fixture.hpp"

namespace bff::config {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class RouteFiles : public testing::Test {
 protected:
  // The names of the files found through these folders and files, below the test's folder.
  std::vector<std::string> found(const std::vector<std::string>& routes) {
    Gateway gateway;
    for (const std::string& route : routes) {
      const auto column = static_cast<std::uint32_t>(gateway.routes.size() + 1);
      gateway.routes.emplace_back(folder.path() / route,
                                  Place{.source = named, .line = 1, .column = column, .length = 1});
    }
    std::vector<std::string> names;
    for (const auto& source : read_route_files(gateway, out)) {
      names.push_back(source->path().substr(folder.path().string().size() + 1));
    }
    return names;
  }
  std::string path(const std::string& name) const { return (folder.path() / name).string(); }

  bff::test::TempFolder folder;
  std::shared_ptr<const Source> named = test::source("routes", "gateway.yaml");
  Diagnostics out;
};

TEST_F(RouteFiles, AreTheYamlFilesOfTheFoldersSortedByPath) {
  for (const char* name : {"b/z.yaml", "b/a.yml", "a/m.yaml", "b/README.md", "b/x.yaml.bak"})
    folder.write(name, "");
  EXPECT_THAT(found({"b", "a"}), ElementsAre("a/m.yaml", "b/a.yml", "b/z.yaml"));
  EXPECT_EQ(test::findings(out), "");
}

TEST_F(RouteFiles, HoldTheirTexts) {
  folder.write("r/home.yaml", "version: bff/v1\n");
  Gateway gateway;
  gateway.routes.emplace_back(folder.path() / "r", Place{});
  const auto sources = read_route_files(gateway, out);
  ASSERT_EQ(sources.size(), 1u);
  EXPECT_EQ(sources[0]->text(), "version: bff/v1\n");
}

TEST_F(RouteFiles, CanBeNamedOneByOneAndAreReadOnce) {
  folder.write("r/a.yaml", "");
  folder.write("r/b.yaml", "");
  EXPECT_THAT(found({"r/b.yaml"}), ElementsAre("r/b.yaml"));
  EXPECT_THAT(found({"r/b.yaml", "r"}), ElementsAre("r/a.yaml", "r/b.yaml"));
}

TEST_F(RouteFiles, AreLookedForOneLevelDeep) {
  folder.write("r/a.yaml", "");
  folder.write("r/sub/b.yaml", "");
  EXPECT_THAT(found({"r"}), ElementsAre("r/a.yaml"));
}

TEST_F(RouteFiles, LeaveOutWhatEditorsLeaveBehind) {
  folder.write("r/a.yaml", "");
  folder.write("r/.a.yaml", "");
  std::filesystem::create_symlink("nobody@nowhere", folder.path() / "r/.#a.yaml");
  EXPECT_THAT(found({"r"}), ElementsAre("r/a.yaml"));
  EXPECT_EQ(test::findings(out), "");
}

TEST_F(RouteFiles, FollowLinks) {
  folder.write("shared/a.yaml", "");
  std::filesystem::create_directory(folder.path() / "r");
  std::filesystem::create_symlink(folder.path() / "shared/a.yaml", folder.path() / "r/a.yaml");
  EXPECT_THAT(found({"r"}), ElementsAre("r/a.yaml"));
}

TEST_F(RouteFiles, ReportAFolderWithoutAny) {
  folder.write("r/README.md", "");
  EXPECT_THAT(found({"r"}), IsEmpty());
  EXPECT_EQ(test::findings(out),
            "1:1+1 BFF124 the folder '" + path("r") +
                "' holds no route file | put a .yaml file into it, or remove it here");
}

TEST_F(RouteFiles, ReportWhatIsNotThere) {
  EXPECT_THAT(found({"none.yaml"}), IsEmpty());
  EXPECT_EQ(test::findings(out), "1:1+1 BFF123 the file '" + path("none.yaml") +
                                     "' cannot be read: No such file or directory");
  out = {};
  EXPECT_THAT(found({"none"}), IsEmpty());
  EXPECT_EQ(test::findings(out),
            "1:1+1 BFF124 '" + path("none") +
                "' is neither a folder nor a .yaml file | name a folder or a .yaml file");
}

TEST_F(RouteFiles, ReportALinkToNothing) {
  std::filesystem::create_directory(folder.path() / "r");
  std::filesystem::create_symlink("nothing", folder.path() / "r/a.yaml");
  EXPECT_THAT(found({"r"}), IsEmpty());
  EXPECT_EQ(test::findings(out), "1:1+1 BFF123 the file '" + path("r/a.yaml") +
                                     "' cannot be read: No such file or directory");
}

TEST_F(RouteFiles, MayBeJson) {
  for (const char* name : {"r/home.json", "r/home.yaml"}) folder.write(name, "");
  EXPECT_THAT(found({"r"}), ElementsAre("r/home.json", "r/home.yaml"));
  EXPECT_EQ(test::findings(out), "");
}

TEST_F(RouteFiles, HaveTheirTestsBesideThem) {
  for (const char* name :
       {"r/a.test.yaml", "r/a.yaml", "r/b.test.json", "r/c.test.yml", "s/d.test.yaml", "s/d.yaml"})
    folder.write(name, "");
  EXPECT_THAT(found({"r", "s/d.yaml"}), ElementsAre("r/a.yaml", "s/d.yaml"));
  Gateway gateway;
  for (const char* name : {"r", "s/d.yaml"})
    gateway.routes.emplace_back(folder.path() / name, Place{});
  std::vector<std::string> tests;
  for (const auto& source : read_test_files(gateway, out)) tests.push_back(source->path());
  EXPECT_THAT(tests, ElementsAre(path("r/a.test.yaml"), path("r/b.test.json"), path("r/c.test.yml"),
                                 path("s/d.test.yaml")));
  EXPECT_EQ(test::findings(out), "");
}

}  // namespace
}  // namespace bff::config
