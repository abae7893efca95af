// SPDX-License-Identifier: Apache-2.0
// Each file of tests/mistakes is a route file with one mistake; beside it stands what `check` says
// of it, to the letter.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "plan/compile.hpp"
#include "proto/load.hpp"
#include "support/golden.hpp"
#include "support/temp_folder.hpp"

namespace bff::plan {
namespace {

namespace fs = std::filesystem;

// shop.proto, with an upstream for each service but one. The client is `web`; the claim `age` is
// an int32.
const CompileContext& shop() {
  static const std::unique_ptr<proto::Schema> schema = [] {
    Diagnostics out;
    auto loaded = proto::load_protos({BFF_SOURCE_DIR "/tests/mistakes/protos"},
                                     {{"shop/v1/shop.proto", {}}}, {}, out);
    if (loaded == nullptr) ADD_FAILURE() << out.text();
    return loaded;
  }();
  static const CompileContext context = [] {
    CompileContext made;
    made.schema = schema.get();
    made.client = "web";
    made.upstreams = {{"shop.v1.UserService", 0},
                      {"shop.v1.OrderService", 1},
                      {"shop.v1.CatalogService", 2},
                      {"shop.v1.CartService", 3},
                      {"shop.v1.FeedService", 4}};
    made.claims = {{"age", proto::FieldType::int32}};
    return made;
  }();
  return context;
}

// `judge` reports on a parsed file, if it could be parsed.
template <class Judge>
void expect_reports(const std::string& folder, Judge judge) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(BFF_SOURCE_DIR) / folder)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  ASSERT_FALSE(files.empty()) << folder;
  for (const fs::path& file : files) {
    Diagnostics out;
    std::vector<RouteFile> parsed;
    const auto name = file.filename().string();
    if (auto one =
            parse_route_file(std::make_shared<const Source>(name, test::read_file(file)), out)) {
      parsed.push_back(std::move(*one));
    }
    judge(parsed, out);
    EXPECT_FALSE(out.empty()) << name << " has no mistake";
    test::expect_golden(folder + "/" + file.stem().string() + ".expected", out.text());
  }
}

TEST(Mistakes, OfSyntaxAreExplained) {
  expect_reports("tests/mistakes/syntax", [](const auto&, const Diagnostics&) {});
}

// They parse, and break the rules of shop.proto's types.
TEST(Mistakes, OfTypesAreExplained) {
  expect_reports("tests/mistakes/types", [](const auto& files, Diagnostics& out) {
    EXPECT_TRUE(out.empty()) << out.text() << "belongs to tests/mistakes/syntax";
    compile(files, shop(), out);
  });
}

}  // namespace
}  // namespace bff::plan
