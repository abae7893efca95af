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
#include "runtime/http1/output.hpp"
#include "runtime/http1/request_reader.hpp"

namespace bff::runtime::http1 {

struct Timeouts {
  std::chrono::milliseconds header{10'000};  // accepted, or first byte of a head, to its end
  std::chrono::milliseconds body{30'000};    // end of head to end of body
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
  // Closes once the request that has begun is answered, soon if there is none.
  void drain();
  // Closes now. The request under way is told that its client has gone.
  void abort();
  // Closes now and tells nobody: what would be told may not exist any more.
  void discard();

 private:
  friend class PendingExchange;  // hands the dispatcher's calls on
  using ErrorCode = boost::system::error_code;

  // What the connection waits for; decides the deadline.
  enum class Phase : std::uint8_t { fresh, idle, head, body, answering, writing, lingering };

  // Requests and responses: connection.cpp.
  void process();
  bool step();
  void dispatch();
  void settle();
  void respond(Response response);
  void abandon();
  void close_if_idle();
  void refuse(const Error& error);
  void send(Response response, bool head_only, bool close, int minor_version);
  void on_disconnect(std::function<void()> handler);
  void tell_disconnect();
  void close();

  // Bytes and time: connection_io.cpp.
  void read();
  void on_read(const ErrorCode& error, std::size_t size);
  void watch_for_reset();
  void flush();
  void write_rest();
  void linger();
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

  Phase phase_ = Phase::fresh;
  Clock::time_point deadline_ = Clock::time_point::max();
  Clock::time_point armed_until_ = Clock::time_point::max();
  std::size_t linger_left_ = 0;  // bytes

  bool closed_ = false;
  bool processing_ = false;
  bool answering_ = false;      // a request has been handed out and not been answered
  bool last_answered_ = false;  // nothing more is read from this client
  bool draining_ = false;
  bool reading_ = false;   // a read is under way: the reader's bytes must not move
  bool writing_ = false;   // a write is under way
  bool watching_ = false;  // for a reset
  bool input_ended_ = false;
};

}  // namespace bff::runtime::http1
