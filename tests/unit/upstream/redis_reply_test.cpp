// SPDX-License-Identifier: Apache-2.0
#include "upstream/redis_reply.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bff::upstream {
namespace {

using testing::HasSubstr;
using Kind = RedisReply::Kind;

RedisReply text(std::string value) { return {.kind = Kind::text, .text = std::move(value)}; }
RedisReply integer(std::int64_t value) { return {.kind = Kind::integer, .integer = value}; }
RedisReply list(std::vector<RedisReply> items) {
  return {.kind = Kind::list, .list = std::move(items)};
}

// All replies of the bytes, which come in pieces of `size`.
std::vector<RedisReply> read(std::string_view bytes, std::size_t size) {
  RedisReader reader;
  std::vector<RedisReply> replies;
  while (!bytes.empty()) {
    const auto piece = bytes.substr(0, size);
    bytes.remove_prefix(piece.size());
    reader.feed(piece);
    while (true) {
      auto reply = reader.next();
      EXPECT_TRUE(reply) << reply.error().internal;
      if (!reply || !*reply) break;
      replies.push_back(**std::move(reply));
    }
  }
  return replies;
}

std::string refusal(std::string_view bytes, std::size_t most = RedisReader::kMost) {
  RedisReader reader{most};
  reader.feed(bytes);
  const auto reply = reader.next();
  return reply ? "taken" : reply.error().internal;
}

TEST(RedisReader, ReadsEveryKindHoweverItIsCut) {
  const std::string bytes =
      "+OK\r\n-ERR no\r\n:-42\r\n$3\r\na\r\n\r\n$-1\r\n*-1\r\n*0\r\n$0\r\n\r\n"
      "*3\r\n*2\r\n:1\r\n*1\r\n$1\r\nx\r\n$-1\r\n*2\r\n+s\r\n-e\r\n:7\r\n";
  const std::vector<RedisReply> wanted{
      {.kind = Kind::status, .text = "OK"},
      {.kind = Kind::error, .text = "ERR no"},
      integer(-42),
      text("a\r\n"),
      {},
      {},
      list({}),
      text(""),
      list({list({integer(1), list({text("x")})}),
            {},
            list({{.kind = Kind::status, .text = "s"}, {.kind = Kind::error, .text = "e"}})}),
      integer(7)};
  for (std::size_t size = 1; size <= bytes.size(); ++size) {
    ASSERT_EQ(read(bytes, size), wanted) << "in pieces of " << size;
  }
}

TEST(RedisReader, ReadsWhatIsLarge) {
  const std::string large(1'000'000, 'x');
  std::string bytes = "$1000000\r\n" + large + "\r\n*50000\r\n";
  for (int i = 0; i < 50'000; ++i) bytes += ":" + std::to_string(i) + "\r\n";
  const auto replies = read(bytes, 65'536);
  ASSERT_EQ(replies.size(), 2U);
  EXPECT_EQ(replies[0], text(large));
  ASSERT_EQ(replies[1].list.size(), 50'000U);
  EXPECT_EQ(replies[1].list.back(), integer(49'999));
}

TEST(RedisReader, RefusesWhatNoServerSends) {
  for (const std::string bytes : {"HTTP/1.1 200 OK\r\n", "?\r\n", ":x\r\n", "$x\r\n",
                                  "*99999999999999999999\r\n", "$-2\r\n", "*-2\r\n"}) {
    EXPECT_THAT(refusal(bytes), HasSubstr("no answer of Redis")) << bytes;
  }
  std::string deep;
  for (int i = 0; i < 20; ++i) deep += "*1\r\n";
  EXPECT_THAT(refusal(deep + ":1\r\n"), HasSubstr("nested"));
}

TEST(RedisReader, TakesNoMoreThanItMay) {
  EXPECT_EQ(refusal("$100\r\n" + std::string(90, 'x'), 80), "an answer of more than 80 bytes");
  EXPECT_EQ(refusal("*2147483647\r\n:1\r\n", 80), "taken")
      << "no room is made for what is not there";
  std::string many;
  for (int i = 0; i < 100; ++i) many += ":1\r\n";
  EXPECT_EQ(refusal(many, 80), "taken") << "each is small";
}

TEST(RedisCommandBytes, CarryWhateverBytes) {
  EXPECT_EQ(to_bytes({"SET", "k", std::string{"a\0\r\n", 4}}),
            (std::string{"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$4\r\na\0\r\n\r\n", 30}));
  EXPECT_EQ(to_bytes({"GET", ""}), "*2\r\n$3\r\nGET\r\n$0\r\n\r\n");
}

}  // namespace
}  // namespace bff::upstream
