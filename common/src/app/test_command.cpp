// SPDX-License-Identifier: Apache-2.0
#include "app/test_command.hpp"

#include <iostream>

#include "base/files.hpp"
#include "cases/judge.hpp"
#include "cases/run_case.hpp"
#include "runtime/metrics.hpp"
#include "runtime/snapshot.hpp"

namespace bff::app {
namespace {

struct Tally {
  std::size_t run = 0, failed = 0, skipped = 0;
};

std::string cases_of(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " case" : " cases");
}

// A line for each case of the file; what is wrong goes to `failures`.
void run_file(const cases::CaseFile& file, const std::shared_ptr<const runtime::Snapshot>& snapshot,
              Tally& tally, Diagnostics& failures) {
  std::cout << display_path(file.source->path()) << "\n";
  for (const auto& one : file.cases) {
    const bool other = !one.client.empty() && one.client != snapshot->config.client;
    if (other || !one.route) {
      ++tally.skipped;
      std::cout << "  skip  " << one.name
                << (other ? ": of the client '" + one.client + "'"
                          : ": this client is not served the route")
                << "\n";
      continue;
    }
    ++tally.run;
    const bool good =
        cases::judge(one, cases::run_case(one, snapshot), *snapshot->schema, failures);
    if (!good) ++tally.failed;
    std::cout << (good ? "  ok    " : "  FAIL  ") << one.name << "\n";
  }
}

}  // namespace

int run_route_tests(const Options& options, const config::Environment& environment) {
  Diagnostics problems;
  // The callers of cases are made up, so that no key is needed.
  const auto snapshot = runtime::load_snapshot(options.config_file, environment, problems,
                                               {.extensions = options.extensions, .keys = false});
  if (!snapshot) {
    std::cerr << problems.text();
    return 1;
  }
  runtime::Metrics metrics{1};
  runtime::attach_counters(*snapshot, metrics);
  const auto files =
      cases::read_cases(config::read_test_files(snapshot->config, problems), *snapshot, problems);
  if (!problems.empty()) {
    std::cerr << problems.text();
    return 1;
  }
  Tally tally;
  Diagnostics failures;
  for (const auto& file : files) run_file(file, snapshot, tally, failures);
  if (!failures.empty()) std::cout << failures.text();
  std::cout << cases_of(tally.run) << " for client '" << snapshot->config.client << "', "
            << tally.failed << " failed";
  if (tally.skipped > 0) std::cout << ", " << tally.skipped << " skipped";
  std::cout << "\n";
  if (tally.run == 0)
    std::cerr << "no test was run: write them beside the routes, as NAME.test.yaml\n";
  return tally.run > 0 && tally.failed == 0 ? 0 : 1;
}

}  // namespace bff::app
