// SPDX-License-Identifier: Apache-2.0
#include "micro/fixture.hpp"

#include <google/protobuf/util/json_util.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "demo/data/catalog.hpp"
#include "demo/data/orders.hpp"
#include "demo/data/users.hpp"
#include "plan/compile.hpp"
#include "plan/execution.hpp"
#include "proto/load.hpp"

namespace bff::bench {
namespace {

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "bench-micro: %s\n", why.c_str());
  std::exit(1);
}

}  // namespace

const proto::Schema& shop() {
  static const std::unique_ptr<proto::Schema> schema = [] {
    Diagnostics problems;
    auto loaded = proto::load_protos(
        {BFF_SOURCE_DIR "/protos"},
        {{"shop/v1/users.proto", {}}, {"shop/v1/orders.proto", {}}, {"shop/v1/catalog.proto", {}}},
        {}, problems);
    if (!loaded) give_up(problems.text());
    return loaded;
  }();
  return *schema;
}

std::shared_ptr<const plan::RoutePlan> compile_route(const std::string& text,
                                                     const std::string& client) {
  Diagnostics problems;
  auto file = plan::parse_route_file(std::make_shared<const Source>("route.yaml", text), problems);
  if (!file) give_up(problems.text());
  std::vector<plan::RouteFile> files;
  files.push_back(*std::move(file));
  plan::CompileContext context;
  context.schema = &shop();
  context.client = client;
  context.upstreams = {
      {"shop.v1.UserService", 0}, {"shop.v1.OrderService", 1}, {"shop.v1.CatalogService", 2}};
  const auto plans = plan::compile(files, context, problems);
  if (!problems.empty()) give_up(problems.text());
  return plans.at(0);
}

std::string home_route() {
  std::ifstream file(BFF_SOURCE_DIR "/routes/home.yaml");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<plan::Argument> arguments_of(const plan::RoutePlan& plan) {
  static std::pmr::monotonic_buffer_resource arena;  // lasts as long as the texts in it
  auth::Principal principal;
  principal.subject = "1";
  principal.claims = {{"sub", "1"}};
  const auto bound = plan::bind(plan, {.principal = &principal}, arena);
  if (!bound) give_up(bound.error().detail);
  return {bound->begin(), bound->end()};
}

const HomeAnswers& home_answers() {
  static const HomeAnswers answers = [] {
    shop::v1::GetUserResponse profile;
    *profile.mutable_user() = *demo::user(1);
    const auto all = demo::orders_of(1).value();
    shop::v1::ListOrdersResponse orders;
    shop::v1::BatchGetProductsResponse products;
    std::set<std::int64_t> seen;
    for (std::size_t i = 0; i < 5; ++i) {
      *orders.add_orders() = all[i];
      for (const auto& line : all[i].lines())
        if (const auto row = demo::product(line.product_id());
            row && seen.insert(line.product_id()).second)
          *products.add_products() = *row;
    }
    return HomeAnswers{profile.SerializeAsString(), orders.SerializeAsString(),
                       products.SerializeAsString()};
  }();
  return answers;
}

std::string run(const plan::RoutePlan& plan, std::span<const plan::Argument> arguments,
                const HomeAnswers& answers) {
  alignas(std::max_align_t) char first[16 * 1024];
  std::pmr::monotonic_buffer_resource arena(first, sizeof first);
  plan::Execution execution(plan, arguments, arena);
  while (!execution.done()) {
    for (const plan::Rpc& rpc : execution.ready()) {
      const std::string& call = plan.calls[rpc.call].name;
      const std::string& answer = call == "profile"  ? answers.profile
                                  : call == "orders" ? answers.orders
                                                     : answers.products;
      execution.complete(rpc.id, std::string(answer));
    }
  }
  auto answer = execution.finish();
  if (!answer) give_up(answer.error().detail);
  return std::move(answer->body);
}

std::string reference_json(google::protobuf::Message& message, const std::string& bytes) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  if (!message.ParseFromString(bytes)) give_up("an answer does not parse");
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok())
    give_up("an answer has no JSON");
  return json;
}

void must_equal(const std::string& ours, const std::string& reference) {
  if (nlohmann::json::parse(ours) != nlohmann::json::parse(reference))
    give_up("these differ:\n" + ours + "\n" + reference);
}

}  // namespace bff::bench
