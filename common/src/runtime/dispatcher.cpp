// SPDX-License-Identifier: Apache-2.0
#include "runtime/dispatcher.hpp"

#include "transcode/binding.hpp"

namespace bff::runtime {
namespace {

// Runs kept for the next requests, some 20 kB each: enough for a busy worker, and no memory held
// for ever after a burst.
constexpr std::size_t kMaxIdle = 256;

}  // namespace

Dispatcher::Dispatcher(boost::asio::io_context& loop, std::size_t worker, LogRing& log,
                       http1::ConnectionQuota* streams, WorkerKeys* keys, WorkerSessions* sessions,
                       ExchangeService* exchanges)
    : loop_(loop),
      worker_(worker),
      log_(log),
      streams_(streams),
      keys_(keys),
      sessions_(sessions),
      exchanges_(exchanges) {}

// Requests that are still open have nobody left to answer: their RPCs must not report back.
Dispatcher::~Dispatcher() {
  for (auto& run : active_) run->abandon();
}

void Dispatcher::serve(std::shared_ptr<Generation> generation) {
  current_ = std::move(generation);
  const auto& stage = current_->snapshot->stage;
  choose_ = stage ? stage(current_, loop_) : ChooseGeneration{};
}

void Dispatcher::on_request(std::shared_ptr<http1::Exchange> exchange) {
  if (idle_.empty()) idle_.push_back(std::make_unique<RequestRun>(*this));
  auto& run = *active_.emplace_back(std::move(idle_.back()));
  idle_.pop_back();
  run.set_index(active_.size() - 1);
  auto generation = choose_ ? choose_(exchange->request()) : current_;
  run.start(std::move(exchange), std::move(generation));
}

http1::ContentTerms Dispatcher::on_head(const http1::Request& request) const {
  const auto& snapshot = *current_->snapshot;
  std::string allow;
  const auto match = snapshot.router.match(request.method, request.path, allow);
  if (!match) return {};
  const auto& exposed = snapshot.routes[match->route].plan->exposed;
  if (!exposed || !exposed->upload) return {};
  return {.stream = true, .limit = snapshot.config.limits.upload};
}

http1::Response Dispatcher::on_unreadable(const Error& error, std::string_view peer) {
  const auto now = std::chrono::system_clock::now();
  const RequestId id{now, random_};
  auto response = problem(error, {.request_id = id.text()});
  response.close = true;
  const auto& snapshot = *current_->snapshot;
  snapshot.unmatched[worker_].finished(response.status, {}, false);
  if (snapshot.config.access_log) {
    std::string line;
    append_access_line(line, {.time = now,
                              .client = snapshot.config.client,
                              .request_id = id.text(),
                              .peer = peer,
                              .status = response.status,
                              .bytes = response.body.size(),
                              .error = &error});
    log_line(line);
  }
  return response;
}

void Dispatcher::recycle(RequestRun& run) noexcept {
  const auto index = run.index();
  auto ended = std::move(active_[index]);
  if (index + 1 < active_.size()) {
    active_[index] = std::move(active_.back());
    active_[index]->set_index(index);
  }
  active_.pop_back();
  if (idle_.size() < kMaxIdle) idle_.push_back(std::move(ended));
}

}  // namespace bff::runtime
