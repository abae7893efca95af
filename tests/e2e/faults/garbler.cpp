// SPDX-License-Identifier: Apache-2.0
#include "faults/garbler.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bff::faults {
namespace {

constexpr std::uint8_t kData = 0, kHeaders = 1, kRstStream = 3, kGoaway = 7;  // RFC 9113 §6
constexpr std::uint8_t kEndStream = 1, kPadded = 8;
constexpr std::size_t kFrameHead = 9, kPrefix = 5;

std::uint32_t number(std::string_view bytes) {
  std::uint32_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

std::string text(std::uint32_t value, int bytes = 4) {
  std::string result;
  for (int i = bytes - 1; i >= 0; --i) result += static_cast<char>(value >> (8 * i) & 0xff);
  return result;
}

std::string head(std::size_t length, std::uint8_t type, std::uint8_t flags, std::uint32_t stream) {
  return text(static_cast<std::uint32_t>(length), 3) + static_cast<char>(type) +
         static_cast<char>(flags) + text(stream);
}

// Whether the frame is one whole gRPC message and nothing else.
bool is_message(std::string_view payload) {
  return payload.size() > kPrefix + 1 && payload[0] == 0 &&
         number(payload.substr(1, 4)) == payload.size() - kPrefix;
}

// What a server must not send (RFC 9113 §6): each is an error of the whole connection.
std::string alien_frame(Dice& dice) {
  const std::array<std::string, 4> frames{
      std::string(kFrameHead, '\xff'),                               // longer than any frame may be
      head(8, 5, 4, 1) + text(2) + std::string("\x88\x88\x88\x88"),  // PUSH_PROMISE, push is off
      head(4, 8, 0, 0) + text(0),                                    // WINDOW_UPDATE by nothing
      head(1, 9, 4, 1) + "\x88",                                     // CONTINUATION of no HEADERS
  };
  return frames[static_cast<std::size_t>(dice.roll(std::ssize(frames)))];
}

}  // namespace

Garbler::Output Garbler::pass(std::string_view bytes, const Kind* fault, Dice& dice) {
  Output out;
  if (spoilt_) {
    out.bytes = bytes;
    return out;
  }
  pending_ += bytes;
  std::size_t at = 0;
  while (out.end == End::none && !spoilt_ && pending_.size() - at >= kFrameHead) {
    const std::string_view view = std::string_view{pending_}.substr(at);
    const std::size_t length = number(view.substr(0, 3));
    if (view.size() < kFrameHead + length) break;
    Frame frame{.type = static_cast<std::uint8_t>(view[3]),
                .flags = static_cast<std::uint8_t>(view[4]),
                .stream = number(view.substr(5, 4)) & 0x7fffffff,
                .payload = std::string{view.substr(kFrameHead, length)}};
    at += kFrameHead + length;
    const bool ends = frame.type <= kHeaders && (frame.flags & kEndStream) != 0;
    const std::uint32_t stream = frame.stream;
    if (frame.type == kData && muted_.count(stream) > 0) {
      // its stream was reset
    } else if (fault != nullptr && dice.one_in(3)) {
      garble(out, std::move(frame), *fault, dice);
    } else {
      emit(out, frame);
      if (frame.type == kData) in_data_.insert(stream);
    }
    if (ends) {
      in_data_.erase(stream);
      muted_.erase(stream);
    }
  }
  pending_.erase(0, at);
  if (spoilt_ && out.end == End::none) out.bytes += std::exchange(pending_, {});
  return out;
}

void Garbler::emit(Output& out, const Frame& frame) const {
  out.bytes += head(frame.payload.size(), frame.type, frame.flags, frame.stream) + frame.payload;
}

void Garbler::garble(Output& out, Frame frame, Kind fault, Dice& dice) {
  const bool data = frame.type == kData, whole = data && (frame.flags & kPadded) == 0;
  const std::uint32_t stream = frame.stream;
  if (fault == Kind::header_block && frame.type == kHeaders) {
    frame.payload.assign(frame.payload.size(), '\xff');  // an index beyond every table
    spoilt_ = true;
    return emit(out, frame);
  }
  if (data) {
    switch (fault) {
      case Kind::reset:
        return end_mid_frame(out, frame, out.end = End::rst);
      case Kind::cut:
        return end_mid_frame(out, frame, out.end = End::fin);
      case Kind::goaway:
        if (std::exchange(went_away_, true)) break;
        out.bytes += head(8, kGoaway, 0, 0) + text(dice.one_in(2) ? 0x7fffffff : stream) + text(0);
        break;
      case Kind::stream_refused:
        return reset_stream(out, frame, 0x7);
      case Kind::stream_internal:
        return reset_stream(out, frame, 0x2);
      case Kind::stream_calm:
        return reset_stream(out, frame, 0xb);
      case Kind::stream_cancel:
        return reset_stream(out, frame, 0x8);
      case Kind::frame_length: {
        // By 1 to 4 bytes, so that what is read as the next frame's head begins within the real
        // one: its length is then beyond every limit, or its stream is none. A longer stretch
        // could end on a frame's border and lose HEADERS in silence.
        const std::size_t claimed =
            dice.one_in(2) ? 0xffffff
                           : frame.payload.size() + 1 + static_cast<std::size_t>(dice.roll(4));
        out.bytes += head(claimed, frame.type, frame.flags, stream) + frame.payload;
        spoilt_ = true;
        return;
      }
      case Kind::frame_stream:
        // Never to a stream that may be open: its reader could not tell.
        frame.stream = dice.one_in(2) ? 0 : 0x7ffffff1;
        spoilt_ = true;
        return emit(out, frame);
      case Kind::frame_alien:
        out.bytes += alien_frame(dice);
        spoilt_ = true;
        break;
      case Kind::grpc_prefix:
        if (whole) damage_prefix(frame, dice);
        break;
      case Kind::protobuf:
        if (whole) damage_protobuf(frame, dice);
        break;
      default:
        break;
    }
    in_data_.insert(stream);
  }
  emit(out, frame);
}

void Garbler::end_mid_frame(Output& out, const Frame& frame, End) const {
  out.bytes += head(frame.payload.size(), frame.type, frame.flags, frame.stream) +
               frame.payload.substr(0, frame.payload.size() / 2);
}

// In place of DATA only: HEADERS always go on, for both sides' HPACK tables follow from them.
void Garbler::reset_stream(Output& out, const Frame& frame, std::uint32_t code) {
  out.bytes += head(4, kRstStream, 0, frame.stream) + text(code);
  muted_.insert(frame.stream);
}

bool Garbler::damage_prefix(Frame& frame, Dice& dice) const {
  if (in_data_.count(frame.stream) > 0 || !is_message(frame.payload)) return false;
  const auto size = static_cast<std::uint32_t>(frame.payload.size() - kPrefix);
  const std::array<std::string, 5> prefixes{
      std::string(1, '\x01') + text(size),      // compressed, though nobody agreed to that
      std::string(1, '\x80') + text(size),      // a flag that is none
      std::string(1, '\0') + text(size + 1),    // a byte short
      std::string(1, '\0') + text(size - 1),    // a byte too many
      std::string(1, '\0') + text(0x7fffffff),  // beyond `max_message`
  };
  frame.payload.replace(0, kPrefix, prefixes[static_cast<std::size_t>(dice.roll(5))]);
  return true;
}

// The shop's answers end in a message or in a number of one byte, so that a byte less always
// leaves their last field cut; and the wire types end at 5.
bool Garbler::damage_protobuf(Frame& frame, Dice& dice) {
  if (!is_message(frame.payload)) return false;
  if (dice.one_in(2)) {
    frame.payload[kPrefix] = static_cast<char>(frame.payload[kPrefix] | 7);
  } else {
    frame.payload.pop_back();
    frame.payload.replace(1, 4, text(static_cast<std::uint32_t>(frame.payload.size() - kPrefix)));
  }
  return true;
}

}  // namespace bff::faults
