// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "upstream/frame_reader.hpp"
#include "upstream/h2_frame.hpp"
#include "upstream/h2_sender.hpp"
#include "upstream/h2_stream.hpp"
#include "upstream/header_decoder.hpp"
#include "upstream/peer_settings.hpp"
#include "upstream/stream_table.hpp"

namespace bff::upstream {

// The client's side of one HTTP/2 connection that carries gRPC calls. Sans-io: bytes of the peer
// come in by receive(), bytes for it are fetched by send(), and what happened in between is read
// off: ready(), draining(), broken(), next_with_news(), next_concluded().
//
// Nothing here calls back, so a handler that its owner runs may start and reset streams at will.
class H2Session {
 public:
  struct Options {
    std::string authority;
    // A connection takes no call beyond this stream id: ids are never used again (RFC 9113
    // §5.1.1), and run out after 2^30 calls.
    std::uint32_t last_stream_id = 0x7fff'0000;
    std::uint32_t stream_window = 4 << 20;  // UpstreamConfig says what it is
  };

  explicit H2Session(Options options);
  ~H2Session();
  H2Session(const H2Session&) = delete;
  H2Session& operator=(const H2Session&) = delete;

  void receive(std::string_view bytes);
  // Appends what is to be sent, until `out` has `limit` bytes or there is nothing left. Of a
  // session that is broken: what tells the peer so.
  void send(std::string& out, std::size_t limit);
  // send() would append nothing.
  bool idle() const noexcept { return sender_.idle() && refills_.empty() && !window_.low(); }

  // The peer's SETTINGS have come: it does speak HTTP/2, and its limits are known.
  bool ready() const noexcept { return ready_; }
  // No new streams: GOAWAY, or the ids run out. Those that are open may still end well.
  bool draining() const noexcept { return draining_; }
  // The peer broke the protocol; nothing more can come of this connection.
  bool broken() const noexcept { return broken_; }
  // Why it is draining or broken, for the log.
  const std::string& reason() const noexcept { return reason_; }

  std::size_t open() const noexcept { return open_.size(); }
  bool has_room() const noexcept;
  // Whether the peer's SETTINGS_MAX_HEADER_LIST_SIZE admits the request.
  bool admits(const H2Stream& stream) const noexcept;

  // Preconditions: has_room(), admits(*stream), `stream` is in no list. `remaining`: max() is told
  // to nobody.
  void submit(std::shared_ptr<H2Stream> stream, std::chrono::nanoseconds remaining);
  // RST_STREAM(CANCEL), if the stream is open; its outcome no longer matters.
  void reset(H2Stream& stream);
  void ping() { sender_.ping(); }
  // The owner has written to the stream's flow, or taken of it; a stream that is not open is passed
  // over.
  void resume(H2Stream& stream);

  // The next stream of whose flow something is new; null when there is none. In the end it is
  // concluded as any other.
  std::shared_ptr<H2Stream> next_with_news();
  // The next stream whose outcome is known, in the order in which they became known; null when
  // there is none. Each is handed out once.
  std::shared_ptr<H2Stream> next_concluded();
  // The connection is gone: concludes all that is open as UNAVAILABLE, with reason() if the
  // session is broken already, else with `reason`.
  void abandon(const std::string& reason);

 private:
  // The peer's frames: h2_session_frames.cpp, and those of answers h2_session_answers.cpp. What
  // they break ends the stream or the session.
  void take(Frame& frame);
  void take_priority(const Frame& frame);
  void take_reset(const Frame& frame);
  void take_settings(const Frame& frame);
  void take_ping(const Frame& frame);
  void take_goaway(const Frame& frame);
  void take_window_update(const Frame& frame);
  void take_data(Frame& frame);
  void take_answer_data(H2Stream& stream, std::string_view bytes, bool end);
  void take_flow_data(H2Stream& stream, std::string_view bytes);
  void take_headers(Frame& frame);
  void take_continuation(const Frame& frame);
  void take_fragment(std::string_view bytes, bool last);
  void take_field(std::string_view name, std::string_view value);
  void end_fields();
  bool opened(const Frame& frame, const char* type);
  void acknowledge(FrameType type, std::string_view payload);
  void count_idle_talk();

  // The end of a stream; it is not to be touched afterwards.
  void answered(H2Stream& stream);
  void malformed(H2Stream& stream, const char* rule, H2Error error = H2Error::protocol_error);
  void reset_by_peer(H2Stream& stream, std::uint32_t error);
  void stop(H2Stream& stream, H2Error error);
  void conclude(H2Stream& stream, RpcOutcome outcome);
  std::shared_ptr<H2Stream> forget(H2Stream& stream);
  void note(H2Stream& stream);

  // Streams for the owner, each handed out once, in order.
  class Line {
   public:
    void push(std::shared_ptr<H2Stream> stream) { streams_.push_back(std::move(stream)); }
    std::shared_ptr<H2Stream> pop() noexcept {
      if (handed_out_ < streams_.size()) return std::move(streams_[handed_out_++]);
      streams_.clear();
      handed_out_ = 0;
      return nullptr;
    }

   private:
    std::vector<std::shared_ptr<H2Stream>> streams_;
    std::size_t handed_out_ = 0;
  };

  void drain(std::string reason);
  void break_off(H2Error error, std::string reason);

  Options options_;
  FrameReader reader_;
  HeaderDecoder decoder_;
  H2Sender sender_;
  PeerSettings peer_;
  ReceiveWindow window_{H2Sender::kConnectionWindow};
  std::vector<std::uint32_t> refills_;  // streams whose windows may be low
  StreamTable streams_;
  StreamList open_;
  std::uint32_t next_id_ = 1;
  Line with_news_, concluded_;

  // The header block that is being received, if block_stream_ is not 0.
  std::uint32_t block_stream_ = 0;
  H2Stream* block_owner_ = nullptr;  // null: its fields matter to nobody
  bool block_ends_stream_ = false;
  int continuations_ = 0;

  int idle_talk_ = 0;
  std::uint32_t last_processed_ = kMaxWindow;  // of the latest GOAWAY
  std::string reason_;
  bool settings_acknowledged_ = false;
  bool ready_ = false;
  bool draining_ = false;
  bool broken_ = false;
};

}  // namespace bff::upstream
