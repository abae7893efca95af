// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "runtime/http1/date_line.hpp"
#include "runtime/http1/exchange.hpp"
#include "runtime/http1/framing.hpp"
#include "runtime/http1/output.hpp"
#include "runtime/http1/request_reader.hpp"

namespace bff::runtime::http1 {

struct Timeouts {
  std::chrono::milliseconds header{10'000};  // accepted, or first byte of a head, to its end
  std::chrono::milliseconds body{30'000};    // end of head to end of body; streamed: of a pause
  std::chrono::milliseconds idle{75'000};    // between requests
  std::chrono::milliseconds write{30'000};   // without any progress of a write
};

class Connection;

// What the connections of one server have in common. Outlives them.
struct ConnectionContext {
  Limits limits;
  Timeouts timeouts;
  Callbacks callbacks;
  DateLine date;
  std::function<void(Connection&)> on_closed;  // exactly once a connection that was started
};

// One client's connection: reads requests, has them answered one after the other, writes the
// answers. Requests that are answered at once share one write with those pipelined before them.
//
// While a request is being answered the connection goes on reading, into the room that is left
// behind the request and no further: so it learns that the client has gone, and a client that
// sends without end is stopped by TCP.
//
// Answers and content in parts (connection_parts.cpp) are the same loop: process() hands on what
// can be handed on, settle() sends what there is to send.
//
// Runs on its io_context's single thread; keeps itself alive while it is open.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Executor = boost::asio::io_context::executor_type;
  using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
  using Clock = std::chrono::steady_clock;
  using Timer = boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, Executor>;

  Connection(Socket socket, std::string peer, std::shared_ptr<ConnectionContext> context);
  ~Connection();

  void start();
  // Callbacks::on_head has come or gone.
  void ask_heads() noexcept { reader_.ask(context_->callbacks.on_head != nullptr); }
  // Closes once the request that has begun is answered, soon if there is none.
  void drain();
  // Closes now. The request under way is told that its client has gone.
  void abort();
  // Closes now and tells nobody: what would be told may not exist any more.
  void discard();

 private:
  friend class PendingExchange;  // hands the dispatcher's calls on
  using ErrorCode = boost::system::error_code;

  static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

  // What the connection waits for; decides the deadline.
  enum class Phase : std::uint8_t {
    fresh,
    idle,
    head,
    body,
    answering,
    content,  // as answering, but the dispatcher waits for streamed content
    writing,
    lingering
  };

  // What is kept of a request that is not simply answered at once. Shared with a handler that
  // runs, which may end the answer.
  struct Parts {
    bool awaits_content() const noexcept { return on_content && !paused && !content_ended; }

    Framing framing = Framing::length;  // another one since begin() or upgrade()
    bool choked = false;                // a write() returned false, on_writable is to be told
    bool paused = false;
    bool content_ended = false;  // its last part or its failure has been told
    std::size_t least_rate = 0;
    std::size_t arrived = 0;  // bytes, since the deadline of Phase::content was set
    std::function<void()> on_writable;
    std::function<void()> on_drain;
    std::function<void(std::string_view, bool)> on_content;
    std::function<void(const Error&)> on_failed;
  };

  // Requests and responses: connection.cpp.
  void process();
  bool step();
  void ask();
  void dispatch();
  void settle();
  void respond(Response&& response);
  bool is_gone();
  void finish();
  void abandon();
  void close_if_idle();
  void refuse(const Error& error);
  void send(Response&& response, bool head_only, bool close, int minor_version);
  void send_head(const Response& response, Framing framing, bool close, int minor_version);
  void on_disconnect(std::function<void()> handler);
  void tell_disconnect();
  void close();

  // Answers and content in parts: connection_parts.cpp.
  Parts& open_parts();
  void later();
  bool is_whole();
  void begin_answer(const Response& head);
  void upgrade(std::string headers);
  bool write(std::string_view bytes);
  void end();
  void cut();
  bool tell_writable();
  void tell_drain();
  void invite_content();
  bool hand_on_content();
  void fail_content(const Error& error);
  void count_content(std::size_t size);
  void on_input_end();

  // Bytes and time: connection_io.cpp.
  void read();
  void on_read(const ErrorCode& error, std::size_t size);
  void watch_for_reset();
  void flush();
  void write_rest();
  void watch_unsent();
  void linger();
  void reset();
  void enter(Phase phase);
  void begin(Phase phase);
  void arm();
  void on_timer();

  Socket socket_;
  Timer timer_;
  std::string peer_;
  std::shared_ptr<ConnectionContext> context_;
  RequestReader reader_;
  Output output_;
  std::function<void()> on_disconnect_;
  std::shared_ptr<Parts> parts_;  // of the request under way; null: it is answered at once

  Phase phase_ = Phase::fresh;
  Clock::time_point deadline_ = Clock::time_point::max();
  Clock::time_point armed_until_ = Clock::time_point::max();
  std::size_t linger_left_ = 0;  // bytes

  bool closed_ = false;
  bool processing_ = false;
  bool posted_ = false;         // process() comes later
  bool answering_ = false;      // a request has been handed out and not been answered
  bool last_answered_ = false;  // nothing more is read from this client
  bool draining_ = false;
  bool reading_ = false;   // a read is under way: the reader's bytes must not move
  bool writing_ = false;   // a write is under way
  bool watching_ = false;  // for a reset
  bool input_ended_ = false;
};

}  // namespace bff::runtime::http1
