// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <string_view>

#include "bff/error.hpp"
#include "upstream/redis_reply.hpp"

namespace bff::upstream {

// Commands on their way to one server and its answers, which come in the same order. Sans-io: bytes
// and times come in and go out.
//
// Sequence: (push | take | read | expire)* fail. Each handler is called once, from within read(),
// expire() or fail(); it may push, and may clear.
class RedisPipeline {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Done = std::function<void(Result<RedisReply>)>;

  // False, without calling `done` ever: there are too many already. `until` is never before that of
  // a command pushed earlier.
  bool push(const RedisCommand& command, Time until, Done done);

  // The bytes that are to be sent next; they count as sent.
  std::string take();

  // The bytes that have come. "" or why the server cannot be talked to any more.
  std::string read(std::string_view bytes);

  // When the first command has waited long enough; max(): none waits.
  Time next() const;
  // Fails those that were never sent and have waited long enough. False: one that was sent has. Its
  // answer is to come before all others, so that the connection is of no more use.
  bool expire(Time now, const Error& error);

  // For all that are under way: their connection has ended. What was sent may have been done.
  void fail(const Error& error);
  // Forgets all of them, without a word.
  void clear();

  std::size_t size() const noexcept { return waiting_.size(); }

 private:
  // Those that a server which is away or slow lets pile up.
  static constexpr std::size_t kMost = 10'000, kMostBytes = std::size_t{16} << 20;

  struct Waiting {
    std::string bytes;  // empty: sent
    Time until;
    Done done;
  };
  void end_first(Result<RedisReply> result);

  std::deque<Waiting> waiting_;
  std::size_t sent_ = 0;    // of waiting_, the first so many
  std::size_t unsent_ = 0;  // bytes
  RedisReader reader_;
};

}  // namespace bff::upstream
