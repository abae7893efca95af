// SPDX-License-Identifier: Apache-2.0
// What `cmake --install` puts somewhere: gateways that find their configuration wherever the tree
// is, units for systemd, and the package that a gateway in another repository is built from.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "e2e/gateways.hpp"
#include "support/demo_services.hpp"
#include "support/http.hpp"
#include "support/temp_folder.hpp"

namespace bff::test {
namespace {

using testing::HasSubstr;

// A file of the gateway in a repository of its own, as docs/operations.md shows it.
std::string documented(const std::string& file) {
  const auto text = read_file(kRoot / "docs/operations.md");
  const auto example = text.find("<!-- built by tests/e2e/install_test.cpp -->");
  const auto begin = text.find('\n', text.find("```", text.find("`" + file + "`:", example))) + 1;
  return text.substr(begin, text.find("```", begin) - begin);
}

class Install : public testing::Test {
 protected:
  // A script in the test's folder; its output.
  std::string run(const std::string& script) {
    Process shell{{"bash", "-euc", "cd '" + folder_.path().string() + "'\n" + script},
                  environment_of({})};
    const auto status = shell.wait(Seconds{240});
    EXPECT_TRUE(status.has_value()) << "not done in time:\n" << shell.output();
    EXPECT_EQ(status.value_or(0), 0) << script << "\n" << shell.output();
    return shell.output();
  }
  void install(const std::string& options = "") {
    run("cmake --install '" BFF_BINARY_DIR "' --prefix \"$PWD/prefix\" " + options);
  }

  TempFolder folder_;
};

TEST_F(Install, GatewaysFindTheirConfigurationWhereverTheTreeIs) {
  install("--component gateways");
  run("mv prefix moved");
  for (const std::string name : {"bff-web", "bff-mobile"}) {
    EXPECT_THAT(run("moved/bin/" + name + " check"),
                HasSubstr("moved/etc/" + name + "/gateway.yaml: "));
  }
}

TEST_F(Install, UnitsAreValidAndLeaveLittleExposed) {
  install("--component gateways");
  for (const std::string name : {"bff-web", "bff-mobile"}) {
    const auto unit = "prefix/lib/systemd/system/" + name + ".service";
    EXPECT_EQ(run("systemd-analyze verify --man=no " + unit), "");
    // Of 100, which is 10.0 in its words: what is left is the network, a gateway's purpose.
    run("systemd-analyze security --no-pager --offline=true --threshold=15 " + unit);
  }
}

TEST_F(Install, AGatewayInARepositoryOfItsOwn) {
  install();
  run("mv prefix moved");
  for (const std::string file :
       {"CMakeLists.txt", "main.cpp", "gateway.yaml", "routes/product.yaml"})
    folder_.write("kiosk/" + file, documented(file));
  std::filesystem::copy(kRoot / "protos", folder_ / "kiosk/protos",
                        std::filesystem::copy_options::recursive);
  run("cmake -S kiosk -B kiosk/build -G Ninja -DCMAKE_BUILD_TYPE=Debug"
      " -DCMAKE_PREFIX_PATH=\"$PWD/moved\" -DCMAKE_CXX_FLAGS='" BFF_SANITIZER_FLAGS
      "'\n"
      "cmake --build kiosk/build\n"
      "cmake --install kiosk/build --prefix \"$PWD/shop\"\n"
      "rm -r kiosk moved\n"
      "test -f shop/lib/systemd/system/bff-kiosk.service");

  DemoServices services{"catalog"};
  Gateway kiosk{{.executable = (folder_ / "shop/bin/bff-kiosk").string(),
                 .config = (folder_ / "shop/etc/bff-kiosk/gateway.yaml").string(),
                 .catalog = services.address(),
                 .environment = {{"KIOSK_PORT", "0"}}}};
  const auto answer = get(kiosk.port(), "/v1/products/7");
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(json_of(answer)["name"], "Compact Cookbook");
}

}  // namespace
}  // namespace bff::test
