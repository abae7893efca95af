// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>

#include "base/detail_kinds.hpp"
#include "runtime/alarm.hpp"
#include "runtime/stream_content.hpp"
#include "runtime/stream_form.hpp"
#include "upstream/client.hpp"

namespace bff::runtime {

class RequestRun;

// How long a stream may last.
struct StreamTerms {
  std::chrono::milliseconds heartbeat{15'000};  // of silence, before one is sent
  // Without a message of the service, or content that it takes; ends it.
  std::chrono::milliseconds idle{300'000};
  std::chrono::milliseconds max_life{900'000};
  DetailKinds error_details;  // of a failure, that the client gets
  // Bytes rather than events: without heartbeats, and when the gateway stops it waits for the end.
  bool transfer = false;
};

// What a stream has come to, for the log.
struct StreamTally {
  std::uint64_t messages = 0;
  std::size_t bytes = 0;
  // Of a WebSocket: messages of the client, and the code that it ended with.
  std::uint64_t received = 0;
  std::uint16_t close = 0;
};

// The messages of one RPC on their way to one client. Each is asked for when the client has taken
// those before: a slow client stops the service by flow control, and what is kept here is bounded
// by Exchange::kHighWater, one window and one message.
//
// Nothing is sent before the first message, so that a service that refuses is answered with a
// status; but a stream that stays quiet begins with its first heartbeat.
//
// Without a form the RPC has one message, which is left to the owner to answer with.
//
// Belongs to a RequestRun, on its worker; destroyed within the last call that it makes to it.
class StreamRun final : public upstream::StreamEvents {
 public:
  StreamRun(RequestRun& owner, boost::asio::io_context& loop, http1::Exchange& exchange,
            std::unique_ptr<StreamForm> form, const StreamTerms& terms);
  StreamRun(const StreamRun&) = delete;
  StreamRun& operator=(const StreamRun&) = delete;

  // Once. `message` is the one that is sent.
  void start(upstream::Client& client, const upstream::StreamRequest& request,
             std::string_view message);
  // Once. The request's content is sent.
  void start(upstream::Client& client, const upstream::StreamRequest& request,
             const transcode::UploadMessages& messages);

  // Called by the StreamContent: the service has taken some; the client sends no more, though it is
  // not whole.
  void on_content_moved();
  void on_content_failed(const Error& error);

  bool begun() const noexcept { return begun_; }
  const StreamTally& tally() const noexcept { return tally_; }
  upstream::Clock::time_point started() const noexcept { return started_; }

 private:
  void on_message(std::string message) override;
  void on_writable() override;
  void on_end(upstream::RpcOutcome outcome, upstream::Metadata trailers) override;

  void open(upstream::Client& client, const upstream::StreamRequest& request);
  void begin();
  void send();
  void on_writable_again();
  void keep(std::string message);
  void answer();
  void fail(Error error);
  bool waits_for_client() const noexcept;
  void arm();
  void on_timer();
  void finish(StreamEnd why, const Error* error);

  RequestRun& owner_;
  http1::Exchange& exchange_;
  std::unique_ptr<StreamForm> form_;
  StreamTerms terms_;
  std::string_view call_;  // its name in the plan
  Alarm alarm_;
  std::unique_ptr<upstream::Stream> stream_;
  std::optional<StreamContent> content_;
  std::optional<std::string> answer_;  // without a form
  upstream::Clock::time_point started_{}, last_message_{}, last_sent_{};
  std::string buffer_;
  StreamTally tally_;
  bool begun_ = false;
  bool full_ = false;  // the client has to take what there is before more is asked for
};

}  // namespace bff::runtime
