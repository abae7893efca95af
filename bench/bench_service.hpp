// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <grpcpp/grpcpp.h>

#include <iostream>
#include <string>

namespace bff::bench {

// The main() of a service of a benchmark, `NAME PORT`: serves on 127.0.0.1 until it is killed.
inline int serve(int argc, char** argv, const char* name, grpc::Service& service) {
  if (argc != 2) {
    std::cerr << "usage: " << name << " PORT\n";
    return 2;
  }
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(std::string("127.0.0.1:") + argv[1], grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterService(&service);
  const auto server = builder.BuildAndStart();
  if (server == nullptr || port == 0) {
    std::cerr << name << ": cannot listen on port " << argv[1] << "\n";
    return 1;
  }
  server->Wait();
  return 0;
}

}  // namespace bff::bench
