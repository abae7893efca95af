// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "reader_feed.hpp"
#include "support/refused_requests.hpp"

namespace bff::runtime::http1 {
namespace {

constexpr int kRounds = 20'000;
constexpr std::size_t kLongestSeed = 600;

// What differs between parsers hangs on these.
constexpr std::string_view kInteresting[] = {"\r\n",
                                             "\n",
                                             "\r",
                                             " ",
                                             "\t",
                                             ":",
                                             ";",
                                             ",",
                                             "0",
                                             "\r\n\r\n",
                                             "%",
                                             "#",
                                             "=",
                                             "\"",
                                             "_",
                                             "chunked",
                                             "Content-Length: 3\r\n",
                                             "Transfer-Encoding: chunked\r\n",
                                             "Host: b\r\n",
                                             "\x80"};

std::vector<std::string> seeds() {
  std::vector<std::string> all = {
      "GET /v1/home?recent=5 HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n",
      "GET http://a?b HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3;a=\"b\"\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 1\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"};
  for (const auto& row : test::refused_requests()) {
    if (row.bytes.size() < kLongestSeed) all.push_back(row.bytes);
  }
  return all;
}

class Mutator {
 public:
  std::string mutate(std::string bytes, const std::vector<std::string>& others) {
    for (std::size_t n = below(4) + 1; n > 0; --n) {
      const std::size_t at = below(bytes.size() + 1);
      switch (below(5)) {
        case 0:
          if (at < bytes.size()) bytes[at] = static_cast<char>(below(256));
          break;
        case 1:
          bytes.insert(at, kInteresting[below(std::size(kInteresting))]);
          break;
        case 2:
          bytes.erase(at, below(8));
          break;
        case 3:
          bytes.insert(at, bytes.substr(below(bytes.size() + 1), below(20)));
          break;
        default:
          bytes += others[below(others.size())];
      }
    }
    return bytes;
  }

  std::vector<std::size_t> cuts(std::size_t size) {
    std::vector<std::size_t> result(below(6));
    for (std::size_t& cut : result) cut = below(size + 1);
    std::sort(result.begin(), result.end());
    return result;
  }

  std::size_t below(std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_);
  }

 private:
  std::mt19937_64 random_{20'260'101};
};

TEST(RequestReaderMutation, MakesTheSameOfAnyBytesHoweverTheyAreCut) {
  const std::vector<std::string> inputs = seeds();
  Mutator mutator;
  std::size_t accepted = 0;
  for (int round = 0; round < kRounds; ++round) {
    const std::string bytes = mutator.mutate(inputs[mutator.below(inputs.size())], inputs);
    const Outcome whole = feed(bytes);
    const std::vector<std::size_t> cuts = mutator.cuts(bytes.size());
    ASSERT_EQ(feed(bytes, cuts), whole) << bytes;
    ASSERT_EQ(feed_streamed(bytes, cuts), whole) << bytes;
    if (round % 8 == 0) {
      ASSERT_EQ(feed_byte_by_byte(bytes), whole) << bytes;
    }
    accepted += whole.requests.size();
  }
  EXPECT_GT(accepted, 100u);  // the mutations reach beyond the first rule
}

}  // namespace
}  // namespace bff::runtime::http1
