// SPDX-License-Identifier: Apache-2.0
#include "upstream/resolver.hpp"

#include <map>
#include <utility>

#include <boost/asio/error.hpp>

namespace bff::upstream {

namespace {

using boost::asio::ip::tcp;

class SystemResolver final : public Resolver {
 public:
  explicit SystemResolver(boost::asio::io_context& loop) : loop_(loop) {}

  void resolve(const std::string& host, std::uint16_t port, Handler done) override {
    // One for each name: while DNS hangs, attempts must not pile up behind each other.
    const auto found = resolvers_.try_emplace({host, port}, loop_).first;
    tcp::resolver& resolver = found->second;
    resolver.cancel();
    resolver.async_resolve(host, std::to_string(port), tcp::resolver::numeric_service,
                           [done = std::move(done)](boost::system::error_code error,
                                                    const tcp::resolver::results_type& results) {
                             if (error == boost::asio::error::operation_aborted) return;
                             Addresses addresses;
                             for (const auto& result : results)
                               addresses.push_back(result.endpoint());
                             done(error, std::move(addresses));
                           });
  }

 private:
  boost::asio::io_context& loop_;
  std::map<std::pair<std::string, std::uint16_t>, tcp::resolver> resolvers_;
};

}  // namespace

std::unique_ptr<Resolver> make_system_resolver(boost::asio::io_context& loop) {
  return std::make_unique<SystemResolver>(loop);
}

}  // namespace bff::upstream
