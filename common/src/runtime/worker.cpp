// SPDX-License-Identifier: Apache-2.0
#include "runtime/worker.hpp"

#include <boost/asio/post.hpp>

#include "config/trusted_proxies.hpp"

namespace bff::runtime {

http1::ServerConfig server_config(const config::Gateway& config) {
  const auto& l = config.limits;
  http1::ServerConfig server;
  server.limits.request_line = l.request_line;
  server.limits.headers = l.headers;
  server.limits.fields = l.fields;
  server.limits.body = l.body;
  server.timeouts = {.header = l.header_timeout,
                     .body = l.body_timeout,
                     .idle = l.idle_timeout,
                     .write = l.write_timeout};
  if (config.proxies) server.trusted = config.proxies->networks;
  return server;
}

Worker::Worker(std::size_t index, std::shared_ptr<const Snapshot> snapshot,
               http1::ConnectionQuota& streams, KeyService& keys, SessionService& sessions,
               ExchangeService& exchanges)
    : guard_(boost::asio::make_work_guard(loop_)),
      keys_(loop_, keys),
      sessions_(loop_, sessions),
      dispatcher_(std::make_unique<Dispatcher>(loop_, index, log_, &streams, &keys_, &sessions_,
                                               &exchanges)) {
  dispatcher_->accept(snapshot->api_keys.keys);
  dispatcher_->serve(std::make_shared<Generation>(std::move(snapshot), nullptr, loop_, &keys_));
}

Worker::~Worker() { stop(); }

boost::asio::ip::tcp::endpoint Worker::listen(const boost::asio::ip::tcp::endpoint& address,
                                              http1::ConnectionQuota& quota) {
  auto* dispatcher = dispatcher_.get();
  servers_.push_back(std::make_unique<http1::Server>(
      loop_, address, server_config(dispatcher->current()->snapshot->config), quota,
      http1::Callbacks{.on_request =
                           [dispatcher](std::shared_ptr<http1::Exchange> exchange) {
                             dispatcher->on_request(std::move(exchange));
                           },
                       .on_unreadable =
                           [dispatcher](const Error& error, std::string_view peer) {
                             return dispatcher->on_unreadable(error, peer);
                           }}));
  ask_heads(*servers_.back());
  return servers_.back()->local_endpoint();
}

void Worker::guard(Attempts& attempts, IntrospectionService& introspection) {
  introspection_.emplace(loop_, introspection);
  dispatcher_->guard(attempts, *introspection_);
}

void Worker::start() {
  for (auto& server : servers_) server->start();
  thread_ = std::thread{[this] { loop_.run(); }};
}

void Worker::serve(std::shared_ptr<const Snapshot> snapshot) {
  boost::asio::post(loop_, [this, snapshot = std::move(snapshot)]() mutable {
    const auto server = server_config(snapshot->config);
    dispatcher_->accept(snapshot->api_keys.keys);
    dispatcher_->serve(std::make_shared<Generation>(std::move(snapshot),
                                                    dispatcher_->current().get(), loop_, &keys_));
    for (auto& s : servers_) {
      s->configure(server);
      ask_heads(*s);
    }
  });
}

// Where nothing is uploaded, no head costs more for it.
void Worker::ask_heads(http1::Server& server) {
  if (!dispatcher_->current()->snapshot->uploads) return server.ask(nullptr);
  server.ask([dispatcher = dispatcher_.get()](const http1::Request& request) {
    return dispatcher->on_head(request);
  });
}

void Worker::accept(std::shared_ptr<const auth::ApiKeys> keys) {
  boost::asio::post(
      loop_, [this, keys = std::move(keys)]() mutable { dispatcher_->accept(std::move(keys)); });
}

void Worker::change(std::function<void(Generation&)> apply) {
  boost::asio::post(loop_, [this, apply = std::move(apply)] { apply(*dispatcher_->current()); });
}

void Worker::accept_shared(std::shared_ptr<const auth::ApiKeys> keys) {
  boost::asio::post(loop_, [this, keys = std::move(keys)]() mutable {
    dispatcher_->accept_shared(std::move(keys));
  });
}

void Worker::drain(std::function<void()> on_drained) {
  boost::asio::post(loop_, [this, on_drained = std::move(on_drained)] {
    const auto left = std::make_shared<std::size_t>(servers_.size());
    for (auto& server : servers_) {
      server->drain([left, on_drained] {
        if (--*left == 0) on_drained();
      });
    }
  });
}

std::uint64_t Worker::refused() const noexcept {
  std::uint64_t total = 0;
  for (const auto& server : servers_) total += server->refused();
  return total;
}

void Worker::stop() {
  if (thread_.joinable()) {
    boost::asio::post(loop_, [this] {
      for (auto& server : servers_) server->abort();
      guard_.reset();
      loop_.stop();
    });
    thread_.join();
  }
}

}  // namespace bff::runtime
