// SPDX-License-Identifier: Apache-2.0
// The frames of which answers are made: HEADERS with its CONTINUATIONs, and DATA (RFC 9113 §6.1,
// §6.2, §6.10).
#include "upstream/h2_session.hpp"

namespace bff::upstream {

void H2Session::take_data(Frame& frame) {
  if (!opened(frame, "DATA")) return;
  const std::size_t size = frame.payload.size();  // with the padding (§6.9.1)
  if (!window_.take(size)) {
    return break_off(H2Error::flow_control_error, "DATA above the connection's window");
  }
  if (!strip_padding(frame)) {
    return break_off(H2Error::protocol_error, "DATA with more padding than bytes");
  }
  const bool end = frame.has(kEndStream);
  if (frame.payload.empty() && !end) {
    count_idle_talk();
  } else {
    idle_talk_ = 0;
  }
  H2Stream* const stream = streams_.find(frame.stream);
  if (stream == nullptr) {
    // §5.1: after its END_STREAM or RST_STREAM a peer may send neither HEADERS nor DATA. Whose DATA
    // goes on may mean them for the next call, so the connection ends.
    if (streams_.maybe_reset(frame.stream)) return;
    return break_off(H2Error::stream_closed,
                     "DATA of stream " + std::to_string(frame.stream) + " after its end");
  }
  if (!stream->rules_.begun()) {
    return break_off(H2Error::protocol_error,
                     "DATA of stream " + std::to_string(frame.stream) + " before its HEADERS");
  }
  stream->ended_by_peer_ = end;
  const bool was_low = stream->window_.low();
  if (!stream->window_.take(size)) {
    return malformed(*stream, "DATA above the stream's window", H2Error::flow_control_error);
  }
  if (!was_low && stream->window_.low()) refills_.push_back(frame.stream);
  take_answer_data(*stream, frame.payload, end);
}

void H2Session::take_answer_data(H2Stream& stream, std::string_view bytes, bool end) {
  if (const char* rule = stream.rules_.data(bytes.size(), end)) return malformed(stream, rule);
  if (stream.flow_ != nullptr) {
    take_flow_data(stream, bytes);
  } else if (!stream.reader_.data(bytes)) {
    return answered(stream);
  }
  if (!end) return;
  stream.reader_.finish();
  answered(stream);
}

void H2Session::take_headers(Frame& frame) {
  if (!opened(frame, "HEADERS")) return;
  if (!strip_padding(frame)) {
    return break_off(H2Error::protocol_error, "HEADERS with more padding than bytes");
  }
  if (frame.has(kPriority)) {  // deprecated, and told to servers only (§5.3)
    if (frame.payload.size() < kPrioritySize) {
      return break_off(H2Error::frame_size_error, "HEADERS cut in the middle of their priority");
    }
    frame.payload.remove_prefix(kPrioritySize);
  }
  block_stream_ = frame.stream;
  block_owner_ = streams_.find(frame.stream);
  block_ends_stream_ = frame.has(kEndStream);
  continuations_ = 0;
  if (block_owner_ != nullptr) {
    idle_talk_ = 0;
    block_owner_->ended_by_peer_ = block_ends_stream_;
  } else if (!streams_.maybe_reset(frame.stream)) {
    // Of a stream that is over they are read, for the table's sake, and passed over: grpc++ sends a
    // second set of trailers when a deadline and a reset coincide.
    count_idle_talk();
  }
  take_fragment(frame.payload, frame.has(kEndHeaders));
}

void H2Session::take_continuation(const Frame& frame) {
  constexpr int kMostContinuations = 8;  // 144 KiB in all; a reader ends at 64 KiB of fields
  if (block_stream_ == 0 || frame.stream != block_stream_) {
    return break_off(H2Error::protocol_error, "CONTINUATION of no header block");
  }
  if (++continuations_ > kMostContinuations) {
    return break_off(H2Error::enhance_your_calm, "a header block of too many CONTINUATIONs");
  }
  take_fragment(frame.payload, frame.has(kEndHeaders));
}

void H2Session::take_fragment(std::string_view bytes, bool last) {
  const bool held = decoder_.decode(
      bytes, last,
      [](void* self, std::string_view name, std::string_view value) {
        static_cast<H2Session*>(self)->take_field(name, value);
      },
      this);
  if (!held) return break_off(H2Error::compression_error, "a header block that is no HPACK");
  if (last) end_fields();
}

void H2Session::take_field(std::string_view name, std::string_view value) {
  if (block_owner_ == nullptr) return;
  if (const char* rule = block_owner_->rules_.field(name, value)) {
    malformed(*block_owner_, rule);
  } else if (!block_owner_->reader_.header(name, value)) {
    answered(*block_owner_);
  }
}

void H2Session::end_fields() {
  block_stream_ = 0;
  H2Stream* const stream = std::exchange(block_owner_, nullptr);
  if (stream == nullptr) return;
  if (const char* rule = stream->rules_.end_fields(block_ends_stream_)) {
    malformed(*stream, rule);
  } else if (!stream->reader_.end_headers(block_ends_stream_)) {
    answered(*stream);
  } else if (block_ends_stream_) {
    stream->reader_.finish();
    answered(*stream);
  } else if (stream->flow_ != nullptr && stream->flow_->metadata.begun) {
    take_flow_data(*stream, {});
  }
}

}  // namespace bff::upstream
