// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/server.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <sstream>
#include <unordered_map>
#include <utility>
#include <vector>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>

namespace bff::runtime::http1 {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Acceptor = asio::basic_socket_acceptor<tcp, Connection::Executor>;
using ErrorCode = boost::system::error_code;

// Long enough that running out of file descriptors does not become a busy loop, short enough
// that clients in the backlog hardly notice when there are some again.
constexpr std::chrono::milliseconds kAcceptPause{100};

void open_listener(Acceptor& acceptor, const tcp::endpoint& address) {
  try {
    acceptor.open(address.protocol());
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    const int on = 1;
    if (::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0) {
      throw boost::system::system_error(errno, boost::system::system_category(), "SO_REUSEPORT");
    }
    acceptor.bind(address);
    acceptor.listen();
    acceptor.non_blocking(true);
  } catch (const boost::system::system_error& error) {
    std::ostringstream text;
    text << "cannot listen on " << address;
    throw boost::system::system_error(error.code(), text.str());
  }
}

std::string peer_name(const asio::ip::address& address) {
  if (address.is_v4()) return address.to_string();
  if (address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  return asio::ip::address_v6(address.to_v6().to_bytes()).to_string();  // without its zone
}

// Of whom the quota counts no more than the sum.
constexpr std::string_view kNobody = "";

}  // namespace

struct Server::Impl : std::enable_shared_from_this<Server::Impl> {
  Impl(asio::io_context& io, ConnectionQuota& bounds)
      : loop(io), acceptor(io.get_executor()), pause(io.get_executor()), quota(bounds) {}

  void accept_next();
  void on_accepted(const ErrorCode& error, Connection::Socket socket);
  void wait_for_descriptors();
  void adopt(Connection::Socket socket);
  bool is_trusted(const std::string& peer) const;
  void forget(Connection& connection);
  void stop_accepting();
  std::vector<std::shared_ptr<Connection>> all() const;

  asio::io_context& loop;
  Acceptor acceptor;
  Connection::Timer pause;
  ConnectionQuota& quota;
  tcp::endpoint local;
  std::vector<Network> trusted;
  std::shared_ptr<ConnectionContext> context = std::make_shared<ConnectionContext>();
  std::unordered_map<Connection*, std::string> connections;  // with the quota's key of each
  std::function<void()> on_drained;
  std::atomic<std::size_t> open{0};
  std::atomic<std::uint64_t> refused{0};
  std::atomic<std::uint64_t> pauses{0};
};

void Server::Impl::accept_next() {
  acceptor.async_accept(
      loop.get_executor(),
      [self = shared_from_this()](const ErrorCode& error, Connection::Socket socket) {
        self->on_accepted(error, std::move(socket));
      });
}

void Server::Impl::on_accepted(const ErrorCode& error, Connection::Socket socket) {
  if (!acceptor.is_open()) return;
  if (!error) {
    adopt(std::move(socket));
  } else if (error != asio::error::connection_aborted) {
    wait_for_descriptors();
    return;
  }
  accept_next();
}

// EMFILE, ENFILE, ENOBUFS, ENOMEM, and whatever else may last.
void Server::Impl::wait_for_descriptors() {
  pauses.fetch_add(1, std::memory_order_relaxed);
  pause.expires_after(kAcceptPause);
  pause.async_wait([self = shared_from_this()](const ErrorCode& error) {
    if (!error && self->acceptor.is_open()) self->accept_next();
  });
}

void Server::Impl::adopt(Connection::Socket socket) {
  ErrorCode gone;
  const auto address = socket.remote_endpoint(gone).address();
  if (gone) return;
  const std::string peer = peer_name(address);
  std::string key{is_trusted(peer) ? std::string{kNobody} : quota_key(address)};
  if (!quota.acquire(key)) {
    refused.fetch_add(1, std::memory_order_relaxed);
    return;  // the socket closes itself
  }
  const auto connection = std::make_shared<Connection>(std::move(socket), peer, context);
  connections.emplace(connection.get(), std::move(key));
  open.store(connections.size(), std::memory_order_relaxed);
  connection->start();
}

bool Server::Impl::is_trusted(const std::string& peer) const {
  if (trusted.empty()) return false;
  const auto address = parse_ip(peer);
  return address && std::any_of(trusted.begin(), trusted.end(),
                                [&](const Network& network) { return network.holds(*address); });
}

void Server::Impl::forget(Connection& connection) {
  const auto found = connections.find(&connection);
  quota.release(found->second);
  connections.erase(found);
  open.store(connections.size(), std::memory_order_relaxed);
  if (connections.empty() && on_drained) {
    asio::post(loop, std::exchange(on_drained, nullptr));
  }
}

// Closing the listener resets what waits in its backlog: those clients have been told by the
// kernel that they are connected, so they are served first.
void Server::Impl::stop_accepting() {
  if (!acceptor.is_open()) return;
  ErrorCode error;
  while (true) {
    Connection::Socket socket(loop.get_executor());
    acceptor.accept(socket, error);
    if (error) break;
    adopt(std::move(socket));
  }
  acceptor.close(error);
  pause.cancel();
}

std::vector<std::shared_ptr<Connection>> Server::Impl::all() const {
  std::vector<std::shared_ptr<Connection>> list;
  list.reserve(connections.size());
  for (const auto& [connection, key] : connections) list.push_back(connection->shared_from_this());
  return list;
}

Server::Server(asio::io_context& loop, const tcp::endpoint& address, const ServerConfig& config,
               ConnectionQuota& quota, Callbacks callbacks)
    : impl_(std::make_shared<Impl>(loop, quota)) {
  open_listener(impl_->acceptor, address);
  impl_->local = impl_->acceptor.local_endpoint();
  configure(config);
  impl_->context->callbacks = std::move(callbacks);
  impl_->context->on_closed = [impl = impl_.get()](Connection& closed) { impl->forget(closed); };
}

Server::~Server() {
  ErrorCode ignored;
  impl_->acceptor.close(ignored);
  impl_->pause.cancel();
  impl_->on_drained = nullptr;
  for (const auto& connection : impl_->all()) connection->discard();
}

tcp::endpoint Server::local_endpoint() const { return impl_->local; }

void Server::start() { impl_->accept_next(); }

void Server::configure(const ServerConfig& config) {
  impl_->context->limits = config.limits;
  impl_->context->timeouts = config.timeouts;
  impl_->trusted = config.trusted;
}

void Server::ask(std::function<ContentTerms(const Request&)> on_head) {
  impl_->context->callbacks.on_head = std::move(on_head);
  for (const auto& [connection, key] : impl_->connections) connection->ask_heads();
}

void Server::drain(std::function<void()> on_drained) {
  impl_->stop_accepting();
  if (impl_->connections.empty()) {
    asio::post(impl_->loop, std::move(on_drained));
    return;
  }
  impl_->on_drained = std::move(on_drained);
  for (const auto& connection : impl_->all()) connection->drain();
}

void Server::abort() {
  ErrorCode ignored;
  impl_->acceptor.close(ignored);
  impl_->pause.cancel();
  for (const auto& connection : impl_->all()) connection->abort();
}

std::size_t Server::connections() const noexcept {
  return impl_->open.load(std::memory_order_relaxed);
}

std::uint64_t Server::refused() const noexcept {
  return impl_->refused.load(std::memory_order_relaxed);
}

std::uint64_t Server::accept_pauses() const noexcept {
  return impl_->pauses.load(std::memory_order_relaxed);
}

}  // namespace bff::runtime::http1
