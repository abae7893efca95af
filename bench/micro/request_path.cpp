// SPDX-License-Identifier: Apache-2.0
// The other steps of a request, one by one: no peer, the figures stand for themselves.
#include <benchmark/benchmark.h>

#include <cstring>

#include "micro/fixture.hpp"
#include "plan/execution.hpp"
#include "plan/request_writer.hpp"
#include "route/router.hpp"
#include "runtime/http1/request_reader.hpp"
#include "support/plan_scope.hpp"

namespace bff::bench {
namespace {

// user_id: $auth.sub, a text that becomes an int64.
void request(benchmark::State& state) {
  const auto plan = compile_route(home_route(), "web");
  test::PlanScope scope(plan, arguments_of(*plan));
  std::string out;
  for (auto _ : state) {
    out.clear();
    if (!plan::write_request(out, plan->calls[0].request, *scope)) std::abort();
    benchmark::DoNotOptimize(out.data());
  }
}
BENCHMARK(request);

// 200 routes over 20 resources.
void router(benchmark::State& state) {
  route::RouterBuilder builder;
  std::uint32_t number = 0;
  for (int i = 0; i < 20; ++i) {
    const std::string base = "/v1/resource" + std::to_string(i);
    for (const char* rest : {"", "/{id}", "/{id}/parts", "/{id}/parts/{part}", "/search"})
      for (const char* method : {"GET", "POST"}) {
        route::PathTemplate path;
        route::TemplateProblem problem;
        if (!route::parse_path_template(base + rest, path, problem)) std::abort();
        builder.add(method, path, number++);
      }
  }
  const route::Router made = std::move(builder).build();
  std::string allow;
  for (auto _ : state) {
    auto match = made.match("GET", "/v1/resource13/4711/parts/12", allow);
    if (!match) std::abort();
    benchmark::DoNotOptimize(match);
  }
}
BENCHMARK(router);

// The whole home screen with answers that are there at once: schedule, requests, reading, writing.
void home(benchmark::State& state, const char* client) {
  const auto plan = compile_route(home_route(), client);
  const auto arguments = arguments_of(*plan);
  for (auto _ : state) benchmark::DoNotOptimize(run(*plan, arguments, home_answers()));
}
BENCHMARK_CAPTURE(home, web, "web");
BENCHMARK_CAPTURE(home, mobile, "mobile");

void http_request(benchmark::State& state) {
  const std::string bytes =
      "GET /v1/home?recent=5 HTTP/1.1\r\nHost: api.shop.example\r\nAccept: application/json\r\n"
      "Accept-Encoding: gzip, br\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\n"
      "Authorization: Bearer " +
      std::string(640, 'x') + "\r\nConnection: keep-alive\r\n\r\n";
  runtime::http1::RequestReader reader{runtime::http1::Limits{}};
  for (auto _ : state) {
    std::memcpy(reader.prepare(bytes.size()), bytes.data(), bytes.size());
    reader.commit(bytes.size());
    if (reader.next() != runtime::http1::RequestReader::State::complete) std::abort();
    benchmark::DoNotOptimize(reader.request());
    reader.consume();
  }
}
BENCHMARK(http_request);

}  // namespace
}  // namespace bff::bench
