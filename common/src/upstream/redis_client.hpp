// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "bff/error.hpp"
#include "upstream/redis_reply.hpp"

namespace bff::upstream {

struct RedisTerms {
  std::string host;
  std::uint16_t port = 6379;
  bool secure = true;   // TLS
  std::string ca_file;  // certificates that are trusted; empty: those of the system
  std::string username, password;
  std::uint32_t database = 0;
  std::chrono::milliseconds connect{1'000};  // look-up of the name, TCP and TLS
  std::chrono::milliseconds timeout{500};    // of one command, from send() on

  bool operator==(const RedisTerms&) const = default;
};

// Commands to a Redis server, over one connection that is made at once and, when it breaks, anew
// with growing pauses. Commands are pipelined. Nothing waits but the handlers.
class RedisClient {
 public:
  // The reply, which is never of the kind `error`; or upstream_unavailable, whose `internal` says
  // why: the server refused it, did not answer in time, or is away. While it is away commands fail
  // at once. A command that was sent when the connection broke may have been done or not; none is
  // sent again.
  using Done = std::function<void(Result<RedisReply>)>;
  virtual ~RedisClient() = default;
  // Calls `done` once from the loop, never from within send(); not at all once destroyed.
  virtual void send(RedisCommand command, Done done) = 0;
};

// What became of the connection: "" where there is one again, else why there is none any more. Told
// when that changes.
using OnRedisChange = std::function<void(const std::string& why)>;

// Where terms.secure, TLS as every client here speaks it (tls_client.hpp). Precondition:
// check_ca_file().
std::unique_ptr<RedisClient> make_redis_client(boost::asio::io_context& loop, RedisTerms terms,
                                               OnRedisChange on_change = {});

}  // namespace bff::upstream
