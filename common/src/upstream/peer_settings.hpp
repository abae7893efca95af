// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <limits>
#include <string_view>

#include "upstream/h2_frame.hpp"

namespace bff::upstream {

// What a peer has said in its SETTINGS (RFC 9113 §6.5), with the values that hold until it does.
struct PeerSettings {
  static constexpr std::uint32_t kUnlimited = std::numeric_limits<std::uint32_t>::max();

  // Why they cannot be: an error of the connection. `text` is null if they can.
  struct Fault {
    H2Error error = H2Error::no_error;
    const char* text = nullptr;
  };

  std::uint32_t header_table = 4096;
  std::uint32_t max_streams = kUnlimited;
  std::uint32_t initial_window = 65535;
  std::uint32_t max_header_list = kUnlimited;

  // Takes over the payload of a SETTINGS frame. SETTINGS_MAX_FRAME_SIZE is checked only: we send no
  // frame above its least value.
  Fault apply(std::string_view payload) noexcept;

 private:
  enum class Flag : std::uint8_t { unsaid, no, yes };

  Fault apply_entry(std::uint16_t id, std::uint32_t value) noexcept;

  Flag connect_protocol_ = Flag::unsaid, no_priorities_ = Flag::unsaid;
};

}  // namespace bff::upstream
