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
  // What may be sent ahead to us on one stream; not of gateway.yaml. An answer of a unary RPC is
  // read as fast as it comes and bounded by max_message, so that the window is there only not to
  // stall: it holds a message of the usual limit.
  std::uint32_t stream_window = 4 << 20;

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

// Metadata that came with an answer, in the service's order: values as they came over the wire
// (base64 where a name ends in "-bin"); without what HTTP/2 and gRPC use themselves.
using Metadata = std::vector<std::pair<std::string, std::string>>;

struct StreamRequest {
  std::string_view call;    // as in RpcRequest
  std::string_view method;  // as in RpcRequest
  // As in RpcRequest; max(): none, and the service is told of none.
  Clock::time_point deadline = Clock::time_point::max();
  MetadataView metadata;        // as in RpcRequest
  std::size_t max_message = 0;  // bytes of one message of the answer; 0: as the upstream says
};

// What a streaming RPC tells its owner. None is called from within a call of the owner's on the
// Stream or the Client, but for demand() within on_message(): that goes on after its return.
// Each may call anything of the Stream, and destroy it.
//
// Sequence of calls: on_headers? on_message* on_end, with on_writable at any time before on_end.
class StreamEvents {
 public:
  // The answer has begun. Does not come before an answer that is trailers only, nor where the RPC
  // fails before.
  virtual void on_headers(Metadata) {}
  virtual void on_message(std::string message) = 0;
  // Fewer than Stream::kLowWater bytes are left of what was more of them.
  virtual void on_writable() {}
  // Exactly once. Waits until all messages before it are demanded, unless the deadline passes.
  virtual void on_end(RpcOutcome outcome, Metadata trailers) = 0;

 protected:
  ~StreamEvents() = default;
};

// An RPC with any number of messages in each direction; that either has only one is for its owner
// to see to. It ends with on_end() or with its destruction, which sends RST_STREAM(CANCEL); nothing
// is called after that. A stream that has ended does nothing. Worker's thread only.
class Stream {
 public:
  // Of unsent(), where on_writable() comes. write() takes what it is given; an owner that writes
  // more than this before it waits decides on the gateway's memory.
  static constexpr std::size_t kLowWater = 64 << 10;

  virtual ~Stream() = default;
  // Preconditions: not after half_close(); below 4 GiB.
  virtual void write(std::string_view message) = 0;
  virtual void half_close() = 0;  // no message follows
  // Bytes of messages, framed, that were written and not yet given to a connection.
  virtual std::size_t unsent() const noexcept = 0;
  // As many messages more may be handed out; none at first. What is not demanded is kept, and held
  // against the window of the stream, so that the service is stopped by flow control: at most
  // kWindow bytes, and one message under way of up to max_message.
  virtual void demand(std::size_t messages) = 0;

  static constexpr std::size_t kWindow = 256 << 10;
};

// What may carry RPCs to one upstream. One object per upstream and worker; all calls on the
// worker's thread. Implementations: H2Client (HTTP/2 on the worker's loop).
class Client {
 public:
  using Handler = std::function<void(RpcOutcome)>;
  virtual ~Client() = default;
  // The handler is called exactly once, never from within start(), unless it was cancelled.
  virtual RpcHandle start(RpcRequest request, Handler handler) = 0;
  // `events` must live until on_end() or the Stream's end. The Stream may outlive the Client.
  virtual std::unique_ptr<Stream> open(StreamRequest request, StreamEvents& events) = 0;
  // Closes connections for good; RPCs that are still open, and later ones, end with UNAVAILABLE
  // (from the loop, not from within close()). The destructor does the same.
  virtual void close() = 0;
};

// The HTTP/2 client: one connection per resolved endpoint, round robin over those that are
// ready, reconnecting with jittered backoff, resolving names anew at each attempt. It connects
// when the first RPC is started. Streams have connections of their own, made when the first is
// opened, and more of them where the service limits the streams of one. `loop` must outlive it.
std::unique_ptr<Client> make_h2_client(boost::asio::io_context& loop, UpstreamConfig config);

}  // namespace bff::upstream
