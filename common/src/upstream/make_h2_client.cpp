// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "upstream/client.hpp"
#include "upstream/h2_client.hpp"

namespace bff::upstream {

namespace {

// The end of the Client ends its RPCs, though handlers on the stack may still share what they
// were run by.
class Facade final : public Client {
 public:
  explicit Facade(std::shared_ptr<H2Client> client) : client_(std::move(client)) {}
  ~Facade() override { client_->close(); }
  Facade(const Facade&) = delete;
  Facade& operator=(const Facade&) = delete;

  RpcHandle start(RpcRequest request, Handler handler) override {
    return client_->start(std::move(request), std::move(handler));
  }
  void close() override { client_->close(); }

 private:
  std::shared_ptr<H2Client> client_;
};

}  // namespace

std::unique_ptr<Client> make_h2_client(boost::asio::io_context& loop, UpstreamConfig config,
                                       std::unique_ptr<Resolver> resolver) {
  return std::make_unique<Facade>(
      std::make_shared<H2Client>(loop, std::move(config), std::move(resolver)));
}

std::unique_ptr<Client> make_h2_client(boost::asio::io_context& loop, UpstreamConfig config) {
  return make_h2_client(loop, std::move(config), make_system_resolver(loop));
}

}  // namespace bff::upstream
