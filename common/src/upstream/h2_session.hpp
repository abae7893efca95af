// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "upstream/frame_walker.hpp"
#include "upstream/h2_stream.hpp"

struct nghttp2_session;

namespace bff::upstream {

// The client's side of one HTTP/2 connection that carries unary gRPC calls. Sans-io: bytes of
// the peer come in by receive(), bytes for it are fetched by send(), and what happened in
// between is read off: ready(), draining(), broken(), next_concluded().
//
// Nothing here calls back, so a handler that its owner runs may start and reset streams at will.
class H2Session {
 public:
  struct Options {
    std::string authority;
    // A connection takes no call beyond this stream id: ids are never used again (RFC 9113
    // §5.1.1), and run out after 2^30 calls.
    std::int32_t last_stream_id = 0x7fff'0000;
  };

  explicit H2Session(Options options);
  ~H2Session();
  H2Session(const H2Session&) = delete;
  H2Session& operator=(const H2Session&) = delete;

  void receive(std::string_view bytes);
  // Appends what is to be sent, until `out` has `limit` bytes or there is nothing left.
  void send(std::string& out, std::size_t limit);

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

  // Preconditions: has_room(), admits(*stream), `stream` is in no list.
  void submit(std::shared_ptr<H2Stream> stream, std::chrono::nanoseconds remaining);
  // RST_STREAM(CANCEL), if the stream is open; its outcome no longer matters.
  void reset(H2Stream& stream);
  void ping();

  // The next stream whose outcome is known, in the order in which they became known; null when
  // there is none. Each is handed out once.
  std::shared_ptr<H2Stream> next_concluded();
  // The connection is gone: concludes all that is open as UNAVAILABLE, with reason() if the
  // session is broken already, else with `reason`.
  void abandon(const std::string& reason);

 private:
  friend struct H2Callbacks;

  void conclude(H2Stream& stream, RpcOutcome outcome);
  void conclude_early(H2Stream& stream);  // by its reader, while the stream is still open
  void close(H2Stream& stream, std::uint32_t error);
  void reset_leftovers();
  void drain(std::string reason);
  void break_off(std::string reason);
  void feed(std::string_view bytes);
  void check_data(std::int32_t id);

  Options options_;
  FrameWalker walker_;
  nghttp2_session* session_ = nullptr;
  StreamList open_;
  H2Stream* current_ = nullptr;  // whose HEADERS or DATA are being received
  std::vector<std::shared_ptr<H2Stream>> concluded_;
  std::size_t handed_out_ = 0;           // of concluded_
  std::vector<std::int32_t> leftovers_;  // concluded while open: to be reset after receive()
  // Streams that this side reset of late, a ring: frames of theirs may still be on the way. An
  // id up to forgotten_ may have been one.
  std::array<std::int32_t, 256> resets_{};
  std::size_t reset_count_ = 0;
  std::int32_t forgotten_ = 0;
  std::int32_t maybe_sent_below_ = 0;  // HEADERS of streams from this id on were never fetched
  std::string complaint_;              // nghttp2's, about the last frame that it refused
  std::string reason_;
  bool ready_ = false;
  bool draining_ = false;
  bool broken_ = false;
};

}  // namespace bff::upstream
