// SPDX-License-Identifier: Apache-2.0
#include "app/check_command.hpp"

#include <iostream>

#include "app/contract_commands.hpp"
#include "app/problem_formats.hpp"
#include "app/schema_notice.hpp"
#include "cases/case.hpp"
#include "runtime/snapshot.hpp"

namespace bff::app {

int check(const Options& options, const config::Environment& environment) {
  Diagnostics problems;
  const auto snapshot = runtime::load_snapshot(options.config_file, environment, problems,
                                               {.extensions = options.extensions});
  if (snapshot) {
    std::cerr << schema_notice(*snapshot);
    check_lock(*snapshot, problems);
    cases::read_cases(config::read_test_files(snapshot->config, problems), *snapshot, problems);
  }
  if (options.format == "json") {
    std::cout << problems_json(problems);
  } else if (options.format == "sarif") {
    std::cout << problems_sarif(problems);
  } else if (!problems.empty()) {
    if (options.format == "github") std::cout << problems_github(problems);
    if (options.format == "text") std::cerr << problems.text();
  } else {
    std::cout << options.config_file << ": " << snapshot->routes.size() << " routes for client '"
              << snapshot->config.client << "', no problems\n";
  }
  return problems.empty() ? 0 : 1;
}

}  // namespace bff::app
