// SPDX-License-Identifier: Apache-2.0
#include "support/test_ca.hpp"

#include <stdexcept>

#include "support/process.hpp"

namespace bff::test {
namespace {

void openssl(const std::string& arguments, const TempFolder& folder) {
  Process run{{"bash", "-euc", "cd '" + folder.path().string() + "' && openssl " + arguments}};
  if (run.wait() != 0) throw std::runtime_error("openssl " + arguments + ":\n" + run.output());
}

constexpr const char* kKey = " -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 ";

}  // namespace

TestCa::TestCa() {
  openssl(std::string{"req -x509 -subj /CN=test-ca"} + kKey + "-keyout ca.key -out ca.pem",
          folder_);
}

TestCa::Server TestCa::server(const std::string& name) const {
  openssl(std::string{"req -x509 -subj /CN=server"} + kKey + "-addext subjectAltName=" + name +
              " -addext basicConstraints=critical,CA:FALSE" +
              " -CA ca.pem -CAkey ca.key -keyout server.key -out server.pem",
          folder_);
  return {.certificate = (folder_ / "server.pem").string(),
          .key = (folder_ / "server.key").string()};
}

}  // namespace bff::test
