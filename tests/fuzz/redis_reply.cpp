// SPDX-License-Identifier: Apache-2.0
// What a Redis server sends: replies must be the same however they are cut, what is refused must be
// refused either way, and no promised size may make room that its bytes do not fill.
#include "upstream/redis_reply.hpp"

#include <algorithm>
#include <random>

#include "fuzz/target.hpp"

using namespace bff::upstream;
using bff::fuzz::require;

namespace {

constexpr std::size_t kMost = 2'000;

struct Outcome {
  std::vector<RedisReply> replies;
  std::string refusal;
  bool operator==(const Outcome&) const = default;
};

// Elements and text of a reply: no more than came.
std::size_t size_of(const RedisReply& reply) {
  std::size_t size = 1 + reply.text.size();
  for (const RedisReply& one : reply.list) size += size_of(one);
  return size;
}

Outcome read(std::string_view bytes, std::size_t most_at_once) {
  std::minstd_rand random(static_cast<unsigned>(bytes.size()) + 1U);
  RedisReader reader(kMost);
  Outcome outcome;
  while (!bytes.empty() && outcome.refusal.empty()) {
    const bff::fuzz::Exact exact(bytes.substr(0, 1 + random() % most_at_once));
    bytes.remove_prefix(exact.view().size());
    reader.feed(exact.view());
    while (true) {
      auto reply = reader.next();
      if (!reply) {
        outcome.refusal = reply.error().internal;
        require(!outcome.refusal.empty(), "a refusal says why");
        break;
      }
      if (!*reply) break;
      outcome.replies.push_back(**std::move(reply));
    }
  }
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = bff::fuzz::text_of(data, std::min(size, kMost));
  const Outcome whole = read(bytes, bytes.size() + 1);
  require(read(bytes, 1) == whole, "single bytes change nothing");
  require(read(bytes, 40) == whole, "nor do other cuts");
  std::size_t total = 0;
  for (const RedisReply& reply : whole.replies) total += size_of(reply);
  require(total <= bytes.size(), "nothing is made of nothing");
  return 0;
}
