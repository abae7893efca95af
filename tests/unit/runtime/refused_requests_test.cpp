// SPDX-License-Identifier: Apache-2.0
#include "support/refused_requests.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "reader_feed.hpp"

namespace bff::runtime::http1 {
namespace {

using test::refused_requests;
using test::RefusedRequest;

constexpr std::string_view kGood =
    "POST /first HTTP/1.1\r\nHost: shop.example\r\nTransfer-Encoding: chunked\r\n\r\n"
    "5\r\nhello\r\n0\r\n\r\n";

std::string with_good_before(const RefusedRequest& row) { return std::string(kGood) + row.bytes; }

// Each offset of a short input; of a long one, which is long by repetition, every 97th.
std::vector<std::size_t> cuts_of(std::string_view bytes) {
  std::vector<std::size_t> cuts;
  for (std::size_t cut = 1; cut < bytes.size(); cut += bytes.size() < 2048 ? 1 : 97) {
    cuts.push_back(cut);
  }
  return cuts;
}

class RefusedRequests : public testing::TestWithParam<RefusedRequest> {};

TEST_P(RefusedRequests, GetTheStatedStatus) {
  const Outcome outcome = feed(GetParam().bytes);
  EXPECT_EQ(outcome.status, GetParam().status) << GetParam().rule << ": " << outcome;
  EXPECT_TRUE(outcome.requests.empty()) << GetParam().rule << ": " << outcome;
}

TEST_P(RefusedRequests, AreRefusedAlikeHoweverTheyAreCut) {
  const std::string& bytes = GetParam().bytes;
  const Outcome whole = feed(bytes);
  EXPECT_EQ(feed_byte_by_byte(bytes), whole);
  for (const std::size_t cut : cuts_of(bytes)) {
    ASSERT_EQ(feed(bytes, {cut}), whole) << "cut at " << cut;
  }
}

TEST_P(RefusedRequests, AreRefusedBehindAGoodRequest) {
  const std::string bytes = with_good_before(GetParam());
  const Outcome outcome = feed(bytes);
  EXPECT_EQ(outcome.status, GetParam().status);
  EXPECT_EQ(outcome.requests.size(), 1u);
  EXPECT_EQ(feed_byte_by_byte(bytes), outcome);
}

TEST_P(RefusedRequests, WantTheEndOfInputOnlyWhereStated) {
  RequestReader reader({});
  give(reader, GetParam().bytes);
  const bool refused = reader.next() == RequestReader::State::failed;
  EXPECT_EQ(refused, !GetParam().wants_end_of_input);
}

INSTANTIATE_TEST_SUITE_P(Table, RefusedRequests, testing::ValuesIn(refused_requests()),
                         [](const auto& row) { return row.param.name; });

TEST(RefusedRequestTable, BreaksADifferentRuleInEachRow) {
  std::set<std::string> rules;
  for (const RefusedRequest& row : refused_requests()) {
    EXPECT_TRUE(rules.insert(row.rule).second) << row.rule;
  }
  EXPECT_GE(rules.size(), 110u);
}

TEST(RefusedRequestTable, ProvokesEveryFault) {
  std::set<Fault> provoked;
  for (const RefusedRequest& row : refused_requests()) provoked.insert(feed(row.bytes).fault);
  for (int fault = 1; fault <= static_cast<int>(Fault::trailer_forbidden); ++fault) {
    EXPECT_TRUE(provoked.contains(static_cast<Fault>(fault)))
        << info(static_cast<Fault>(fault)).detail;
  }
}

}  // namespace
}  // namespace bff::runtime::http1
