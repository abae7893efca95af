// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "upstream/balancer.hpp"
#include "upstream/client.hpp"
#include "upstream/deadline_queue.hpp"
#include "upstream/endpoint.hpp"
#include "upstream/pool.hpp"
#include "upstream/resolver.hpp"
#include "upstream/rpc.hpp"

namespace bff::upstream {

// Brings RPCs and connections together: gives each RPC to the next ready connection that has
// room, lets it wait while one may come about, fails it at once while none can, ends it at its
// deadline, and tries it once more on its own where the service cannot have seen it.
//
// Where all connections carry as many streams as their services allow, RPCs are handed on to
// another H2Client with connections of its own, if `more` such may follow; else they wait.
//
// Shared, so that a handler may destroy the Client that runs it.
class H2Client final : public Pool, public std::enable_shared_from_this<H2Client> {
 public:
  H2Client(boost::asio::io_context& loop, UpstreamConfig config, std::unique_ptr<Resolver> resolver,
           int more = 0);

  RpcHandle start(RpcRequest request, Client::Handler handler);
  std::unique_ptr<Stream> open(StreamRequest request, StreamEvents& events);
  // Takes it from wherever it is; its handler is not called.
  static void cancel(Rpc& rpc);
  void close();

 private:
  boost::asio::io_context& loop() noexcept override { return loop_; }
  const UpstreamConfig& config() const noexcept override { return config_; }
  double random() override { return std::uniform_real_distribution<>{}(random_); }
  void on_ready(H2Connection& connection) override;
  void on_unready(H2Connection& connection) override;
  void on_room() override;
  void on_concluded(std::shared_ptr<H2Stream> stream) override;
  void on_setback(const std::string& reason) override;

  void begin(std::shared_ptr<Rpc> rpc, std::string refusal);
  void take_up(std::shared_ptr<Rpc> rpc, Clock::time_point now);
  void connect_on_first_use();
  bool hopeful() const noexcept;
  void dispatch(std::shared_ptr<Rpc> rpc, Clock::time_point now);
  H2Connection* pick();
  bool hands_on() const noexcept { return more_ > 0 && !ready_.empty(); }
  void hand_on(std::shared_ptr<Rpc> rpc, Clock::time_point now);
  void submit(H2Connection& connection, std::shared_ptr<Rpc> rpc, Clock::time_point now);
  void withdraw(Rpc& rpc);
  void post(std::shared_ptr<Rpc> rpc, RpcOutcome outcome);
  void finish(Rpc& rpc);
  RpcOutcome unavailable() const;
  void arm();
  void expire();

  boost::asio::io_context& loop_;
  UpstreamConfig config_;
  std::unique_ptr<Resolver> resolver_;
  std::vector<std::shared_ptr<Endpoint>> endpoints_;
  RoundRobin<H2Connection> ready_;
  StreamList waiting_;  // Rpcs all of them
  DeadlineQueue deadlines_;
  LoopTimer timer_;
  Clock::time_point timer_at_ = Clock::time_point::max();  // max: not set
  std::string last_setback_;
  std::minstd_rand random_{std::random_device{}()};
  bool closed_ = false;
  int more_;
  std::shared_ptr<H2Client> next_;
};

// As make_h2_client(loop, config), with the names of unary RPCs resolved by `resolver`.
std::unique_ptr<Client> make_h2_client(boost::asio::io_context& loop, UpstreamConfig config,
                                       std::unique_ptr<Resolver> resolver);

}  // namespace bff::upstream
