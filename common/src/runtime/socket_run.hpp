// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>

#include "base/detail_kinds.hpp"
#include "framing/websocket_reader.hpp"
#include "plan/plan.hpp"
#include "runtime/alarm.hpp"
#include "runtime/http1/exchange.hpp"
#include "runtime/socket_messages.hpp"
#include "runtime/stream_run.hpp"
#include "upstream/client.hpp"

namespace bff::runtime {

class RequestRun;

struct SocketTerms {
  std::chrono::milliseconds heartbeat;  // of silence towards the client, before a ping
  std::chrono::milliseconds idle;       // without a message in either direction; ends it
  std::chrono::milliseconds max_life;
  std::size_t max_message;    // bytes of one text of the client
  DetailKinds error_details;  // of a failure: a localised message becomes the reason
  plan::SocketPlan method;
  bool whole = false;  // path and query are all of the one message that the client may send
};

// One RPC and one WebSocket, each a pair of streams of messages: a text of the client is a message
// to the service, a message of the service is a text to the client. docs/transcoding.md has what
// ends it with which code.
//
// Whoever does not read stops the other: a message of the service is asked for when the client has
// taken those before, and the client's bytes are read when the service has taken its messages. What
// is kept here is bounded by Exchange::kHighWater and Stream::kLowWater, a window, and one message
// each way.
//
// Belongs to a RequestRun, on its worker; destroyed within the last call that it makes to it.
class SocketRun final : public upstream::StreamEvents {
 public:
  SocketRun(RequestRun& owner, boost::asio::io_context& loop, http1::Exchange& exchange,
            SocketMessages::Parts parts, const SocketTerms& terms);
  SocketRun(const SocketRun&) = delete;
  SocketRun& operator=(const SocketRun&) = delete;

  // Once. Accepts the handshake with these lines, then opens the RPC. `message` is the one request
  // where there are no texts of the client to make it of.
  void start(std::string headers, upstream::Client& client, upstream::StreamRequest request,
             std::string_view message);
  // The client has gone without a word, or gives no sign of life. Tells the owner.
  void gone(std::string detail = {});

  const StreamTally& tally() const noexcept { return tally_; }
  upstream::Clock::time_point started() const noexcept { return started_; }

 private:
  // Of the service, and both sides' end: socket_run.cpp.
  void on_message(std::string message) override;
  void on_writable() override { resume(); }
  void on_end(upstream::RpcOutcome outcome, upstream::Metadata trailers) override;

  // Of the client: socket_run_client.cpp.
  void on_part(std::string_view bytes, bool last);
  void take(std::string_view bytes);
  bool take_text();
  void resume();
  void answer_ping(std::string_view payload);

  void on_client_reads();
  void ask();
  void send();
  void arm();
  void on_timer();
  void ping(upstream::Clock::time_point now);

  // Each is the end.
  void fail(const Error& error);
  void refuse(std::uint16_t close_code, const Error& error);
  void close(std::uint16_t close_code, std::string_view reason, int rpc_code, const Error* error);

  RequestRun& owner_;
  http1::Exchange& exchange_;
  SocketMessages messages_;
  SocketTerms terms_;
  framing::websocket::Reader reader_;
  Alarm alarm_;
  std::unique_ptr<upstream::Stream> stream_;
  upstream::Clock::time_point started_{}, last_message_{}, last_sent_{}, pinged_{};
  std::string buffer_;               // what is being written, either way
  std::string rest_;                 // of the client's bytes, while they are held back
  std::optional<std::string> pong_;  // the last ping's, that waits for the client to read
  StreamTally tally_;
  bool full_ = false;         // the client has to take what there is before more is asked for
  bool asked_ = false;        // the service for a message that has not come
  bool paused_ = false;       // the service has to take what there is; `rest_` waits
  bool last_part_ = false;    // behind `rest_` the client has closed its side
  bool ended_ = false;        // the client has said that no message follows
  bool awaits_pong_ = false;  // since `pinged_`
};

}  // namespace bff::runtime
