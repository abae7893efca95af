// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "upstream/h2_frame.hpp"

namespace bff::upstream {

// Cuts the bytes of a connection into frames, wherever reads have cut them. A frame that lies whole
// in the bytes at hand is not copied; of one that does not, at most kFrameHead + kMaxPayload bytes
// are kept.
class FrameReader {
 public:
  enum class Found : std::uint8_t {
    nothing,  // `bytes` are used up
    frame,
    too_long,  // above kMaxPayload: told as soon as its head is there; final
  };

  // Takes the next frame off the front of `bytes`. Its payload is valid until the next call, as
  // long as what `bytes` viewed.
  Found next(std::string_view& bytes, Frame& frame);

 private:
  Found go_on(std::string_view& bytes, Frame& frame);

  std::string begun_;        // of a frame that is not whole
  bool handed_out_ = false;  // begun_ became whole, and was returned
};

}  // namespace bff::upstream
