// SPDX-License-Identifier: Apache-2.0
// Each file of tests/mistakes/proto declares routes with one mistake; beside it stands what `check`
// says of it, to the letter.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "plan/compile.hpp"
#include "plan/proto_form.hpp"
#include "proto/load.hpp"
#include "support/golden.hpp"

namespace bff::plan {
namespace {

namespace fs = std::filesystem;

const std::string kFolder = "tests/mistakes/proto";

std::vector<fs::path> mistakes() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(BFF_SOURCE_DIR "/" + kFolder)) {
    if (entry.path().extension() == ".proto") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// What is said of a file, with places in it by its name alone.
std::string problems_of_file(const fs::path& file) {
  Diagnostics out;
  const auto schema =
      proto::load_protos({BFF_SOURCE_DIR "/tests/mistakes/protos", file.parent_path()},
                         {{"shop/v1/shop.proto", {}}, {file.filename().string(), {}}}, {}, out);
  if (schema == nullptr) return "it does not compile:\n" + out.text();
  CompileContext context;
  context.schema = schema.get();
  context.client = "web";
  context.upstreams = {{"shop.v1.UserService", 0}};
  std::vector<RouteFile> parsed;
  if (auto one = parse_proto_form(*schema, "shop.screens.Screens", {}, out)) {
    parsed.push_back(std::move(*one));
  }
  compile(parsed, context, out);
  std::string text = out.text();
  const std::string path = display_path(file);
  for (auto at = text.find(path); at != text.npos; at = text.find(path)) {
    text.replace(at, path.size(), file.filename().string());
  }
  return text;
}

TEST(Mistakes, OfTheProtoFormAreExplained) {
  ASSERT_FALSE(mistakes().empty());
  for (const fs::path& file : mistakes()) {
    test::expect_golden(kFolder + "/" + file.stem().string() + ".expected", problems_of_file(file));
  }
}

}  // namespace
}  // namespace bff::plan
