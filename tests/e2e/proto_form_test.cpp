// SPDX-License-Identifier: Apache-2.0
// The home screen as options of an rpc: what clients get, and what every command says, is to the
// byte what the route file gives.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "e2e/gateways.hpp"
#include "support/demo_services.hpp"
#include "support/golden.hpp"
#include "support/http.hpp"
#include "support/temp_folder.hpp"

namespace bff::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const std::string kProtos = BFF_SOURCE_DIR "/tests/e2e/protos";
const std::string kHome = "shop/screens/v1/home.proto";

Printed run_over(const std::string& config, std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--config", config});
  return run("web", std::move(arguments));
}

void replace(std::string& text, const std::string& from, const std::string& to) {
  ASSERT_NE(text.find(from), text.npos) << from;
  text.replace(text.find(from), from.size(), to);
}

// gateway.yaml over the home screen's proto, of which `folder` may hold another.
std::string write_proto_config(const TempFolder& folder, const std::string& client = "web") {
  auto config = read_file(write_config(folder, client));
  replace(config, "folders: [", "folders: [" + folder.path().string() + ", " + kProtos + ", ");
  replace(config, "files: [", "files: [" + kHome + ", ");
  replace(config, "routes: [routes]", "proto_routes: [shop.screens.v1.Screens]");
  return folder.write("gateway.yaml", config).string();
}

std::string write_yaml_config(const TempFolder& folder, const std::string& route,
                              const std::string& client = "web") {
  folder.write("routes/home.yaml", route);
  return write_config(folder, client);
}

// Where the route stands is all that differs.
std::string without_place(const std::string& text) {
  return std::regex_replace(text, std::regex{"[^\"( ]*home\\.(proto|yaml):[0-9]+"}, "…");
}

TEST(ProtoForm, GivesTheAnswersOfTheRouteFile) {
  DemoServices services{"users,orders,catalog"};
  for (const std::string client : {"web", "mobile"}) {
    TempFolder folder;
    const auto& address = services.address();
    Gateway gateway{{.config = write_proto_config(folder, client),
                     .users = address,
                     .orders = address,
                     .catalog = address}};
    const auto answer = get(gateway.port(), "/v1/home", token(1));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, read_file(BFF_SOURCE_DIR "/tests/routes/home." + client + ".json"));
  }
}

TEST(ProtoForm, IsTheSameToEveryCommand) {
  for (const std::string client : {"web", "mobile"}) {
    TempFolder proto, yaml;
    const auto declared = write_proto_config(proto, client);
    const auto written =
        write_yaml_config(yaml, read_file(BFF_SOURCE_DIR "/routes/home.yaml"), client);
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"lock"}, {"types"}, {"openapi"}, {"explain", "home"}}) {
      const auto one = run_over(declared, command);
      EXPECT_EQ(one.status, 0) << one.text;
      EXPECT_EQ(without_place(one.text), without_place(run_over(written, command).text))
          << command[0];
    }
    EXPECT_THAT(run_over(declared, {"check"}).text, HasSubstr("1 routes for client"));
    EXPECT_THAT(run_over(declared, {"routes"}).text, HasSubstr(kHome + ":13"));
  }
}

TEST(ProtoForm, ConvertsToTheSameRoutes) {
  TempFolder proto, yaml;
  const auto declared = write_proto_config(proto);
  const auto converted = run_over(declared, {"convert"});
  ASSERT_EQ(converted.status, 0) << converted.text;
  expect_golden("tests/e2e/protos/home.yaml", converted.text);
  const auto written = write_yaml_config(yaml, converted.text);
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"lock"}, {"explain", "home", "--format", "json"}}) {
    EXPECT_EQ(without_place(run_over(declared, command).text),
              without_place(run_over(written, command).text))
        << command[0];
  }
  EXPECT_EQ(run_over(declared, {"convert", "shop.screens.v1.Screens"}).text, converted.text);
  const auto wrong = run_over(declared, {"convert", "shop.screens.v1.Screen"});
  EXPECT_EQ(wrong.status, 2);
  EXPECT_THAT(wrong.text, HasSubstr("BFF411"));
  EXPECT_THAT(wrong.text, HasSubstr("did you mean 'shop.screens.v1.Screens'?"));
  EXPECT_EQ(run_over(written, {"convert"}).status, 2);
}

TEST(ProtoForm, IsReadFromADescriptorSetToo) {
  TempFolder proto, set;
  const auto declared = write_proto_config(proto);
  Process protoc{{"protoc", "-I", kProtos, "-I", BFF_SOURCE_DIR "/protos", "-I",
                  BFF_SOURCE_DIR "/bff-web/protos", "--include_imports",
                  "--descriptor_set_out=" + (set / "set.pb").string(), kHome, "shop/v1/users.proto",
                  "shop/web/order_totals.proto"},
                 {}};
  ASSERT_EQ(protoc.wait(), 0) << protoc.output();
  auto config = read_file(declared);
  const auto begin = config.find("  folders:"), end = config.find("\n\n", begin);
  config.replace(begin, end - begin, "  descriptor_set: set.pb");
  const auto from_set = set.write("gateway.yaml", config).string();
  EXPECT_EQ(run_over(from_set, {"lock"}).text, run_over(declared, {"lock"}).text);
  EXPECT_THAT(run_over(from_set, {"routes"}).text, HasSubstr(kHome + " (shop.screens.v1.Screens)"));
  EXPECT_EQ(run_over(from_set, {"convert"}).text, run_over(declared, {"convert"}).text);
}

TEST(ProtoForm, IsTestedByTheTestsOfTheRouteFile) {
  TempFolder folder;
  folder.write("tests/home.test.yaml", read_file(BFF_SOURCE_DIR "/routes/home.test.yaml"));
  const auto file = write_proto_config(folder);
  folder.write("gateway.yaml", read_file(file) + "\nroutes: [tests]\n");
  const auto tested = run_over(file, {"test"});
  EXPECT_EQ(tested.status, 0) << tested.text;
  EXPECT_THAT(tested.text, HasSubstr(" cases for client 'web', 0 failed"));
}

TEST(ProtoForm, IsCheckedInTheProto) {
  TempFolder folder;
  auto home = read_file(kProtos + "/" + kHome);
  replace(home, "$u.email", "$u.emial");
  folder.write(kHome, home);
  const auto checked = run_over(write_proto_config(folder), {"check"});
  EXPECT_EQ(checked.status, 1);
  EXPECT_THAT(checked.text,
              HasSubstr("home.proto:63:43: error[BFF321]: shop.v1.User has no field 'emial'\n"
                        "   63 |     string email = 3 [(bff.v1.from) = \"$u.emial\"];\n"
                        "      |                                           ^^^^^ did you mean "
                        "'email'? (shop/v1/users.proto:"));
}

}  // namespace
}  // namespace bff::test
