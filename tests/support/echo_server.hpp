// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <chrono>
#include <memory>
#include <string>

namespace grpc {
class Server;
}

namespace bff::test {

// A real gRPC server on 127.0.0.1 without generated code; it runs on grpc++'s own threads.
//   /test/Echo      the request
//   /test/Size      as many 'x' as the request, a decimal number, says
//   /test/Fail      NOT_FOUND with a message and details
//   /test/Seen      the call's metadata, a line "name=value" each, and ":authority"
//   /test/Deadline  the milliseconds that are left
//   /test/Hang      nothing; counted in hanging() until it is cancelled, then in cancelled()
// Streams, with metadata "x-before" ahead of the first message and "x-after" at the end:
//   /stream/Count   "COUNT SIZE CODE": so many messages of so many 'x', counted in written(), then
//                   the code; a negative one: hangs as /test/Hang
//   /stream/Chat    each message as it comes, until there are no more
//   /stream/Sum     how many messages came, and how many bytes: "COUNT SIZE"
// and UNIMPLEMENTED for every other method.
class EchoServer {
 public:
  struct Options {
    int port = 0;                    // 0: any
    int max_concurrent_streams = 0;  // 0: grpc++'s default
    int max_metadata = 0;            // bytes; 0: grpc++'s default
  };

  EchoServer() : EchoServer(Options{}) {}
  explicit EchoServer(Options options);
  ~EchoServer();

  int port() const noexcept { return port_; }
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  int calls() const noexcept { return calls_; }
  int hanging() const noexcept { return hanging_; }
  int cancelled() const noexcept { return cancelled_; }
  int written() const noexcept { return written_; }

  // GOAWAY at once; calls that are still open after `grace` are cancelled. Returns when the last
  // has ended and the port is free; a client on the caller's thread cannot help that along.
  void shutdown(std::chrono::milliseconds grace);

 private:
  class Service;
  friend class EchoReactor;
  friend class StreamReactor;

  int port_ = 0;
  std::atomic<int> calls_{0}, hanging_{0}, cancelled_{0}, written_{0};
  std::unique_ptr<Service> service_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace bff::test
