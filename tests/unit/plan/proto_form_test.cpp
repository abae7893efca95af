// SPDX-License-Identifier: Apache-2.0
#include "plan/proto_form.hpp"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.pb.h>
#include <gtest/gtest.h>

#include "config/node_text.hpp"
#include "config/yaml.hpp"
#include "plan/compile.hpp"
#include "proto/load.hpp"
#include "support/golden.hpp"
#include "support/temp_folder.hpp"

namespace bff::plan {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const std::string kHere = "tests/unit/plan/proto_form";

std::unique_ptr<proto::Schema> load(const std::filesystem::path& folder, const std::string& file) {
  Diagnostics out;
  auto schema = proto::load_protos({folder, BFF_SOURCE_DIR "/tests/mistakes/protos"},
                                   {{"shop/v1/shop.proto", {}}, {file, {}}}, {}, out);
  EXPECT_NE(schema, nullptr) << out.text();
  return schema;
}

CompileContext context_of(const proto::Schema& schema) {
  CompileContext made;
  made.schema = &schema;
  made.client = "web";
  made.upstreams = {
      {"shop.v1.OrderService", 0}, {"shop.v1.CatalogService", 1}, {"shop.v1.CartService", 2}};
  return made;
}

std::string tree_text(const config::Node& node) {
  std::string text = std::string(config::kind_name(node.kind)) + " " + node.scalar;
  for (const config::Node& item : node.items) text += "\n- " + tree_text(item);
  for (const auto& member : node.members)
    text += "\n" + member.key + ": " + tree_text(member.value);
  return text + "\n.";
}

TEST(ProtoForm, SaysWhatARouteFileSays) {
  const auto schema = load(BFF_SOURCE_DIR "/" + kHere, "screens.proto");
  Diagnostics out;
  const auto form = proto_form(*schema, "shop.screens.Screens", {}, out);
  ASSERT_TRUE(form && out.empty()) << out.text();
  const std::string yaml = config::to_yaml(*form);
  test::expect_golden(kHere + "/screens.yaml", yaml);

  const auto source = std::make_shared<const Source>("screens.yaml", yaml);
  const auto read = config::load_yaml(source, out);
  ASSERT_TRUE(read) << out.text();
  EXPECT_EQ(tree_text(*read), tree_text(*form));
}

TEST(ProtoForm, AndItsRouteFileHold) {
  const auto schema = load(BFF_SOURCE_DIR "/" + kHere, "screens.proto");
  Diagnostics out;
  std::vector<RouteFile> files;
  files.push_back(*parse_proto_form(*schema, "shop.screens.Screens", {}, out));
  const auto plans = compile(files, context_of(*schema), out);
  EXPECT_EQ(out.text(), "0 errors\n");
  EXPECT_EQ(plans.size(), 3U);

  files.clear();
  const auto path = BFF_SOURCE_DIR "/" + kHere + "/screens.yaml";
  files.push_back(*parse_route_file(
      std::make_shared<const Source>("screens.yaml", test::read_file(path)), out));
  EXPECT_EQ(compile(files, context_of(*schema), out).size(), 3U);
  EXPECT_EQ(out.text(), "0 errors\n");
}

TEST(ProtoForm, NeedsAServiceThatIsThere) {
  const auto schema = load(BFF_SOURCE_DIR "/" + kHere, "screens.proto");
  Diagnostics out;
  EXPECT_FALSE(parse_proto_form(*schema, "shop.screens.Screen", {}, out));
  EXPECT_THAT(out.text(), HasSubstr("did you mean 'shop.screens.Screens'?"));
}

TEST(ProtoForm, NamesTheElementWhereADescriptorSetHasNoText) {
  test::TempFolder folder;
  folder.write("bare.proto",
               "syntax = \"proto3\"; package shop.screens;\n"
               "message Bare { string name = 1; }\n"
               "service Screens { rpc Home(Bare) returns (Bare); }\n");
  const auto whole = load(folder.path(), "bare.proto");
  google::protobuf::FileDescriptorProto file;
  whole->pool().FindFileByName("bare.proto")->CopyTo(&file);
  auto pool = std::make_shared<google::protobuf::DescriptorPool>();
  const proto::Schema schema(pool, {pool->BuildFile(file)});
  Diagnostics out;
  parse_proto_form(schema, "shop.screens.Screens", {}, out);
  EXPECT_THAT(out.text(), StartsWith("bare.proto (shop.screens.Screens"));
}

}  // namespace
}  // namespace bff::plan
