// SPDX-License-Identifier: Apache-2.0
#include "runtime/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bff::runtime {
namespace {

using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

TEST(Metrics, AddsUpTheWorkers) {
  Metrics metrics{2};
  auto* home = metrics.route("home");
  home[0].finished(200, 3ms, false);
  home[1].finished(200, 7ms, true);
  const auto text = metrics.text();
  EXPECT_THAT(text, HasSubstr("bff_requests_total{route=\"home\",status=\"200\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("bff_partial_answers_total{route=\"home\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("bff_request_duration_seconds_sum{route=\"home\"} 0.010000\n"));
  EXPECT_THAT(text, HasSubstr("bff_request_duration_seconds_count{route=\"home\"} 2\n"));
}

TEST(Metrics, CountsBucketsUpToTheirBounds) {
  Metrics metrics{1};
  metrics.route("home")->finished(200, 5ms, false);
  metrics.route("home")->finished(200, 5001us, false);
  metrics.route("home")->finished(200, 60s, false);
  const auto text = metrics.text();
  EXPECT_THAT(text, HasSubstr("_bucket{route=\"home\",le=\"0.002\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("_bucket{route=\"home\",le=\"0.005\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("_bucket{route=\"home\",le=\"0.01\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("_bucket{route=\"home\",le=\"10\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("_bucket{route=\"home\",le=\"+Inf\"} 3\n"));
}

// Whatever services answer, the number of series has a bound.
TEST(Metrics, CountsForeignStatusesAsOther) {
  Metrics metrics{1};
  for (int status = 400; status < 600; ++status)
    metrics.route("home")->finished(status, 1ms, false);
  const auto text = metrics.text();
  EXPECT_THAT(text, HasSubstr("status=\"404\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("status=\"other\"} 181\n"));
  EXPECT_THAT(text, Not(HasSubstr("status=\"418\"")));
}

TEST(Metrics, TellsOfIssuersWhateverTheyAreCalled) {
  Metrics metrics{1};
  EXPECT_THAT(metrics.text(), Not(HasSubstr("bff_key")));
  auto* issuer = metrics.issuer("a\"b\\c\nd");
  issuer->fetched = 2;
  const std::string label = "{issuer=\"a\\\"b\\\\c\\nd\"";
  EXPECT_THAT(metrics.text(), HasSubstr("bff_key_fetches_total" + label + ",result=\"ok\"} 2\n"));
  EXPECT_THAT(metrics.text(),
              HasSubstr("bff_key_fetches_total" + label + ",result=\"failed\"} 0\n"));
  EXPECT_THAT(metrics.text(), Not(HasSubstr("bff_key_age_seconds{")));
  issuer->fetched_at = 1;
  EXPECT_THAT(metrics.text(), HasSubstr("bff_key_age_seconds" + label + "} "));
}

TEST(Metrics, KeepsCountingWhereARouteComesBack) {
  Metrics metrics{1};
  metrics.route("home")->finished(kStatuses[0], 1ms, false);
  EXPECT_EQ(metrics.route("home")->by_status[0].value(), 1U);
}

TEST(Metrics, NamesCallsByTheirCode) {
  Metrics metrics{1};
  auto* call = metrics.call("home", "orders");
  call->by_code[14].add();
  call->retries.add(2);
  const auto text = metrics.text();
  EXPECT_THAT(
      text, HasSubstr("bff_calls_total{route=\"home\",call=\"orders\",code=\"UNAVAILABLE\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("bff_call_retries_total{route=\"home\",call=\"orders\"} 2\n"));
}

}  // namespace
}  // namespace bff::runtime
