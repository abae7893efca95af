// SPDX-License-Identifier: Apache-2.0
#include "faults/proxy.hpp"

#include <sys/socket.h>

#include <vector>

#include "faults/relay.hpp"

namespace bff::faults {
namespace {

using ReusePort = boost::asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

template <class Socket>
void bind_shared(Socket& socket, const Proxy::tcp::endpoint& address) {
  socket.open(Proxy::tcp::v4());
  socket.set_option(ReusePort{true});
  socket.bind(address);
}

}  // namespace

Proxy::Proxy(boost::asio::io_context& loop, std::uint64_t seed)
    : loop_(loop), reservation_(loop), dice_(seed) {
  bind_shared(reservation_, {boost::asio::ip::address_v4::loopback(), 0});
  address_ = reservation_.local_endpoint();
}

Proxy::~Proxy() {
  shut();
  for (const auto& relay : std::vector(relays_.begin(), relays_.end())) relay->close();
}

void Proxy::open(std::uint16_t service_port) {
  service_ = {boost::asio::ip::address_v4::loopback(), service_port};
  acceptor_.emplace(loop_);
  bind_shared(*acceptor_, address_);
  acceptor_->listen();
  accept();
}

void Proxy::shut() { acceptor_.reset(); }

void Proxy::accept() {
  acceptor_->async_accept([this](boost::system::error_code error, tcp::socket gateway) {
    if (error || !acceptor_) return;  // shut
    boost::system::error_code ignored;
    gateway.set_option(tcp::no_delay(true), ignored);
    const auto relay = *relays_.insert(std::make_shared<Relay>(*this, std::move(gateway))).first;
    relay->start();
    accept();
  });
}

void Proxy::begin(Kind kind, std::chrono::milliseconds delay) {
  fault_ = kind;
  delay_ = delay;
  if (info(kind).means != Means::front) return;
  for (const auto& relay : std::vector(relays_.begin(), relays_.end()))
    relay->close(Garbler::End::rst);
}

void Proxy::end() {
  fault_.reset();
  for (const auto& relay : std::vector(relays_.begin(), relays_.end())) {
    relay->hurry();
    if (relay->spoilt() || relay->is_front()) relay->close(Garbler::End::rst);
  }
}

}  // namespace bff::faults
