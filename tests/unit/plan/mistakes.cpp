// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/mistakes.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "plan/compile.hpp"
#include "proto/load.hpp"
#include "support/temp_folder.hpp"

namespace bff::plan {
namespace {

const std::filesystem::path kMistakes = BFF_SOURCE_DIR "/tests/mistakes";

const CompileContext& shop_of_mistakes() {
  static const std::unique_ptr<proto::Schema> schema = [] {
    Diagnostics out;
    auto loaded = proto::load_protos(
        {(kMistakes / "protos").string()},
        {{"shop/v1/shop.proto", {}}, {"shop/v1/exposed.proto", {}}, {"shop/v1/uploads.proto", {}}},
        {}, out);
    if (loaded == nullptr) ADD_FAILURE() << out.text();
    return loaded;
  }();
  static const CompileContext context = [] {
    CompileContext made;
    made.schema = schema.get();
    made.client = "web";
    made.upstreams = {
        {"shop.v1.UserService", 0}, {"shop.v1.OrderService", 1}, {"shop.v1.CatalogService", 2},
        {"shop.v1.CartService", 3}, {"shop.v1.FeedService", 4},  {"shop.v1.ItemService", 5},
        {"shop.v1.BareService", 5}, {"shop.v1.BadRules", 5},     {"shop.v1.FileService", 5}};
    made.claims = {{"age", proto::FieldType::int32},
                   {"staff", proto::FieldType::boolean},
                   {"tenant", proto::FieldType::text},
                   {"rate", proto::FieldType::float64}};
    made.list_claims = {"groups"};
    made.auth_methods = {auth::Method::bearer};
    return made;
  }();
  return context;
}

}  // namespace

Diagnostics problems_of_mistake(const std::string& name) {
  Diagnostics out;
  const auto file = kMistakes / (name + ".yaml");
  auto parsed = parse_route_file(
      std::make_shared<const Source>(file.filename().string(), test::read_file(file)), out);
  if (name.starts_with("syntax/")) return out;
  EXPECT_TRUE(out.empty()) << out.text() << "belongs to tests/mistakes/syntax";
  if (!parsed) return out;
  std::vector<RouteFile> files;
  files.push_back(*std::move(parsed));
  compile(files, shop_of_mistakes(), out);
  return out;
}

}  // namespace bff::plan
