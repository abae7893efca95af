// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "faults/dice.hpp"
#include "faults/kinds.hpp"

namespace bff::faults {

// Follows the HTTP/2 frames that a service sends and damages some of them. Sans-io.
class Garbler {
 public:
  enum class End : std::uint8_t { none, fin, rst };
  struct Output {
    std::string bytes;
    End end = End::none;  // what follows the bytes, if the connection is to end here
  };

  // What goes on to the gateway in place of these bytes. `fault`: a kind of Means::bytes, or
  // nullptr for none. Incomplete frames are kept until the rest has come.
  Output pass(std::string_view bytes, const Kind* fault, Dice& dice);

  // Framing or HPACK's state are off from here on: nothing right can come over this connection.
  bool spoilt() const noexcept { return spoilt_; }

 private:
  struct Frame {
    std::uint8_t type, flags;
    std::uint32_t stream;
    std::string payload;
  };

  void emit(Output& out, const Frame& frame) const;
  void garble(Output& out, Frame frame, Kind fault, Dice& dice);
  void end_mid_frame(Output& out, const Frame& frame, End end) const;
  void reset_stream(Output& out, const Frame& frame, std::uint32_t code);
  bool damage_prefix(Frame& frame, Dice& dice) const;
  static bool damage_protobuf(Frame& frame, Dice& dice);

  std::string pending_;
  std::set<std::uint32_t> in_data_;  // streams of which DATA has gone on
  std::set<std::uint32_t> muted_;    // streams that were reset: the rest of their DATA is dropped
  bool went_away_ = false;
  bool spoilt_ = false;
};

}  // namespace bff::faults
