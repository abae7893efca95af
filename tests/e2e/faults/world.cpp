// SPDX-License-Identifier: Apache-2.0
#include "faults/world.hpp"

#include <future>

#include <boost/asio/post.hpp>

namespace bff::faults {

World::Node::Node(World& world, Upstream upstream, std::uint64_t seed)
    : world_(world), upstream_(upstream) {
  world_.on_loop([&] { proxy_ = std::make_unique<Proxy>(world_.loop_, seed); });
}

void World::Node::kill() {
  world_.on_loop([&] { proxy_->shut(); });
  service_.reset();  // SIGKILL; the kernel closes its connections, and the proxy follows
}

void World::Node::start(const std::vector<std::string>& flags) {
  service_ = std::make_unique<test::DemoServices>(std::string{kUpstreamNames[upstream_]}, flags);
  const auto& address = service_->address();
  const int port = std::stoi(address.substr(address.rfind(':') + 1));
  world_.on_loop([&] { proxy_->open(static_cast<std::uint16_t>(port)); });
}

void World::Node::begin(Kind kind, std::chrono::milliseconds delay) {
  world_.on_loop([&] { proxy_->begin(kind, delay); });
}

void World::Node::end() {
  world_.on_loop([&] { proxy_->end(); });
}

World::World(std::uint64_t seed, int endpoints, int stretch)
    : endpoints_(endpoints), busy_(loop_.get_executor()), thread_([this] { loop_.run(); }) {
  try {
    start_processes(seed, stretch);
  } catch (...) {  // the destructor will not run, and a thread must not outlive its loop
    loop_.stop();
    thread_.join();
    throw;
  }
}

void World::start_processes(std::uint64_t seed, int stretch) {
  std::vector<std::string> addresses(kUpstreamNames.size());
  for (const Upstream upstream : {kUsersService, kOrdersService, kCatalogService}) {
    for (int i = 0; i < endpoints_; ++i) {
      nodes_.push_back(std::make_unique<Node>(*this, upstream, seed * 100 + nodes_.size()));
      nodes_.back()->start();
      addresses[upstream] += (i > 0 ? ", " : "") +
                             ("\"127.0.0.1:" + std::to_string(nodes_.back()->proxy_->port())) +
                             "\"";
    }
  }
  for (const std::string client : {"web", "mobile"}) {
    const auto folder = folder_ / client;
    write_gateway_files(client, folder, addresses, tokens_.key_set(), stretch);
    (client == "web" ? web_ : mobile_) = std::make_unique<GatewayProcess>(client, folder);
  }
}

World::~World() {
  web_.reset();
  mobile_.reset();
  on_loop([&] {
    for (const auto& node : nodes_) node->proxy_.reset();
  });
  busy_.reset();
  loop_.stop();
  thread_.join();
}

World::Node& World::node(Upstream upstream, int endpoint) {
  return *nodes_[static_cast<std::size_t>(upstream * endpoints_ + endpoint)];
}

bool World::connected() {
  constexpr std::size_t kOfANode = 2 * kWorkers;
  bool all = true;
  on_loop([&] {
    for (const auto& node : nodes_) all &= node->proxy_->connections() == kOfANode;
  });
  return all;
}

bool World::await_connections(std::chrono::milliseconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!connected()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  return true;
}

void World::on_loop(const std::function<void()>& work) {
  // Shared: the loop may still be at the task's end when this thread goes on.
  const auto task = std::make_shared<std::packaged_task<void()>>(work);
  auto done = task->get_future();
  boost::asio::post(loop_, [task] { (*task)(); });
  done.get();
}

}  // namespace bff::faults
