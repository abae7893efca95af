// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <future>
#include <memory>
#include <string>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>

#include "runtime/http1/server.hpp"

namespace bff::runtime::http1 {

// A server on a port of the loopback interface, with a loop on a thread of its own. Its default
// handler answers at once with "METHOD target body".
class Loopback {
 public:
  struct Options {
    ServerConfig config;
    std::size_t total = 100;
    std::size_t per_address = 100;
    std::function<void(std::shared_ptr<Exchange>)> on_request = answer;
    std::function<ContentTerms(const Request&)> on_head;
  };

  explicit Loopback(Options options);
  Loopback() : Loopback(Options{}) {}
  ~Loopback();

  static void answer(std::shared_ptr<Exchange> exchange);

  unsigned short port() const { return server_->local_endpoint().port(); }
  Server& server() { return *server_; }
  ConnectionQuota& quota() { return quota_; }
  boost::asio::io_context& loop() { return loop_; }

  // Runs `f` on the loop's thread and waits for it.
  template <class F>
  auto run(F f) {
    std::packaged_task<decltype(f())()> task(std::move(f));
    auto result = task.get_future();
    boost::asio::post(loop_, std::move(task));
    return result.get();
  }

  // Waits until `holds` does, asked on the loop's thread; false if it does not for long.
  template <class P>
  bool eventually(P holds) {
    for (int i = 0; i < 20'000; ++i) {
      if (run(holds)) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
  }

  // Begins to drain; the future is ready when no connection is left.
  std::future<void> drain();

 private:
  boost::asio::io_context loop_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
  ConnectionQuota quota_;
  std::unique_ptr<Server> server_;
  std::thread thread_;
};

// An exchange that waits for the test to answer it.
class Held {
 public:
  std::function<void(std::shared_ptr<Exchange>)> handler();
  // Waits for the next request.
  std::shared_ptr<Exchange> next();

 private:
  struct State;
  std::shared_ptr<State> state_ = make_state();
  static std::shared_ptr<State> make_state();
};

// A client that speaks bytes. Every wait ends after some seconds, with what has come until then.
class Client {
 public:
  explicit Client(unsigned short port);
  Client(Client&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}
  ~Client();

  void send(std::string_view bytes);
  // One response, by its Content-Length; an interim one too.
  std::string response(bool head_only = false);
  // What has come and not been returned yet, after at least one more byte, unless this is the end.
  std::string some();
  // Everything up to and with `ending`, or up to the end.
  std::string until(std::string_view ending);
  // Everything up to the end; ends with "<reset>" or "<timeout>" if that is how it ended.
  std::string rest();
  void half_close();
  void close();
  void reset();  // RST instead of FIN
  int descriptor() const { return socket_; }

 private:
  bool receive();

  int socket_;
  std::string received_;
  std::string ending_;
};

// Body of a response.
std::string body_of(const std::string& response);

// Takes the chunked coding off. Ends with "<unfinished>" if there is no last chunk.
std::string unchunked(std::string_view body);

}  // namespace bff::runtime::http1
