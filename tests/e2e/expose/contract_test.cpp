// SPDX-License-Identifier: Apache-2.0
// What is generated of exposed methods and of streams. The goldens are judged by the TypeScript
// compiler and OpenAPI's linters in tests/node.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "files.hpp"
#include "library.hpp"
#include "support/golden.hpp"

namespace bff::test {
namespace {

// The library, and a route of one of its streams.
ServedRoutes library_and_feed() {
  const std::string route =
      "routes:\n  - id: feed\n    http: GET /v1/feed\n    auth: public\n    stream: sse\n"
      "    calls: { book: { rpc: library.v1.Library/Watch, with: { parent: a } } }\n"
      "    shape: { number: $book.pages }\n";
  return exposed_library("    auth: public\n    protocols: [connect, websocket]\n", route);
}

// The output of a command of bff-web.
std::string output_of(std::vector<std::string> command,
                      const ServedRoutes& served = library_and_feed()) {
  TempFolder folder;
  const auto config = write_gateway(folder, served, "127.0.0.1:1");
  command.insert(command.begin(), BFF_BINARY_DIR "/bff-web/bff-web");
  command.insert(command.end(), {"--config", config});
  Process process{command, environment_of({})};
  EXPECT_EQ(process.wait(), 0) << process.output();
  auto text = process.output();
  const auto place = folder.path().string() + "/";
  for (auto at = text.find(place); at != std::string::npos; at = text.find(place)) {
    text.erase(at, place.size());
  }
  return text;
}

TEST(ContractOfExposed, TypeScript) {
  expect_golden("tests/e2e/expose/golden/library.ts", output_of({"types", "--lang", "ts"}));
}
TEST(ContractOfExposed, OpenApi) {
  expect_golden("tests/e2e/expose/golden/library.openapi.json", output_of({"openapi"}));
}
TEST(ContractOfExposed, Lock) {
  expect_golden("tests/e2e/expose/golden/library.lock.json", output_of({"lock"}));
}
TEST(ContractOfExposed, Routes) {
  expect_golden("tests/e2e/expose/golden/routes.txt", output_of({"routes"}));
}
TEST(ContractOfExposed, Explanation) {
  expect_golden("tests/e2e/expose/golden/explain.txt",
                output_of({"explain", "library.v1.Library/Create"}));
}

// Streams of bytes are bytes.
TEST(ContractOfFiles, TypeScript) {
  expect_golden("tests/e2e/expose/golden/files.ts",
                output_of({"types", "--lang", "ts"}, exposed_files()));
}
TEST(ContractOfFiles, OpenApi) {
  expect_golden("tests/e2e/expose/golden/files.openapi.json",
                output_of({"openapi"}, exposed_files()));
}

}  // namespace
}  // namespace bff::test
