// SPDX-License-Identifier: Apache-2.0
#include "support/demo_identity.hpp"

#include <stdexcept>

namespace bff::test {
namespace {

// The one that demo/token makes for tests: to make another takes a third of a second.
std::string key() {
  const std::string folder = BFF_BINARY_DIR "/test-keys";
  Process make{{BFF_SOURCE_DIR "/demo/token", "--keys-only"}, {{"BFF_DEMO_HOME", folder}}};
  if (make.wait() != 0) throw std::runtime_error("demo/token failed:\n" + make.output());
  return folder + "/key.pem";
}

std::vector<std::string> command(const std::vector<std::string>& clients,
                                 const std::vector<std::string>& flags) {
  std::vector<std::string> all{BFF_BINARY_DIR "/demo/identity/demo-identity",
                               "--listen",
                               "127.0.0.1:0",
                               "--log-calls",
                               "--key",
                               key()};
  for (const auto& client : clients) all.insert(all.end(), {"--client", client});
  all.insert(all.end(), flags.begin(), flags.end());
  return all;
}

}  // namespace

DemoIdentity::DemoIdentity(const std::vector<std::string>& clients,
                           const std::vector<std::string>& flags)
    : process_(command(clients, flags)) {
  static constexpr std::string_view kListening = "listening on ";
  const auto line =
      process_.await_line([](const std::string& l) { return l.starts_with(kListening); });
  if (!line) throw std::runtime_error("demo-identity did not start:\n" + process_.output());
  issuer_ = "http://" + line->substr(kListening.size());
}

int DemoIdentity::port() const { return std::stoi(issuer_.substr(issuer_.rfind(':') + 1)); }

}  // namespace bff::test
