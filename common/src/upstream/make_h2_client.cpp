// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <utility>

#include "upstream/client.hpp"
#include "upstream/h2_client.hpp"

namespace bff::upstream {

namespace {

// The end of the Client ends its RPCs, though handlers on the stack may still share what they
// were run by.
//
// Streams have an H2Client of their own. They stay open for as long as they like, so that on shared
// connections they would take the room of unary RPCs, which the service may limit to a hundred.
// And SETTINGS give the streams of a connection one window: unary RPCs need a large one, and what a
// stream's owner has not demanded is bounded by a small one.
class Facade final : public Client {
 public:
  Facade(boost::asio::io_context& loop, UpstreamConfig config, std::unique_ptr<Resolver> resolver)
      : loop_(loop),
        config_(std::move(config)),
        client_(std::make_shared<H2Client>(loop, config_, std::move(resolver))) {}
  ~Facade() override { close(); }
  Facade(const Facade&) = delete;
  Facade& operator=(const Facade&) = delete;

  RpcHandle start(RpcRequest request, Handler handler) override {
    return client_->start(std::move(request), std::move(handler));
  }
  std::unique_ptr<Stream> open(StreamRequest request, StreamEvents& events) override {
    if (!streams_) make_streams();
    return streams_->open(std::move(request), events);
  }
  void close() override {
    closed_ = true;
    client_->close();
    if (streams_) streams_->close();
  }

 private:
  void make_streams() {
    // A stream may say nothing for hours. grpc's servers end a connection on which PINGs come more
    // often than every five minutes with no DATA between, so that these keep clear of that.
    constexpr std::chrono::seconds kLeastKeepalive{310};
    // Beyond the first; each has a connection to every endpoint.
    constexpr int kMoreConnections = 7;
    UpstreamConfig config = config_;
    config.stream_window = Stream::kWindow;
    if (config.keepalive.count() > 0) {
      config.keepalive = std::max<std::chrono::milliseconds>(config.keepalive, kLeastKeepalive);
    }
    streams_ = std::make_shared<H2Client>(loop_, std::move(config), make_system_resolver(loop_),
                                          kMoreConnections);
    if (closed_) streams_->close();
  }

  boost::asio::io_context& loop_;
  UpstreamConfig config_;
  std::shared_ptr<H2Client> client_, streams_;  // the latter null before the first stream
  bool closed_ = false;
};

}  // namespace

std::unique_ptr<Client> make_h2_client(boost::asio::io_context& loop, UpstreamConfig config,
                                       std::unique_ptr<Resolver> resolver) {
  return std::make_unique<Facade>(loop, std::move(config), std::move(resolver));
}

std::unique_ptr<Client> make_h2_client(boost::asio::io_context& loop, UpstreamConfig config) {
  return make_h2_client(loop, std::move(config), make_system_resolver(loop));
}

}  // namespace bff::upstream
