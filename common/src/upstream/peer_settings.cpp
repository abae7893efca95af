// SPDX-License-Identifier: Apache-2.0
#include "upstream/peer_settings.hpp"

namespace bff::upstream {

namespace {

enum Id : std::uint16_t {
  kHeaderTableSize = 1,
  kEnablePush = 2,
  kMaxConcurrentStreams = 3,
  kInitialWindowSize = 4,
  kMaxFrameSize = 5,
  kMaxHeaderListSize = 6,
  kEnableConnectProtocol = 8,  // RFC 8441 §3
  kNoRfc7540Priorities = 9,    // RFC 9218 §2.1
};

}  // namespace

PeerSettings::Fault PeerSettings::apply(std::string_view payload) noexcept {
  // RFC 9113 has six; a frame of 16 kB could hold 2730, each of which costs us something.
  constexpr std::size_t kEntry = 6, kMaxEntries = 32;
  if (payload.size() % kEntry != 0) {
    return {H2Error::frame_size_error, "SETTINGS cut in the middle of an entry"};
  }
  if (payload.size() > kMaxEntries * kEntry) {
    return {H2Error::enhance_your_calm, "SETTINGS with more than 32 entries"};
  }
  for (; !payload.empty(); payload.remove_prefix(kEntry)) {
    const auto id = static_cast<std::uint16_t>(number_at(payload, 0) >> 16);
    if (const Fault fault = apply_entry(id, number_at(payload, 2)); fault.text) return fault;
  }
  if (no_priorities_ == Flag::unsaid) no_priorities_ = Flag::no;
  return {};
}

PeerSettings::Fault PeerSettings::apply_entry(std::uint16_t id, std::uint32_t value) noexcept {
  switch (id) {
    case kHeaderTableSize:
      header_table = value;
      break;
    case kEnablePush:
      if (value != 0) return {H2Error::protocol_error, "a server that enables push"};
      break;
    case kMaxConcurrentStreams:
      max_streams = value;
      break;
    case kInitialWindowSize:
      if (value > kMaxWindow) {
        return {H2Error::flow_control_error, "SETTINGS_INITIAL_WINDOW_SIZE above 2^31-1"};
      }
      initial_window = value;
      break;
    case kMaxFrameSize:
      if (value < kMaxPayload || value > 0xff'ffff) {
        return {H2Error::protocol_error, "SETTINGS_MAX_FRAME_SIZE outside 2^14 to 2^24-1"};
      }
      break;
    case kMaxHeaderListSize:
      max_header_list = value;
      break;
    case kEnableConnectProtocol:
    case kNoRfc7540Priorities: {
      if (value > 1) return {H2Error::protocol_error, "a setting that is neither 0 nor 1"};
      // The one may not be taken back, the other not be changed after the first SETTINGS.
      Flag& flag = id == kEnableConnectProtocol ? connect_protocol_ : no_priorities_;
      const Flag said = value == 1 ? Flag::yes : Flag::no;
      if (flag != Flag::unsaid && flag != said &&
          (id == kNoRfc7540Priorities || said == Flag::no)) {
        return {H2Error::protocol_error, "a setting that may not be changed"};
      }
      flag = said;
      break;
    }
    default:  // to be ignored (§6.5.2)
      break;
  }
  return {};
}

}  // namespace bff::upstream
