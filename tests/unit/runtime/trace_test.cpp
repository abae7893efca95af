// SPDX-License-Identifier: Apache-2.0
#include "runtime/trace.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace bff::runtime {
namespace {

using testing::MatchesRegex;

constexpr std::string_view kReceived = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

TEST(RequestId, IsAUlid) {
  Random random{1};
  const RequestId id{
      std::chrono::system_clock::time_point{std::chrono::milliseconds{1469918176385}}, random};
  EXPECT_EQ(id.text().substr(0, 10), "01ARYZ6S41")
      << "the time of the ULID specification's example";
  EXPECT_THAT(std::string{id.text()}, MatchesRegex("[0-9A-HJKMNP-TV-Z]{26}"));
}

TEST(RequestId, DiffersAtTheSameTime) {
  Random random{1};
  const std::chrono::system_clock::time_point now{};
  EXPECT_NE(RequestId(now, random).text(), RequestId(now, random).text());
}

TEST(TraceParent, ContinuesAValidTraceWithASpanOfItsOwn) {
  Random random{1};
  const TraceParent trace{kReceived, random};
  EXPECT_EQ(trace.trace_id(), "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_EQ(trace.text().substr(0, 36), kReceived.substr(0, 36));
  EXPECT_NE(trace.text().substr(36, 16), kReceived.substr(36, 16));
  EXPECT_EQ(trace.text().substr(52), "-01") << "the client's sampling decision stays";
}

TEST(TraceParent, BeginsAnUnsampledOneWhereNoneCame) {
  Random random{1};
  EXPECT_THAT(std::string{TraceParent(std::nullopt, random).text()},
              MatchesRegex("00-[0-9a-f]{32}-[0-9a-f]{16}-00"));
}

TEST(TraceParent, TakesALaterVersionsFirstFields) {
  Random random{1};
  const TraceParent trace{"cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more", random};
  EXPECT_EQ(trace.trace_id(), "4bf92f3577b34da6a3ce929d0e0e4736");
}

TEST(TraceParent, DoesNotContinueWhatIsNotValid) {
  for (const std::string bad : {"", "00", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                                "00-4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7-01",
                                "00-4bf92f3577b34da6a3ce929d0e0e473\n-00f067aa0ba902b7-01"}) {
    Random random{1};
    EXPECT_NE(TraceParent(bad, random).trace_id(), "4bf92f3577b34da6a3ce929d0e0e4736") << bad;
  }
}

}  // namespace
}  // namespace bff::runtime
