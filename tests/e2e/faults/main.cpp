// SPDX-License-Identifier: Apache-2.0
// Plays faults to the two gateways and judges every single answer; see docs/operations.md.
#include <signal.h>

#include <iostream>

#include <CLI/CLI.hpp>

#include "faults/clients.hpp"
#include "faults/director.hpp"
#include "faults/rude_clients.hpp"

namespace bff::faults {
namespace {

using namespace std::chrono_literals;

struct Options {
  std::int64_t requests = 100'000;
  std::uint64_t seed = 1;
  int endpoints = 1;
  int stretch = 5;
  int think = 30;
};

constexpr bool kSanitized = BFF_SANITIZED;
constexpr int kWebClients = 16, kMobileClients = 8;

// The harness' own clockwork. A machine on which a thread that wants ten milliseconds gets them
// much later may make any timeout strike.
class Watchdog {
 public:
  explicit Watchdog(Timeline& timeline)
      : thread_{[this, &timeline] {
          while (!stopped_) {
            const auto begin = Clock::now();
            std::this_thread::sleep_for(10ms);
            if (const auto end = Clock::now(); end - begin > 60ms) timeline.stalled(begin, end);
          }
        }} {}
  ~Watchdog() {
    stopped_ = true;
    thread_.join();
  }
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

 private:
  std::atomic<bool> stopped_ = false;
  std::thread thread_;
};

// Until a gateway uses no more than it did, or `limit` has passed.
GatewayProcess::Use await_use(GatewayProcess& gateway, const GatewayProcess::Use& most,
                              std::chrono::seconds limit) {
  const auto end = Clock::now() + limit;
  auto use = gateway.use();
  while (Clock::now() < end && (use.fds > most.fds || use.threads > most.threads)) {
    std::this_thread::sleep_for(20ms);
    use = gateway.use();
  }
  return use;
}

void compare_use(Tally& tally, GatewayProcess& gateway, const std::string& name,
                 const GatewayProcess::Use& before) {
  const auto after = await_use(gateway, before, 10s);
  std::cout << name << ": " << before.fds << " file descriptors and " << before.threads
            << " threads before, " << after.fds << " and " << after.threads << " after; "
            << before.resident << " and " << after.resident << " KiB" << std::endl;
  if (after.fds != before.fds || after.threads != before.threads)
    tally.fail(name + " holds more, or less, than before the faults");
}

void stop(Tally& tally, GatewayProcess& gateway, const std::string& name) {
  if (const int status = gateway.stop(); status != 0)
    tally.fail(name + " ended with " + std::to_string(status) + " after SIGTERM");
  for (const std::string sign : {"Sanitizer", "runtime error", "terminate called"})
    for (const auto& line : gateway.log_lines(sign)) tally.fail(name + " says: " + line);
}

// The faults, with clients of all sorts; returns when the gateways have had their time to be back.
void play_faults(const Court& court, const Options& options) {
  const auto begin = Clock::now();
  // Bounded also where everything is slow: a request may take its whole deadline.
  const auto limit = 60s + std::chrono::seconds{options.requests / 50};
  const auto enough_at = court.tally.judged() + options.requests;
  Clients clients{court, options.seed};
  clients.start(kWebClients, kMobileClients, std::chrono::milliseconds{options.think});
  std::atomic<bool> over = false;
  int rude = 0;
  std::thread rude_ones{[&] {
    RudeClients rude_clients{court, options.seed};
    do rude += rude_clients.make_a_round();
    while (!over);
  }};
  Director director{court.world, court.timeline, options.seed, options.stretch};
  director.play([&] { return court.tally.judged() >= enough_at || Clock::now() - begin > limit; });
  const auto last_fault = Clock::now();
  over = true;
  rude_ones.join();
  std::this_thread::sleep_until(last_fault + kComesBackWithin);
  clients.stop();
  if (court.tally.judged() < enough_at)
    court.tally.fail("not enough answers within " + std::to_string(limit / 1s) + " s");
  const auto back = std::max<std::int64_t>(0, (clients.last_disturbed() - last_fault) / 1ms);
  std::cout << director.played() << " faults in " << (last_fault - begin) / 1s << " s, beside "
            << rude << " misbehaving clients; the last answer that was not whole came " << back
            << " ms after the end of the last fault" << std::endl;
}

int run(const Options& options) {
  std::cout << "seed " << options.seed << ", " << options.endpoints
            << " endpoint(s) a service, the routes' times stretched by " << options.stretch
            << std::endl;
  Timeline timeline;
  Tally tally;
  const Judge judge{options.stretch};
  World world{options.seed, options.endpoints, options.stretch};
  const Watchdog watchdog{timeline};
  const Court court{world, timeline, judge, tally};
  RudeClients rude{court, options.seed};

  // Without faults first: that the judge's model and the gateways agree on every screen of every
  // user is what makes its judgement worth something.
  Clients{court, options.seed}.ask_everything(32);
  if (tally.wrong() > 0) {
    tally.print(std::cout);
    return 1;
  }
  std::this_thread::sleep_for(1s);  // for the connections to be gone
  const auto web = world.web().use(), mobile = world.mobile().use();

  play_faults(court, options);
  {
    Clients bystanders{court, options.seed + 1};
    bystanders.start(4, 4, 5ms);
    std::this_thread::sleep_for(200ms);
    rude.read_nothing(kSanitized);
  }
  rude.leave_while_calls_wait();
  Clients{court, options.seed}.ask_everything(32);  // no window is open: all must be right
  compare_use(tally, world.web(), "bff-web", web);
  compare_use(tally, world.mobile(), "bff-mobile", mobile);
  stop(tally, world.web(), "bff-web");
  stop(tally, world.mobile(), "bff-mobile");
  tally.print(std::cout);
  return tally.wrong() == 0 ? 0 : 1;
}

}  // namespace
}  // namespace bff::faults

int main(int argc, char** argv) {
  bff::faults::Options options;
  CLI::App app{"Plays faults to bff-web and bff-mobile, and judges every answer."};
  app.add_option("requests", options.requests, "Judged requests while faults are played, at least")
      ->check(CLI::Range(1, 100'000'000))
      ->capture_default_str();
  app.add_option("--seed", options.seed, "Of the faults and of the clients")->capture_default_str();
  app.add_option("--endpoints", options.endpoints, "Processes of each service")
      ->check(CLI::Range(1, 4))
      ->capture_default_str();
  app.add_option("--stretch", options.stretch,
                 "Factor on the routes' deadlines and timeouts, so that on a busy machine only a "
                 "fault is late")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  app.add_option("--think", options.think, "Milliseconds, at most, between a client's requests")
      ->check(CLI::Range(0, 10'000))
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  signal(SIGPIPE, SIG_IGN);
  try {
    return bff::faults::run(options);
  } catch (const std::exception& error) {
    std::cerr << "bff-faults: " << error.what() << "\n";
    return 1;
  }
}
