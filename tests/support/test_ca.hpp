// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "support/temp_folder.hpp"

namespace bff::test {

// A certificate authority that nobody trusts but who is given its file, made for one test.
class TestCa {
 public:
  TestCa();

  // Certificates of this authority, for who is to trust it.
  std::string file() const { return (folder_ / "ca.pem").string(); }

  struct Server {
    std::string certificate, key;  // files
  };
  // For a server that is called so: "DNS:localhost", "IP:127.0.0.1".
  Server server(const std::string& name) const;

 private:
  TempFolder folder_;
};

}  // namespace bff::test
