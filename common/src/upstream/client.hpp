// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "bff/error.hpp"

namespace bff::upstream {

using Clock = std::chrono::steady_clock;

// How to reach one upstream: the services behind it and where they listen. From gateway.yaml.
struct UpstreamConfig {
  std::string name;                    // "users"
  std::vector<std::string> endpoints;  // "127.0.0.1:50051", "users.internal:50051", "[::1]:50051"
  std::size_t max_message = 4 << 20;   // bytes of one response message
  std::chrono::milliseconds connect_timeout{1000};
  std::chrono::milliseconds keepalive{
      20'000};  // PING when idle of bytes for that long with calls open
  std::chrono::milliseconds keepalive_timeout{5'000};
  std::chrono::milliseconds max_backoff{1000};  // between attempts to connect, jittered

  bool operator==(const UpstreamConfig&) const = default;
};

using MetadataView = std::span<const std::pair<std::string_view, std::string_view>>;

// google.rpc.Code of one finished RPC and what came with it.
struct RpcOutcome {
  int code = 0;          // google.rpc.Code; 0 is OK
  std::string message;   // grpc-message, percent-decoded; for the log only
  std::string response;  // protobuf, when code is 0
  std::string details;   // google.rpc.Status as protobuf (grpc-status-details-bin), if it came
  std::string endpoint;  // who answered; for the log only
  std::vector<std::string> set_cookies;  // the service's `set-cookie` fields, in its order
  // True when the request cannot have reached the service's code: not connected, GOAWAY above the
  // last stream, REFUSED_STREAM. Such a call may be sent again whatever its effect.
  bool unprocessed = false;
  // True when the answer broke the rules of HTTP/2 or gRPC, or was larger than max_message;
  // `code` is then this client's judgement, not the service's word.
  bool malformed = false;
};

struct RpcRequest {
  std::string_view call;       // its name in the route, for whoever stands in for a service
  std::string_view method;     // "/shop.v1.UserService/GetUser"; the plan keeps both alive
  std::string message;         // protobuf
  Clock::time_point deadline;  // sent as grpc-timeout; passed: DEADLINE_EXCEEDED and RST_STREAM
  // Lower-case names, values as they go over the wire (base64 where a name ends in "-bin");
  // copied before start() returns. An entry that HTTP/2 or gRPC forbids, or that is this client's
  // to write, fails the RPC with INVALID_ARGUMENT before a byte is sent: to drop it silently
  // could drop an identity.
  MetadataView metadata;
};

// A handle to an RPC under way. cancel() sends RST_STREAM(CANCEL); the handler is then not
// called. A default-made or finished handle does nothing. Copyable values; worker's thread only.
class RpcHandle {
 public:
  RpcHandle() = default;
  explicit RpcHandle(std::weak_ptr<void> rpc, void (*on_cancel)(void*))
      : rpc_(std::move(rpc)), cancel_(on_cancel) {}
  void cancel() {
    if (auto rpc = rpc_.lock()) cancel_(rpc.get());
    rpc_.reset();
  }

 private:
  std::weak_ptr<void> rpc_;
  void (*cancel_)(void*) = nullptr;
};

// What may carry RPCs to one upstream. One object per upstream and worker; all calls on the
// worker's thread. Implementations: H2Client (HTTP/2 on the worker's loop).
class Client {
 public:
  using Handler = std::function<void(RpcOutcome)>;
  virtual ~Client() = default;
  // The handler is called exactly once, never from within start(), unless it was cancelled.
  virtual RpcHandle start(RpcRequest request, Handler handler) = 0;
  // Closes connections for good; RPCs that are still open, and later ones, end with UNAVAILABLE
  // (from the loop, not from within close()). The destructor does the same.
  virtual void close() = 0;
};

// The HTTP/2 client: one connection per resolved endpoint, round robin over those that are
// ready, reconnecting with jittered backoff, resolving names anew at each attempt. It connects
// when the first RPC is started. `loop` must outlive it.
std::unique_ptr<Client> make_h2_client(boost::asio::io_context& loop, UpstreamConfig config);

}  // namespace bff::upstream
