// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/intrusive/list.hpp>

#include "upstream/h2_frame.hpp"
#include "upstream/h2_stream.hpp"
#include "upstream/hpack_encoder.hpp"
#include "upstream/peer_settings.hpp"

namespace bff::upstream {

// What one connection's client has to send, and in which order: control frames first, then in turn
// the next call's fields with the beginning of its message, and a frame of a message that is
// longer. Calls and messages wait here for as long as the peer's limits and windows want, where
// they can still be taken back.
class H2Sender {
 public:
  // What the peer may send on all streams together: eight windows of a unary RPC's. It is opened
  // again whatever the streams hold, so that one which is not read stops no other.
  static constexpr std::uint32_t kConnectionWindow = 32 << 20;

  // Begins with the preface, our SETTINGS and the opening of the connection's window.
  // `stream_window`: what the peer may send on each stream.
  H2Sender(std::string authority, std::uint32_t stream_window);

  void reset(std::uint32_t stream, H2Error error);
  void update_window(std::uint32_t stream, std::uint32_t increment);
  void ping();
  // False: too many of them are waiting, because the peer asks faster than it reads.
  bool acknowledge(FrameType type, std::string_view payload);
  // The last frame of all: calls are sent no more.
  void say_goodbye(H2Error error);

  // Precondition: its id is above all that were added before.
  void add(H2Stream& stream);
  void remove(H2Stream& stream) noexcept;
  // There is more of the request than there was.
  void resume(H2Stream& stream) noexcept;
  // Ids from here on are of streams that the peer has not heard of.
  std::uint32_t first_unsent() const noexcept { return first_unsent_; }

  // The peer lets us send more, or less by a negative `change`. False: above what a window may be.
  bool widen(std::int64_t change) noexcept;
  bool widen(H2Stream& stream, std::int64_t change) noexcept;
  void set_limits(const PeerSettings& peer);

  bool idle() const noexcept { return control_.empty() && waiting_.empty() && under_way_.empty(); }
  // Appends frames until `out` has `limit` bytes or nothing more may be sent.
  void send(std::string& out, std::size_t limit);
  // Streams of which so much was sent that more may be written.
  std::vector<std::uint32_t>& relieved() noexcept { return relieved_; }

 private:
  using Queue = boost::intrusive::list<
      H2Stream,
      boost::intrusive::member_hook<H2Stream, boost::intrusive::list_member_hook<>,
                                    &H2Stream::queue_hook_>,
      boost::intrusive::constant_time_size<false>>;

  bool send_next_headers(std::string& out);
  bool send_next_data(std::string& out);
  void send_headers(std::string& out, H2Stream& stream);
  void send_data(std::string& out, H2Stream& stream);
  void enqueue(H2Stream& stream) noexcept;

  HpackEncoder encoder_;
  std::string control_;   // frames that wait
  std::size_t acks_ = 0;  // among them
  Queue waiting_;         // whose fields are not sent
  Queue under_way_;       // sendable() all of them
  std::vector<std::uint32_t> relieved_;
  std::uint32_t active_ = 0;
  std::uint32_t max_streams_ = 0;  // none before the peer's SETTINGS
  std::uint32_t initial_window_ = 0;
  std::uint32_t first_unsent_ = 1;
  std::int64_t window_ = 65535;  // the connection's; §6.9.2
  bool over_ = false;
};

}  // namespace bff::upstream
