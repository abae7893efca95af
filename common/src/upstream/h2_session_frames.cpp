// SPDX-License-Identifier: Apache-2.0
// What an H2Session does with the peer's frames (RFC 9113 §6). They come from outside: each is held
// against the rules for its size, its stream and the moment before it is acted on. Those that make
// an answer are in h2_session_answers.cpp.
#include "upstream/h2_session.hpp"

namespace bff::upstream {

void H2Session::receive(std::string_view bytes) {
  Frame frame;
  while (!broken_) {
    switch (reader_.next(bytes, frame)) {
      case FrameReader::Found::nothing:
        return;
      case FrameReader::Found::frame:
        take(frame);
        break;
      case FrameReader::Found::too_long:
        break_off(H2Error::frame_size_error,
                  ready_ ? "a frame above 16384 bytes" : "the peer does not speak HTTP/2");
        break;
    }
  }
}

void H2Session::take(Frame& frame) {
  if (!ready_ && (frame.type != kSettingsFrame || frame.has(kAck))) {
    return break_off(H2Error::protocol_error,
                     "the peer does not begin with SETTINGS: does it speak HTTP/2?");
  }
  if (block_stream_ != 0 && frame.type != kContinuationFrame) {
    return break_off(H2Error::protocol_error, "another frame amid a header block");
  }
  switch (frame.type) {
    case kDataFrame:
      return take_data(frame);
    case kHeadersFrame:
      return take_headers(frame);
    case kPriorityFrame:
      return take_priority(frame);
    case kResetFrame:
      return take_reset(frame);
    case kSettingsFrame:
      return take_settings(frame);
    case kPushPromiseFrame:
      return break_off(H2Error::protocol_error, "PUSH_PROMISE, which our SETTINGS exclude");
    case kPingFrame:
      return take_ping(frame);
    case kGoawayFrame:
      return take_goaway(frame);
    case kWindowUpdateFrame:
      return take_window_update(frame);
    case kContinuationFrame:
      return take_continuation(frame);
    default:  // of an extension: to be ignored (§4.1)
      return count_idle_talk();
  }
}

// Whether this side opened the frame's stream, which is an error of the connection if it did not.
// No stream is the peer's, since it may not push.
bool H2Session::opened(const Frame& frame, const char* type) {
  if (frame.stream % 2 == 1 && frame.stream < sender_.first_unsent()) return true;
  break_off(H2Error::protocol_error, std::string{type} + " of stream " +
                                         std::to_string(frame.stream) + ", which is not open");
  return false;
}

// Frames that bring no call forward cost the peer little and us a look each; no server has reason
// to send so many in a row.
void H2Session::count_idle_talk() {
  constexpr int kMost = 1000;
  if (++idle_talk_ > kMost) {
    break_off(H2Error::enhance_your_calm, "a flood of frames that say nothing");
  }
}

void H2Session::take_priority(const Frame& frame) {
  if (frame.stream == 0) return break_off(H2Error::protocol_error, "PRIORITY of stream 0");
  if (frame.payload.size() != kPrioritySize) {
    return break_off(H2Error::frame_size_error, "PRIORITY of a wrong size");
  }
  // RFC 7540 §5.3.1; RFC 9113 has no such stream, since it has no priorities.
  if ((number_at(frame.payload, 0) & kMaxWindow) == frame.stream) {
    return break_off(H2Error::protocol_error, "PRIORITY that depends on itself");
  }
  count_idle_talk();
}

void H2Session::take_reset(const Frame& frame) {
  if (frame.payload.size() != 4) {
    return break_off(H2Error::frame_size_error, "RST_STREAM of a wrong size");
  }
  if (!opened(frame, "RST_STREAM")) return;
  H2Stream* const stream = streams_.find(frame.stream);
  if (stream == nullptr) {
    if (!streams_.maybe_reset(frame.stream)) count_idle_talk();
    return;
  }
  idle_talk_ = 0;
  reset_by_peer(*stream, number_at(frame.payload, 0));
}

void H2Session::take_settings(const Frame& frame) {
  if (frame.stream != 0) return break_off(H2Error::protocol_error, "SETTINGS of a stream");
  if (frame.has(kAck)) {
    if (!frame.payload.empty()) {
      return break_off(H2Error::frame_size_error, "an acknowledgement of SETTINGS with entries");
    }
    if (std::exchange(settings_acknowledged_, true)) {
      break_off(H2Error::protocol_error, "SETTINGS acknowledged twice");
    }
    return;
  }
  const std::int64_t before = peer_.initial_window;
  if (const auto fault = peer_.apply(frame.payload); fault.text != nullptr) {
    return break_off(fault.error, fault.text);
  }
  sender_.set_limits(peer_);
  if (const std::int64_t change = peer_.initial_window - before; change != 0) {
    for (H2Stream& stream : open_) {
      if (!sender_.widen(stream, change)) {
        return break_off(H2Error::flow_control_error, "SETTINGS that widen a window above 2^31-1");
      }
    }
  }
  ready_ = true;
  acknowledge(kSettingsFrame, {});
}

void H2Session::take_ping(const Frame& frame) {
  if (frame.stream != 0) return break_off(H2Error::protocol_error, "PING of a stream");
  if (frame.payload.size() != 8) {
    return break_off(H2Error::frame_size_error, "PING of a wrong size");
  }
  if (!frame.has(kAck)) acknowledge(kPingFrame, frame.payload);
}

void H2Session::acknowledge(FrameType type, std::string_view payload) {
  if (!sender_.acknowledge(type, payload)) {
    break_off(H2Error::enhance_your_calm, "a flood of PING or SETTINGS");
  }
}

void H2Session::take_goaway(const Frame& frame) {
  if (frame.stream != 0) return break_off(H2Error::protocol_error, "GOAWAY of a stream");
  if (frame.payload.size() < 8) {
    return break_off(H2Error::frame_size_error, "GOAWAY of a wrong size");
  }
  const std::uint32_t last = number_at(frame.payload, 0) & kMaxWindow;
  if ((last != 0 && last % 2 == 0) || last > last_processed_) {
    return break_off(H2Error::protocol_error, "GOAWAY with a last stream that cannot be");
  }
  last_processed_ = last;
  const auto text = frame.payload.substr(8, 256);
  drain("GOAWAY with " + error_name(number_at(frame.payload, 4)) +
        (text.empty() ? "" : ": " + std::string{text}));
  count_idle_talk();

  constexpr auto kRefused = static_cast<std::uint32_t>(H2Error::refused_stream);
  for (auto at = open_.begin(); at != open_.end();) {
    H2Stream& stream = *at++;
    if (stream.headers_sent_ && stream.id_ <= last) continue;
    streams_.remember_reset(stream.id_);  // what it had begun to answer may still be on the way
    reset_by_peer(stream, kRefused);
  }
}

void H2Session::take_window_update(const Frame& frame) {
  if (frame.payload.size() != 4) {
    return break_off(H2Error::frame_size_error, "WINDOW_UPDATE of a wrong size");
  }
  if (frame.stream != 0 && !opened(frame, "WINDOW_UPDATE")) return;
  const std::uint32_t increment = number_at(frame.payload, 0) & kMaxWindow;
  if (increment == 0) return break_off(H2Error::protocol_error, "WINDOW_UPDATE by nothing");
  if (frame.stream == 0) {
    if (!sender_.widen(increment)) {
      break_off(H2Error::flow_control_error, "a window of the connection above 2^31-1");
    }
    return;
  }
  H2Stream* const stream = streams_.find(frame.stream);
  if (stream == nullptr || sender_.widen(*stream, increment)) return;
  malformed(*stream, "a window above 2^31-1", H2Error::flow_control_error);
}

}  // namespace bff::upstream
