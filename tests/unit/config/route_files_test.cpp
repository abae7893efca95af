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

TEST_F(RouteFiles, RefuseWhatIsNotSupportedYet) {
  for (const char* name : {"r/home.test.yaml", "r/home.yaml", "r/old.json", "r/x.test.yml"})
    folder.write(name, "");
  EXPECT_THAT(found({"r", "r/old.json"}), ElementsAre("r/home.yaml"));
  const std::string json = "route files in JSON are not supported yet: '" + path("r/old.json") +
                           "' | write it as YAML, which takes JSON's notation";
  EXPECT_EQ(test::findings(out),
            "1:1+1 BFF125 route tests are not supported yet: '" + path("r/home.test.yaml") +
                "' | move the file away\n" + "1:1+1 BFF125 " + json + "\n" +
                "1:1+1 BFF125 route tests are not supported yet: '" + path("r/x.test.yml") +
                "' | move the file away\n" + "1:2+1 BFF125 " + json);
}

}  // namespace
}  // namespace bff::config
