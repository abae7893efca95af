// SPDX-License-Identifier: Apache-2.0
// For random protos, routes and answers the gateway says what a slow reading of the language says,
// whatever the order in which the services answer. A difference prints its seed:
//   BFF_RANDOM_PLANS=1 BFF_RANDOM_PLANS_SEED=<seed> build/dev/tests/unit/plan/plan_random_test
// repeats it alone; BFF_RANDOM_PLANS=100000 hunts.
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <memory_resource>

#include <nlohmann/json.hpp>

#include "plan/execution.hpp"
#include "unit/plan/random/reference/call_syntax.hpp"
#include "unit/plan/random/reference/failures.hpp"
#include "unit/plan/random/reference/reference_run.hpp"
#include "unit/plan/random/routes/random_route.hpp"

namespace bff::random_plans {
namespace {

using namespace plan;

std::uint64_t number_of(const char* variable, std::uint64_t otherwise) {
  const char* const text = std::getenv(variable);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

struct Case {
  std::uint64_t seed = 0;
  const World& world;
  const RouteFile& file;
  const RoutePlan& plan;
  std::string yaml;
  std::map<std::string, std::string> query;
};

struct Given {
  std::string body;  // or the problem, "! upstream-absent 502 c1"
  std::vector<std::pair<std::string, std::string>> partial;  // calls and their problems
  std::map<std::string, std::vector<std::string>> requests;  // in the order of their parts

  bool operator==(const Given&) const = default;
};

// Runs the plan; the services answer in an order by chance.
Given run(const Case& one, const Services& services, Random& order) {
  std::pmr::monotonic_buffer_resource arena;
  std::string query;
  for (const auto& [name, value] : one.query) query += "&" + name + "=" + value;
  const auto arguments = bind(one.plan, {.query = query}, arena);
  EXPECT_TRUE(arguments.has_value());
  Execution execution(one.plan, *arguments, arena);
  Given given;
  std::vector<std::pair<std::uint16_t, Result<std::string>>> open;
  while (!execution.done()) {
    for (const Rpc& rpc : execution.ready()) {
      const CallSyntax& call = *std::find_if(
          one.file.routes[0].calls.begin(), one.file.routes[0].calls.end(),
          [&](const CallSyntax& c) { return c.name.value == one.plan.calls[rpc.call].name; });
      const test::ReferencePool& pool = one.world.reference();
      const auto request = pool.parse(*pool.find("w.Ask"), rpc.request);
      EXPECT_NE(request, nullptr) << "a request is protobuf";
      given.requests[call.name.value].push_back(request->SerializeAsString());
      open.emplace_back(rpc.id,
                        services.answer(call.name.value, answering(one.world, call), *request));
    }
    if (execution.done()) break;
    if (open.empty()) {
      given.body = "it waits for nothing";
      return given;
    }
    for (std::size_t n = 1 + order.below(open.size()); n > 0; --n) {
      const auto at = open.begin() + static_cast<std::ptrdiff_t>(order.below(open.size()));
      execution.complete(at->first, std::move(at->second));
      open.erase(at);
    }
  }
  Result<Answer> answer = execution.finish();
  if (!answer) {
    given.body = "! " + told(answer.error());
    return given;
  }
  given.body = std::move(answer->body);
  for (const Partial& partial : answer->partials) {
    given.partial.emplace_back(one.plan.calls[partial.call].name, told(partial.error));
  }
  return given;
}

// What is wrong with an answer; empty: nothing.
std::string difference(const Given& given, const Expected& expected) {
  if (!expected.problems.empty()) {
    const bool one =
        given.body.starts_with("! ") && expected.problems.count(given.body.substr(2)) != 0;
    std::string all;
    for (const std::string& problem : expected.problems) all += "\n  " + problem;
    return one ? "" : "expected one of these problems:" + all;
  }
  std::string body = expected.body;
  if (!expected.partial.empty() && body.ends_with('}')) {
    // `_errors` is judged by itself.
    const std::size_t at = given.body.rfind("\"_errors\":[{\"type\":");
    if (at == std::string::npos) return "expected `_errors` behind\n" + body;
    body.pop_back();
    if (!body.ends_with('{')) body += ',';
    body += given.body.substr(at);
    const auto errors = nlohmann::json::parse(given.body, nullptr, false)["_errors"];
    if (errors.size() != expected.partial.size()) return "expected as many `_errors` as failed";
    for (std::size_t i = 0; i < errors.size(); ++i) {
      const auto& error = errors[i];
      const std::string problem = error["type"].get<std::string>().substr(8) + " " +
                                  std::to_string(error["status"].get<int>()) + " " +
                                  error["call"].get<std::string>();
      if (problem != given.partial[i].second) return "`_errors` says something else: " + problem;
    }
  }
  if (given.body != body) return "expected the answer\n" + body;
  bool same = given.partial.size() == expected.partial.size();
  for (std::size_t i = 0; same && i < given.partial.size(); ++i) {
    const auto& [call, problems] = expected.partial[i];
    same = given.partial[i].first == call && problems.count(given.partial[i].second) != 0;
  }
  if (!same) return "expected other calls to be missing";
  for (const auto& [call, requests] : expected.requests) {
    const auto made = given.requests.find(call);
    if (made == given.requests.end()) return "expected '" + call + "' to be called";
    if (std::multiset<std::string>(made->second.begin(), made->second.end()) != requests) {
      return "expected other requests of '" + call + "'";
    }
  }
  for (const auto& [call, requests] : given.requests) {
    if (expected.requests.count(call) == 0) return "expected '" + call + "' not to be called";
  }
  return "";
}

std::string shown(const Case& one,
                  const std::map<std::string, std::vector<std::string>>& requests) {
  const test::ReferencePool& pool = one.world.reference();
  std::string out;
  for (const auto& [call, all] : requests) {
    for (const std::string& bytes : all) {
      out += "  " + call + "  " + pool.parse(*pool.find("w.Ask"), bytes)->ShortDebugString() + "\n";
    }
  }
  return out;
}

// What is being run, told also where it ends the program.
std::string running;
void tell(int) { std::fputs(running.c_str(), stderr); }

struct Counts {
  int accepted = 0, refused = 0, answers = 0, problems = 0, partial = 0;
  std::map<std::string, int> why;  // refused
};

void judge(const Case& one, Random& random, Counts& counts) {
  const Services services(one.world, random.next());
  std::optional<Given> first;
  for (int order = 0; order < 3; ++order) {
    const Given given = run(one, services, random);
    Asked asked{one.world, one.file, services, one.query, {}};
    for (const CallSyntax& call : one.file.routes[0].calls) {
      const auto made = given.requests.find(call.name.value);
      if (call.batch && made != given.requests.end()) asked.chunks.insert(*made);
    }
    std::vector<std::string> faults;
    const Expected expected = by_the_book(asked, faults);
    std::string wrong = faults.empty() ? difference(given, expected) : faults.front();
    // Where several failures end the request, the first to come is told.
    if (wrong.empty() && order > 0 && expected.problems.size() < 2 &&
        (given.body != first->body || given.partial != first->partial)) {
      wrong = "expected the same as in another order\n" + first->body;
    }
    if (!wrong.empty()) {
      ADD_FAILURE() << "seed " << one.seed << "\n"
                    << wrong << "\nthe gateway says\n"
                    << given.body << "\nand asks\n"
                    << shown(one, given.requests) << one.yaml
                    << (std::getenv("BFF_RANDOM_PLANS_SEED") ? one.world.text() : "");
      return;
    }
    if (order == 0) {
      ++counts.answers;
      if (!expected.problems.empty()) ++counts.problems;
      if (!expected.partial.empty()) ++counts.partial;
      first = given;
    }
  }
}

// A few routes over one world.
void try_seed(std::uint64_t seed, Counts& counts) {
  Random random(seed);
  const World world(random);
  const CompileContext context = world.context();
  for (int routes = 0; routes < 6 && !testing::Test::HasFailure(); ++routes) {
    const std::string yaml = random_route(random, world);
    Diagnostics problems;
    std::vector<RouteFile> files;
    auto file = parse_route_file(std::make_shared<const Source>("r.yaml", yaml), problems);
    if (file) files.push_back(std::move(*file));
    const auto plans = compile(files, context, problems);
    if (!problems.empty()) {
      ++counts.refused;
      for (const Diagnostic& item : problems.items()) ++counts.why[item.code + " " + item.message];
      continue;
    }
    ++counts.accepted;
    running = "seed " + std::to_string(seed) + "\n" + yaml;
    ASSERT_EQ(plans.size(), 1U);
    for (int answers = 0; answers < 3; ++answers) {
      std::map<std::string, std::string> query{{"d", answers == 0 ? "b" : "a"},
                                               {"n", std::to_string(random.below(4))}};
      if (random.one_in(2)) query["q"] = random.one_in(2) ? "a" : "";
      judge({seed, world, files[0], *plans[0], yaml, query}, random, counts);
      if (testing::Test::HasFailure()) return;
    }
  }
}

TEST(RandomPlans, AnswerAsTheLanguageSaysInWhateverOrderTheServicesDo) {
  const std::uint64_t begin = number_of("BFF_RANDOM_PLANS_SEED", 1);
  const std::uint64_t count = number_of("BFF_RANDOM_PLANS", 100);
  Counts counts;
  std::signal(SIGABRT, tell);
  for (std::uint64_t i = 0; i < count && !HasFailure(); ++i) try_seed(begin + i, counts);
  std::printf("%d routes accepted, %d refused; %d answers, of which %d partial, %d problems\n",
              counts.accepted, counts.refused, counts.answers, counts.partial, counts.problems);
  if (std::getenv("BFF_RANDOM_PLANS_WHY") != nullptr) {
    for (const auto& [why, times] : counts.why) std::printf("%5d  %s\n", times, why.c_str());
  }
  // The check must not become empty unnoticed.
  if (count >= 20) {
    EXPECT_GT(counts.accepted, counts.refused) << "too few routes are by the rules";
    EXPECT_GT(counts.partial * 20, counts.answers);
    EXPECT_LT(counts.problems * 3, counts.answers * 2);
  }
}

}  // namespace
}  // namespace bff::random_plans
