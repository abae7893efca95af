// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "faults/connection.hpp"
#include "faults/gateway_process.hpp"
#include "faults/proxy.hpp"
#include "faults/screens.hpp"
#include "faults/tokens.hpp"
#include "support/demo_services.hpp"
#include "support/temp_folder.hpp"

namespace bff::faults {

// Everything that runs: users, orders and catalog as processes of their own, one or more of each,
// a proxy before each process, and the two gateways over the proxies.
class World {
 public:
  World(std::uint64_t seed, int endpoints, int stretch);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // One process of a service, and the proxy before it. Different nodes may be handled by
  // different threads at a time.
  class Node {
   public:
    Node(World& world, Upstream upstream, std::uint64_t seed);

    void kill();                                             // nobody listens from here on
    void start(const std::vector<std::string>& flags = {});  // listens when it returns
    test::Process& process() { return service_->process(); }
    void begin(Kind kind, std::chrono::milliseconds delay);
    void end();

   private:
    friend class World;
    World& world_;
    Upstream upstream_;
    std::unique_ptr<Proxy> proxy_;
    std::unique_ptr<test::DemoServices> service_;
  };

  int endpoints() const noexcept { return endpoints_; }
  Node& node(Upstream upstream, int endpoint);
  GatewayProcess& gateway(Screen screen) {
    return *(info(screen).client == "web" ? web_ : mobile_);
  }
  GatewayProcess& web() { return *web_; }
  GatewayProcess& mobile() { return *mobile_; }
  // Until both gateways are connected with every process again, each of their workers; whether it
  // came about within `limit`. From then on calls find a connection, or wait for one's first bytes.
  bool await_connections(std::chrono::milliseconds limit);
  const Tokens& tokens() const noexcept { return tokens_; }
  std::string request(Screen screen, int user) const {
    return request_of(screen, user, tokens_.of(user));
  }

 private:
  void start_processes(std::uint64_t seed, int stretch);
  bool connected();  // every worker of both gateways, to every process
  void on_loop(const std::function<void()>& work);  // and waits for it

  int endpoints_;
  Tokens tokens_;
  test::TempFolder folder_;
  boost::asio::io_context loop_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> busy_;
  std::thread thread_;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::unique_ptr<GatewayProcess> web_, mobile_;
};

}  // namespace bff::faults
