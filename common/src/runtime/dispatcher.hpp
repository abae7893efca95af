// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "runtime/attempts.hpp"
#include "runtime/audit.hpp"
#include "runtime/exchange_service.hpp"
#include "runtime/generation.hpp"
#include "runtime/http1/connection.hpp"
#include "runtime/http1/connection_quota.hpp"
#include "runtime/log_ring.hpp"
#include "runtime/request_run.hpp"
#include "runtime/trace.hpp"
#include "runtime/worker_introspection.hpp"

namespace bff::runtime {

// Gives each request of one worker a RequestRun and the generation that is current. Owns the
// runs: those that ended are used again, with their buffers.
class Dispatcher {
 public:
  // `streams`: those of all workers together; null: none are counted. `keys`: those that are
  // fetched; null: none are. `sessions`: null: nobody logs in by browser. `exchanges`: who
  // exchanges tokens; null: none are. All outlive this object.
  Dispatcher(boost::asio::io_context& loop, std::size_t worker, LogRing& log,
             http1::ConnectionQuota* streams = nullptr, WorkerKeys* keys = nullptr,
             WorkerSessions* sessions = nullptr, ExchangeService* exchanges = nullptr);
  ~Dispatcher();

  // From the next request on.
  void serve(std::shared_ptr<Generation> generation);
  const std::shared_ptr<Generation>& current() const noexcept { return current_; }

  // The API keys that are good from the next request on, of the file; null: none are kept.
  void accept(std::shared_ptr<const auth::ApiKeys> keys) noexcept { api_keys_ = std::move(keys); }
  const auth::ApiKeys* api_keys() const noexcept { return api_keys_.get(); }
  // Likewise of Redis; null: it is not known which are good.
  void accept_shared(std::shared_ptr<const auth::ApiKeys> keys) noexcept {
    shared_api_keys_ = std::move(keys);
  }
  const auth::ApiKeys* shared_api_keys() const noexcept { return shared_api_keys_.get(); }

  // What guards the ways in, before the first request: who has failed too often, shared with other
  // workers, and who asks issuers about tokens. Both outlive this object's use.
  void guard(Attempts& attempts, WorkerIntrospection& introspection) noexcept {
    attempts_ = &attempts;
    introspection_ = &introspection;
  }
  // Null where nobody is counted or asked, as in tests of routes.
  Attempts* attempts() noexcept { return attempts_; }
  WorkerIntrospection* introspection() noexcept { return introspection_; }
  // Addresses that are put off are told however many callers are refused.
  AuditLimit& audit_limit(AuditAction action) noexcept {
    return action == AuditAction::blocked ? blocked_limit_ : refused_limit_;
  }

  void on_request(std::shared_ptr<http1::Exchange> exchange);
  // Whether a request's content goes to the service as it comes.
  http1::ContentTerms on_head(const http1::Request& request) const;
  // The answer to bytes that are no request; logged and counted like one.
  http1::Response on_unreadable(const Error& error, std::string_view peer);

  // For runs. recycle() may destroy the run: it is the last thing that a run does.
  void recycle(RequestRun& run) noexcept;
  void log_line(std::string_view line) noexcept { log_.push(line); }
  boost::asio::io_context& loop() noexcept { return loop_; }
  Random& random() noexcept { return random_; }
  std::size_t worker() const noexcept { return worker_; }
  http1::ConnectionQuota* streams() noexcept { return streams_; }
  WorkerKeys* keys() noexcept { return keys_; }
  WorkerSessions* sessions() const noexcept { return sessions_; }
  ExchangeService* exchanges() noexcept { return exchanges_; }

 private:
  boost::asio::io_context& loop_;
  std::size_t worker_;
  LogRing& log_;
  http1::ConnectionQuota* streams_;
  WorkerKeys* keys_;
  WorkerSessions* sessions_;
  Attempts* attempts_ = nullptr;
  WorkerIntrospection* introspection_ = nullptr;
  AuditLimit refused_limit_, blocked_limit_;
  ExchangeService* exchanges_;
  Random random_{std::random_device{}()};
  std::shared_ptr<Generation> current_;
  std::shared_ptr<const auth::ApiKeys> api_keys_, shared_api_keys_;
  ChooseGeneration choose_;                          // empty: the current one serves all
  std::vector<std::unique_ptr<RequestRun>> active_;  // a run knows its index
  std::vector<std::unique_ptr<RequestRun>> idle_;
};

}  // namespace bff::runtime
