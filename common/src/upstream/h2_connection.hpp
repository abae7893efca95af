// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <memory>
#include <string>

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "upstream/client.hpp"
#include "upstream/h2_session.hpp"

namespace bff::upstream {

// Bound to io_context's own executor: the type-erased default costs a virtual call an operation.
using LoopTimer = boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>,
                                                    boost::asio::io_context::executor_type>;

// One TCP connection and the H2Session on it. Bytes to send are gathered: however many calls
// start in a turn of the loop, one write at its end carries them.
//
// Sequence of events to the owner: on_ready? on_draining? on_closed, with on_concluded at any
// time before on_closed. None comes from within start_connecting(), submit(), reset() or resume().
// News of flows go to the streams themselves, before what concludes them.
class H2Connection : public std::enable_shared_from_this<H2Connection> {
 public:
  class Owner {
   public:
    virtual ~Owner() = default;
    virtual void on_ready(H2Connection& connection) = 0;
    // Takes no more calls; those that are open may still end well.
    virtual void on_draining(H2Connection& connection) = 0;
    virtual void on_closed(H2Connection& connection, const std::string& reason) = 0;
    virtual void on_concluded(H2Connection& connection, std::shared_ptr<H2Stream> stream) = 0;
    // Streams may have closed, or the peer's limits changed: has_room() is worth asking.
    virtual void on_room(H2Connection& connection) = 0;
  };
  using Address = boost::asio::ip::tcp::endpoint;

  // `config` must outlive this object.
  H2Connection(boost::asio::io_context& loop, const UpstreamConfig& config, std::string authority,
               const Address& address);

  // Once. `owner` is not kept alive; without it the connection closes.
  void start_connecting(std::weak_ptr<Owner> owner);
  // Hands the open streams to the owner as UNAVAILABLE and ends; on_closed does not come.
  void close(const std::string& reason);

  const std::string& name() const noexcept { return name_; }  // "127.0.0.1:50051"
  bool has_room() const noexcept { return session_.has_room(); }
  bool admits(const H2Stream& stream) const noexcept { return session_.admits(stream); }
  // Precondition: has_room(), admits(*stream).
  void submit(std::shared_ptr<H2Stream> stream, Clock::time_point now, Clock::time_point deadline);
  void reset(H2Stream& stream);
  // The owner of the stream has written to its flow, or taken of it.
  void resume(H2Stream& stream);

 private:
  using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp,
                                                  boost::asio::io_context::executor_type>;

  void connected(boost::system::error_code error);
  void read();
  void received(std::size_t size);
  void schedule_flush();
  void flush();
  void write(Owner& owner);
  void settle(Owner& owner);
  void hand_out(Owner& owner);
  void say_goodbye();
  void lost(Owner& owner, const std::string& reason);
  void watch(Clock::time_point at);
  void watchdog();

  boost::asio::io_context& loop_;
  const UpstreamConfig& config_;
  Address address_;
  std::string name_;
  std::weak_ptr<Owner> owner_;
  H2Session session_;
  Socket socket_;
  LoopTimer timer_;  // of the attempt to connect, then of keepalive
  std::string out_;
  std::size_t written_ = 0;        // of out_
  Clock::time_point last_sign_{};  // of life: bytes came, or the first call was opened
  bool flush_scheduled_ = false;
  bool write_blocked_ = false;
  bool timer_set_ = false;
  bool ping_open_ = false;
  bool told_ready_ = false;
  bool told_draining_ = false;
  bool closed_ = false;
  std::array<char, 64 << 10> in_;
};

}  // namespace bff::upstream
