// SPDX-License-Identifier: Apache-2.0
// The router at the size of all Google APIs. In BFF_CONFORMANCE_DATA: every google.api.http rule
// of theirs.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "route/router.hpp"

namespace bff::bench {
namespace {

struct Lookup {
  std::string method, path;
};

struct AllRules {
  route::Router router;
  std::vector<Lookup> lookups;  // a path of each rule, shuffled
};

// Resource names of a likely length.
std::string path_of(const route::PathTemplate& made) {
  using Kind = route::PathTemplate::Segment::Kind;
  std::string path;
  for (const auto& segment : made.segments) {
    path += segment.kind == Kind::literal ? "/" + segment.text
            : segment.kind == Kind::one   ? "/name-4711"
                                          : "/name-4711/part-12";
  }
  return made.verb.empty() ? path : path + ":" + made.verb;
}

AllRules load() {
  std::ifstream file(BFF_CONFORMANCE_DATA "/googleapis-http-rules.jsonl");
  route::RouterBuilder builder;
  AllRules all;
  for (std::string line; std::getline(file, line);) {
    const auto rule = nlohmann::json::parse(line);
    route::PathTemplate path;
    route::TemplateProblem problem;
    if (!route::parse_path_template(rule.at("path").get<std::string>(), path, problem))
      std::abort();
    const auto method = rule.at("verb").get<std::string>();
    const auto number = static_cast<std::uint32_t>(all.lookups.size());
    if (!builder.add(method, path, number)) all.lookups.push_back({method, path_of(path)});
  }
  if (all.lookups.size() < 10'000) std::abort();
  std::shuffle(all.lookups.begin(), all.lookups.end(), std::mt19937{20240229});
  all.router = std::move(builder).build();
  return all;
}

// Every rule in turn, so that no look-up finds its way in the processor's nearest cache.
void router_google_apis(benchmark::State& state) {
  static const AllRules all = load();
  std::string allow;
  std::size_t next = 0;
  for (auto _ : state) {
    const Lookup& lookup = all.lookups[next];
    auto match = all.router.match(lookup.method, lookup.path, allow);
    if (!match) std::abort();
    benchmark::DoNotOptimize(match);
    if (++next == all.lookups.size()) next = 0;
  }
}
BENCHMARK(router_google_apis);

}  // namespace
}  // namespace bff::bench
