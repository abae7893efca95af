// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "runtime/dispatcher.hpp"
#include "runtime/http1/server.hpp"
#include "runtime/log_ring.hpp"
#include "runtime/worker_introspection.hpp"
#include "runtime/worker_keys.hpp"
#include "runtime/worker_sessions.hpp"

namespace bff::runtime {

// One thread with a world of its own: event loop, listeners, connections to upstreams, requests,
// log ring. Nothing of it is shared; other threads only post to it.
//
// Sequence: listen* start serve* [drain] stop. Construction, listen() and start() belong to the
// supervisor's thread.
class Worker {
 public:
  // `streams`: of all workers together. All of them outlive this object's thread.
  Worker(std::size_t index, std::shared_ptr<const Snapshot> snapshot,
         http1::ConnectionQuota& streams, KeyService& keys, SessionService& sessions,
         ExchangeService& exchanges);
  ~Worker();  // stops
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // Binds; throws boost::system::system_error. The endpoint with its real port.
  boost::asio::ip::tcp::endpoint listen(const boost::asio::ip::tcp::endpoint& address,
                                        http1::ConnectionQuota& quota);
  // Before start(): as Dispatcher::guard(). Both outlive this object's thread.
  void guard(Attempts& attempts, IntrospectionService& introspection);
  void start();

  // From any thread: requests that begin after it has arrived see `snapshot`.
  void serve(std::shared_ptr<const Snapshot> snapshot);
  // From any thread: as Dispatcher::accept().
  void accept(std::shared_ptr<const auth::ApiKeys> keys);
  // From any thread: on the worker's, with what it serves.
  void change(std::function<void(Generation&)> apply);
  // From any thread: as Dispatcher::accept_shared().
  void accept_shared(std::shared_ptr<const auth::ApiKeys> keys);
  // From any thread: stops accepting; `on_drained` is called on the worker's thread when the last
  // connection has ended.
  void drain(std::function<void()> on_drained);
  // Ends what is left and joins the thread.
  void stop();

  LogRing& log() noexcept { return log_; }
  // From any thread: connections closed because a bound was reached.
  std::uint64_t refused() const noexcept;

 private:
  void ask_heads(http1::Server& server);
  void drained_one(const std::shared_ptr<std::size_t>& left, const std::function<void()>& done);

  boost::asio::io_context loop_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
  LogRing log_;
  WorkerKeys keys_;
  WorkerSessions sessions_;
  std::optional<WorkerIntrospection> introspection_;
  std::unique_ptr<Dispatcher> dispatcher_;
  std::vector<std::unique_ptr<http1::Server>> servers_;
  std::thread thread_;
};

// The part of a snapshot's configuration that connections obey.
http1::ServerConfig server_config(const config::Gateway& config);

}  // namespace bff::runtime
