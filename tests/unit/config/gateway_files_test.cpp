// SPDX-License-Identifier: Apache-2.0
#include "unit/config/gateway_fixture.hpp"

namespace bff::config {
namespace {

using Files = test::GatewayTest;

TEST_F(Files, NameProtosByFoldersAndFiles) {
  const Gateway gateway = loaded(with(""));
  ASSERT_EQ(gateway.proto_folders.size(), 1u);
  EXPECT_EQ(gateway.proto_folders[0], folder.path() / "protos");
  ASSERT_EQ(gateway.proto_files.size(), 1u);
  EXPECT_EQ(gateway.proto_files[0].first, "users.proto");
  EXPECT_EQ(gateway.proto_files[0].second.column, 38u);
  EXPECT_FALSE(gateway.descriptor_set);
  EXPECT_EQ(gateway.protos_place.line, 4u);
}

TEST_F(Files, NameProtosByADescriptorSet) {
  const Gateway gateway = loaded(with("protos", "protos: { descriptor_set: set.pb }"));
  EXPECT_EQ(gateway.descriptor_set, folder.path() / "set.pb");
  EXPECT_EQ(gateway.protos_place.column, 27u);
  EXPECT_TRUE(gateway.proto_files.empty());
}

TEST_F(Files, NameProtosInOneWayOnly) {
  EXPECT_EQ(
      refused(with("protos", "protos: { descriptor_set: set.pb, files: [users.proto] }")),
      "4:9+1 BFF119 'protos' has a descriptor_set beside folders or files | write one of them");
}

TEST_F(Files, NameProtosByWhatUpstreamsTell) {
  const Gateway gateway = loaded(
      with("protos", "protos: { reflection: { upstreams: [users], cache: cache/users.pb } }"));
  ASSERT_TRUE(gateway.reflection);
  ASSERT_EQ(gateway.reflection->upstreams.size(), 1u);
  EXPECT_EQ(gateway.reflection->upstreams[0].first, "users");
  EXPECT_EQ(gateway.reflection->cache, folder.path() / "cache/users.pb");
  EXPECT_EQ(gateway.protos_place.column, 23u);
}

TEST_F(Files, RefuseReflectionThatCannotBe) {
  EXPECT_EQ(refused(with("protos", "protos: { reflection: { upstreams: [user], cache: c.pb } }")),
            "4:37+4 BFF119 no upstream is called 'user' | did you mean 'users'?");
  EXPECT_EQ(refused(with("protos", "protos: { reflection: { upstreams: [users] } }")),
            "4:23+1 BFF117 'protos.reflection.cache' is missing | write 'cache: users.protoset'");
  EXPECT_EQ(
      refused(with("protos", "protos: { reflection: { upstreams: [users, users], cache: c.pb } }")),
      "4:44+5 BFF122 the upstream 'users' is named twice | remove one");
  EXPECT_EQ(refused(with("protos",
                         "protos: { reflection: { upstreams: [users], cache: c.pb }, "
                         "folders: [protos], files: [users.proto] }")),
            "4:9+1 BFF119 'protos' has reflection beside folders, files or a descriptor_set | "
            "write one of them");
}

TEST_F(Files, NeedFoldersAndFilesOfProtos) {
  EXPECT_EQ(refused(with("protos", "protos: {}")),
            "4:9+1 BFF117 'protos.folders' is missing | write 'folders: [protos]'\n"
            "4:9+1 BFF117 'protos.files' is missing | write 'files: [shop/v1/users.proto]'");
  EXPECT_EQ(refused(with("protos", "protos: { folders: protos, files: [] }")),
            "4:20+6 BFF116 'protos.folders' must be a list, not a text | write [\"protos\"]\n"
            "4:35+1 BFF119 'protos.files' must not be empty");
  EXPECT_EQ(refused(with("protos", "protos: [protos]")),
            "4:9+1 BFF116 'protos' must be a map, not a list");
  EXPECT_EQ(refused(with("protos", "protos: { folder: [protos], files: [users.proto] }")),
            "4:11+6 BFF115 unknown key 'folder' in 'protos' | did you mean 'folders'?\n"
            "4:9+1 BFF117 'protos.folders' is missing | write 'folders: [protos]'");
}

TEST_F(Files, NameServicesThatDeclareRoutes) {
  const Gateway gateway = loaded(with("routes", "proto_routes: [shop.v1.Screens]"));
  EXPECT_TRUE(gateway.routes.empty());
  ASSERT_EQ(gateway.proto_routes.size(), 1u);
  EXPECT_EQ(gateway.proto_routes[0].first, "shop.v1.Screens");
  EXPECT_EQ(gateway.proto_routes[0].second.column, 16u);
  EXPECT_EQ(refused(with("proto_routes: [a.B, a.B]\n")),
            "7:21+3 BFF122 the service 'a.B' is named twice | remove one");
  EXPECT_EQ(refused(with("proto_routes: []\n")), "7:15+1 BFF119 'proto_routes' must not be empty");
}

TEST_F(Files, ReportWhatDoesNotExist) {
  EXPECT_EQ(refused(with("protos", "protos: { folders: [protos, none], files: [users.proto] }")),
            "4:29+4 BFF123 the folder '" + path("none") + "' does not exist");
  EXPECT_EQ(refused(with("protos", "protos: { folders: [keys.json], files: [users.proto] }")),
            "4:21+9 BFF123 the folder '" + path("keys.json") + "' does not exist");
  EXPECT_EQ(refused(with("protos", "protos: { descriptor_set: none.pb }")),
            "4:27+7 BFF123 the file '" + path("none.pb") + "' does not exist");
  EXPECT_EQ(refused(with("protos", "protos: { descriptor_set: protos }")),
            "4:27+6 BFF123 the file '" + path("protos") + "' does not exist");
  EXPECT_EQ(refused(with("routes", "routes: [routes, ../none]")),
            "5:18+7 BFF123 the file or folder '" + (folder.path().parent_path() / "none").string() +
                "' does not exist");
}

TEST_F(Files, AreNamedOnce) {
  EXPECT_EQ(refused(with("protos", "protos: { folders: [protos], files: [a.proto, a.proto] }")),
            "4:47+7 BFF122 the file 'a.proto' is named twice | remove one");
  EXPECT_EQ(refused(with("routes", "routes: [routes, ./routes/]")),
            "5:18+9 BFF122 './routes/' is named twice | remove one");
}

TEST_F(Files, AreRelativeToTheFilesFolderOrAbsolute) {
  const Gateway gateway =
      loaded(with("routes", "routes: [routes, \"" + path("routes/home.yaml") + "\"]"));
  ASSERT_EQ(gateway.routes.size(), 2u);
  EXPECT_EQ(gateway.routes[0].first, folder.path() / "routes");
  EXPECT_EQ(gateway.routes[0].second.column, 10u);
  EXPECT_EQ(gateway.routes[1].first, folder.path() / "routes/home.yaml");
}

TEST_F(Files, NeedAtLeastOneRouteFolder) {
  EXPECT_EQ(refused(with("routes", "routes: []")), "5:9+1 BFF119 'routes' must not be empty");
  EXPECT_EQ(refused(with("routes", "routes: routes")),
            "5:9+6 BFF116 'routes' must be a list, not a text | write [\"routes\"]");
  EXPECT_EQ(refused(with("routes", "routes: [{}]")),
            "5:10+1 BFF116 'routes' must be a text, not a map");
}

}  // namespace
}  // namespace bff::config
