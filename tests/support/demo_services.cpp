// SPDX-License-Identifier: Apache-2.0
#include "support/demo_services.hpp"

#include <stdexcept>

namespace bff::test {
namespace {

std::vector<std::string> command(const std::string& services, std::vector<std::string> flags,
                                 const std::string& address) {
  std::vector<std::string> all{BFF_BINARY_DIR "/demo/demo-services", "--services", services,
                               "--listen", address};
  all.insert(all.end(), flags.begin(), flags.end());
  return all;
}

}  // namespace

DemoServices::DemoServices(const std::string& services, std::vector<std::string> flags,
                           const std::string& address)
    : process_(command(services, std::move(flags), address)) {
  static constexpr std::string_view kListening = "listening on ";
  const auto line =
      process_.await_line([](const std::string& l) { return l.starts_with(kListening); });
  if (!line) throw std::runtime_error("demo-services did not start:\n" + process_.output());
  address_ = line->substr(kListening.size());
}

}  // namespace bff::test
