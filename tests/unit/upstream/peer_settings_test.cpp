// SPDX-License-Identifier: Apache-2.0
#include "upstream/peer_settings.hpp"

#include <gtest/gtest.h>

#include "support/scripted_server.hpp"

namespace bff::upstream {
namespace {

using Entries = std::vector<std::pair<std::uint16_t, std::uint32_t>>;

H2Error apply(PeerSettings& settings, const Entries& entries) {
  const auto fault = settings.apply(test::h2::settings(entries).substr(kFrameHead));
  EXPECT_EQ(fault.text == nullptr, fault.error == H2Error::no_error);
  return fault.error;
}

H2Error apply(const Entries& entries) {
  PeerSettings settings;
  return apply(settings, entries);
}

TEST(PeerSettings, TakesTheLastWordOnEach) {
  PeerSettings settings;
  EXPECT_EQ(apply(settings, {{1, 100}, {3, 7}, {4, 8}, {5, 16384}, {6, 9}, {3, 70}, {99, 1}}),
            H2Error::no_error);
  EXPECT_EQ(settings.header_table, 100U);
  EXPECT_EQ(settings.max_streams, 70U);
  EXPECT_EQ(settings.initial_window, 8U);
  EXPECT_EQ(settings.max_header_list, 9U);
  EXPECT_EQ(apply(settings, {}), H2Error::no_error);
  EXPECT_EQ(settings.max_streams, 70U);
}

TEST(PeerSettings, RefusesWhatCannotBe) {
  EXPECT_EQ(apply({{2, 0}, {8, 1}, {9, 1}, {5, 0xffffff}, {4, 0x7fffffff}}), H2Error::no_error);
  EXPECT_EQ(apply({{2, 1}}), H2Error::protocol_error);
  EXPECT_EQ(apply({{4, 0x80000000}}), H2Error::flow_control_error);
  EXPECT_EQ(apply({{5, 16383}}), H2Error::protocol_error);
  EXPECT_EQ(apply({{5, 0x1000000}}), H2Error::protocol_error);
  EXPECT_EQ(apply({{8, 2}}), H2Error::protocol_error);
  EXPECT_EQ(apply({{9, 2}}), H2Error::protocol_error);
  EXPECT_EQ(apply({{8, 1}, {8, 0}}), H2Error::protocol_error);
  EXPECT_EQ(apply({{9, 0}, {9, 1}}), H2Error::protocol_error);
  EXPECT_EQ(apply(Entries(32, {99, 0})), H2Error::no_error);
  EXPECT_EQ(apply(Entries(33, {99, 0})), H2Error::enhance_your_calm);
  EXPECT_EQ(PeerSettings{}.apply("12345").error, H2Error::frame_size_error);
}

TEST(PeerSettings, HoldsThePeerToItsFirstWordOnPriorities) {  // RFC 9218 §2.1
  PeerSettings settings;
  EXPECT_EQ(apply(settings, {}), H2Error::no_error);
  EXPECT_EQ(apply(settings, {{9, 0}}), H2Error::no_error);
  EXPECT_EQ(apply(settings, {{9, 1}}), H2Error::protocol_error);
}

}  // namespace
}  // namespace bff::upstream
