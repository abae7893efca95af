// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "support/gateway.hpp"

namespace bff::test {

inline const std::filesystem::path kRoot{BFF_SOURCE_DIR};  // of the project's files

// A gateway all of whose services are at one address.
inline GatewaySetup over(const std::string& services) {
  return {.users = services, .orders = services, .catalog = services};
}

// What a command printed, and its exit status.
struct Printed {
  int status;
  std::string text;
};

// A command of the shipped gateway of `client` ("web"), run to its end.
inline Printed run(const std::string& client, std::vector<std::string> arguments,
                   std::map<std::string, std::string> environment = environment_of({})) {
  arguments.insert(arguments.begin(), BFF_BINARY_DIR "/bff-" + client + "/bff-" + client);
  Process process{arguments, std::move(environment)};
  const int status = process.wait().value_or(-1);
  return {status, process.output()};
}

}  // namespace bff::test
