// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bff/error.hpp"

struct redisReader;

namespace bff::upstream {

// What a Redis server says to a command (RESP2).
struct RedisReply {
  enum class Kind : std::uint8_t { nil, status, text, integer, list, error };
  Kind kind = Kind::nil;
  std::string text;  // of a status, a text or an error
  std::int64_t integer = 0;
  std::vector<RedisReply> list;

  bool operator==(const RedisReply&) const = default;
};

// A command and its arguments, of whatever bytes.
using RedisCommand = std::vector<std::string>;
std::string to_bytes(const RedisCommand& command);

// Replies out of a server's bytes, however these are cut. Sequence: (feed next*)*.
class RedisReader {
 public:
  // Bytes of one reply.
  static constexpr std::size_t kMost = std::size_t{64} << 20;

  explicit RedisReader(std::size_t most = kMost);

  void feed(std::string_view bytes);
  // The next whole reply, if there is one. Error.internal says what no server should send; nothing
  // more can be read then.
  Result<std::optional<RedisReply>> next();

 private:
  struct Free {
    void operator()(redisReader* reader) const;
  };
  std::unique_ptr<redisReader, Free> reader_;
  std::size_t most_, pending_ = 0;  // bytes that came since the last reply
};

}  // namespace bff::upstream
