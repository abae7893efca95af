// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>

namespace bff::upstream {

// Numbers of RFC 9113 (errors: section 7, frames: 6, settings: 6.5.2) as a test writes them.
inline constexpr std::uint32_t kProtocolError = 1, kRefused = 7, kCancel = 8, kCalm = 11;
inline constexpr std::uint8_t kWindowUpdate = 8;
inline constexpr std::uint16_t kTable = 1, kMaxStreams = 3, kInitialWindow = 4, kMaxFrame = 5,
                               kMaxHeaderList = 6;

}  // namespace bff::upstream
