// SPDX-License-Identifier: Apache-2.0
// A route file: it parses and compiles against the shop's protos, or each problem has a code and a
// place inside of the file. What compiles makes its requests without any answer at all.
#include "plan/route_file.hpp"

#include <memory_resource>

#include "fuzz/findings.hpp"
#include "fuzz/target.hpp"
#include "plan/compile.hpp"
#include "plan/execution.hpp"
#include "proto/load.hpp"

using namespace bff;
using fuzz::require;

namespace {

const plan::CompileContext& shop() {
  static const std::unique_ptr<proto::Schema> schema = [] {
    Diagnostics out;
    auto loaded = proto::load_protos(
        {BFF_SOURCE_DIR "/protos"},
        {{"shop/v1/users.proto", {}}, {"shop/v1/orders.proto", {}}, {"shop/v1/catalog.proto", {}}},
        {}, out);
    require(loaded != nullptr, "the shop's protos load", out.text());
    return loaded;
  }();
  static const plan::CompileContext context = [] {
    plan::CompileContext made;
    made.schema = schema.get();
    made.client = "web";
    made.upstreams = {
        {"shop.v1.UserService", 0}, {"shop.v1.OrderService", 1}, {"shop.v1.CatalogService", 2}};
    made.claims = {{"age", proto::FieldType::int32}};
    return made;
  }();
  return context;
}

// Every service answers with an empty message, which leaves out all that may be left out.
void run(const plan::RoutePlan& plan) {
  std::pmr::monotonic_buffer_resource arena;
  auth::Principal caller;
  caller.claims = {{"sub", "7"}, {"iss", "https://id.example"}, {"age", "30"}};
  const std::vector<std::string> variables(plan.path.variables.size(), "5");
  const auto arguments = plan::bind(plan, {.variables = variables, .principal = &caller}, arena);
  if (!arguments) return;
  plan::Execution execution(plan, *arguments, arena);
  std::size_t rpcs = 0;
  while (!execution.done()) {
    const auto ready = execution.ready();
    require(execution.done() || !ready.empty(), "no call waits for itself", plan.id);
    for (const plan::Rpc& rpc : std::vector<plan::Rpc>(ready.begin(), ready.end())) {
      require(++rpcs <= plan.calls.size(), "an empty answer asks for nothing more", plan.id);
      execution.complete(rpc.id, std::string());
    }
  }
  (void)execution.finish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto source =
      std::make_shared<const Source>("routes.yaml", std::string(fuzz::text_of(data, size)));
  Diagnostics out;
  std::vector<plan::RouteFile> files;
  if (auto file = plan::parse_route_file(source, out)) files.push_back(std::move(*file));
  require(!files.empty() || !out.empty(), "either a route file or a problem");
  const auto plans = plan::compile(files, shop(), out);
  fuzz::check_findings(out);
  if (!out.empty()) return 0;
  for (const auto& plan : plans) run(*plan);
  return 0;
}
