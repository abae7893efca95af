// SPDX-License-Identifier: Apache-2.0
#include "faults/deaf_clients.hpp"

#include <algorithm>
#include <iostream>
#include <memory>

#include "faults/shop_model.hpp"
#include "faults/tcp_table.hpp"

namespace bff::faults {
namespace {

using namespace std::chrono_literals;

// 20,000 requests are 10 MiB for each client, their answers 80 MiB. The kernel takes 4 MiB of
// answers (net.ipv4.tcp_wmem). A gateway without bounds would hold the rest; this one may hold some
// 128 KiB of each.
constexpr int kRequests = 20'000;
constexpr long kGrowthOfOne = 512, kGrowth = 6 << 10;  // KiB; the latter for log and allocator

constexpr auto kWritePatience = 9s;  // beyond timeouts.write, for a busy machine

// What a gateway's progress with one client is, is known to the kernel: how many bytes it has
// taken. They fill its buffers first, which lasts as long as so many answers take to make.
class DeafClient {
 public:
  DeafClient(std::uint16_t gateway, const std::string& requests)
      : gateway_(gateway),
        connection_(gateway, 4096),
        port_(connection_.local_port()),
        // Ends when the gateway has closed.
        sender_{[this, &requests] { connection_.send(requests); }} {}
  ~DeafClient() {
    connection_.end();
    sender_.join();
  }
  DeafClient(const DeafClient&) = delete;
  DeafClient& operator=(const DeafClient&) = delete;

  bool closed() const noexcept { return closed_; }
  // How long there has been no progress, until the end: it may have been longer than the one, by
  // the time between two looks, but not than the other.
  Clock::duration wait() const { return looked_ - progress_; }
  Clock::duration longest_wait() const { return looked_ - progress_after_; }

  void look() {
    if (closed_) return;
    const auto taken = unacknowledged(gateway_, port_);
    const auto before = std::exchange(looked_, Clock::now());
    closed_ = !taken;
    if (closed_ || *taken == taken_) return;
    taken_ = *taken;
    progress_after_ = before;
    progress_ = looked_;
  }

 private:
  std::uint16_t gateway_;
  Connection connection_;
  std::uint16_t port_;
  std::thread sender_;
  long taken_ = 0;
  bool closed_ = false;
  Instant looked_ = Clock::now(), progress_after_ = looked_, progress_ = looked_;
};

bool is_open_for_too_long(const DeafClient& client) {
  return !client.closed() && client.wait() > kWriteTimeout + kWritePatience;
}

}  // namespace

void refuse_to_read(const Court& court, int count, bool memory_counts) {
  auto& web = court.world.web();
  const long before = web.use().resident;
  std::string requests;
  for (int i = 0; i < kRequests; ++i)
    requests += court.world.request(Screen::web_home, 1 + i % kUsers);
  std::vector<std::unique_ptr<DeafClient>> clients(static_cast<std::size_t>(count));
  for (auto& client : clients) client = std::make_unique<DeafClient>(web.port(), requests);
  const auto begin = Clock::now();
  const auto look = [](const auto& client) {
    client->look();
    return client->closed() || is_open_for_too_long(*client);
  };
  long most = before;
  bool all = false;
  while (!all) {
    std::this_thread::sleep_for(20ms);
    all = true;
    for (const auto& client : clients) all &= look(client);
    most = std::max(most, web.use().resident);
  }
  const auto took = (Clock::now() - begin) / 1ms;
  Clock::duration longest{0};
  for (const auto& client : clients) {
    longest = std::max(longest, client->wait());
    if (!client->closed())
      court.tally.fail("a client that reads nothing is still connected " +
                       std::to_string(client->wait() / 1ms) + " ms after the last progress");
    else if (client->longest_wait() < kWriteTimeout)
      court.tally.fail("a client that reads nothing was closed before timeouts.write");
  }
  std::cout << count << " clients that read nothing: closed within " << took << " ms, at most "
            << longest / 1ms << " ms after their last progress; " << before
            << " KiB before, at most " << most << " KiB"
            << (memory_counts ? "" : " (not judged: a sanitizer's memory)") << std::endl;
  if (memory_counts && most - before > kGrowth + kGrowthOfOne * count)
    court.tally.fail("clients that read nothing cost more than " + std::to_string(kGrowthOfOne) +
                     " KiB each");
}

}  // namespace bff::faults
