// SPDX-License-Identifier: Apache-2.0
// A gateway for another client, made as the README tells.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "e2e/gateways.hpp"
#include "support/demo_services.hpp"
#include "support/http.hpp"
#include "support/temp_folder.hpp"

namespace bff::test {
namespace {

void run_script(const std::string& script, const std::filesystem::path& folder) {
  Process shell{{"bash", "-euc", "cd '" + folder.string() + "'\n" + script}};
  const auto status = shell.wait(Seconds{240});
  ASSERT_TRUE(status.has_value()) << "not done in time:\n" << shell.output();
  ASSERT_EQ(*status, 0) << script << "\n" << shell.output();
}

std::string readme_recipe() {
  const auto readme = read_file(kRoot / "README.md");
  const auto marker = readme.find("<!-- run by tests/e2e/third_gateway_test.cpp -->");
  const auto begin = readme.find("```sh\n", marker) + 6;
  return readme.substr(begin, readme.find("```", begin) - begin);
}

// The recipe runs in a folder that has the project's gateways, routes and protos, and the library
// as it was built for these tests: building all of it again would show nothing more.
TEST(ThirdGateway, IsAFolderCopied) {
  TempFolder folder;
  for (const std::string part : {"bff-mobile", "routes", "protos"}) {
    std::filesystem::copy(kRoot / part, folder / part, std::filesystem::copy_options::recursive);
  }
  folder.write("CMakeLists.txt",
               "cmake_minimum_required(VERSION 3.25)\nproject(third CXX)\n"
               "include(" BFF_SOURCE_DIR
               "/cmake/dependencies.cmake)\n"
               "include(" BFF_BINARY_DIR
               "/bff-targets.cmake)\n"
               "include(" BFF_SOURCE_DIR "/cmake/gateway.cmake)\n");
  run_script(readme_recipe(), folder.path());
  run_script(
      "cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Debug "
      "-DCMAKE_CXX_FLAGS='" BFF_SANITIZER_FLAGS
      "'\n"
      "cmake --build build --target bff-tv",
      folder.path());

  folder.write("bff-tv/routes/orders.yaml",
               "version: bff/v1\nroutes:\n  - id: spotlight\n    http: GET /v1/spotlight/{id}\n    "
               "auth: public\n"
               "    calls:\n      product: { rpc: shop.v1.CatalogService/GetProduct, with: { "
               "product_id: $path.id } }\n"
               "    shape: { title: $product.product!.name }\n");
  DemoServices services{"catalog"};
  Gateway tv{{.executable = (folder / "build/bff-tv/bff-tv").string(),
              .config = (folder / "bff-tv/gateway.yaml").string(),
              .catalog = services.address(),
              .environment = {{"BFF_TV_PORT", "0"}, {"BFF_TV_ADMIN_PORT", "0"}}}};
  const auto answer = get(tv.port(), "/v1/spotlight/7");
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(json_of(answer)["title"], "Compact Cookbook");
  EXPECT_EQ(get(tv.port(), "/v1/home", token(1)).status, 404) << "home names web and mobile only";
}

}  // namespace
}  // namespace bff::test
