// SPDX-License-Identifier: Apache-2.0
// Plays faults to the two gateways and judges every single answer; see docs/operations.md.
#include <signal.h>

#include <iostream>

#include <CLI/CLI.hpp>

#include "faults/clients.hpp"
#include "faults/deaf_clients.hpp"
#include "faults/director.hpp"
#include "faults/rude_clients.hpp"
#include "faults/shop_model.hpp"

namespace bff::faults {
namespace {

using namespace std::chrono_literals;

struct Options {
  std::int64_t requests = 100'000;
  std::uint64_t seed = 1;
  int endpoints = 1;
  int stretch = 5;
  int think = 30;
  bool brief = false;
};

constexpr bool kSanitized = BFF_SANITIZED;

// How much of everything there is.
struct Measure {
  int users = kUsers;   // whose every screen is asked for without faults, before and after
  int askers = 32;      // connections to each gateway that do so
  int scenes = kKinds;  // at least
  int web_clients = 16, mobile_clients = 8;
  int deaf_clients = 8, leavers = 20;
};
constexpr Measure kBrief{.users = 50,
                         .askers = 8,
                         .scenes = 10,
                         .web_clients = 6,
                         .mobile_clients = 4,
                         .deaf_clients = 1,
                         .leavers = 5};

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

// Until `settled` holds of what a gateway uses, or `limit` has passed.
template <class Predicate>
GatewayProcess::Use await_use(GatewayProcess& gateway, std::chrono::seconds limit,
                              Predicate settled) {
  const auto end = Clock::now() + limit;
  auto use = gateway.use();
  while (!settled(use) && Clock::now() < end) {
    std::this_thread::sleep_for(20ms);
    use = gateway.use();
  }
  return use;
}

// Once the connections of its clients are gone: nothing has changed for half a second.
GatewayProcess::Use use_at_rest(GatewayProcess& gateway) {
  long fds = 0;
  Instant since;
  return await_use(gateway, 10s, [&](const GatewayProcess::Use& use) {
    if (std::exchange(fds, use.fds) != use.fds) since = Clock::now();
    return Clock::now() - since > 500ms;
  });
}

void compare_use(Tally& tally, GatewayProcess& gateway, const std::string& name,
                 const GatewayProcess::Use& before) {
  const auto same = [&](const GatewayProcess::Use& use) {
    return use.fds == before.fds && use.threads == before.threads;
  };
  const auto after = await_use(gateway, 10s, same);
  std::cout << name << ": " << before.fds << " file descriptors and " << before.threads
            << " threads before, " << after.fds << " and " << after.threads << " after; "
            << before.resident << " and " << after.resident << " KiB" << std::endl;
  if (!same(after)) tally.fail(name + " holds more, or less, than before the faults");
}

void stop(Tally& tally, GatewayProcess& gateway, const std::string& name) {
  if (const int status = gateway.stop(); status != 0)
    tally.fail(name + " ended with " + std::to_string(status) + " after SIGTERM");
  for (const std::string sign : {"Sanitizer", "runtime error", "terminate called"})
    for (const auto& line : gateway.log_lines(sign))
      tally.fail(std::string{name}.append(" says: ").append(line));
}

// The faults, with clients of all sorts; returns when the gateways have had their time to be back.
void play_faults(const Court& court, const Options& options, const Measure& measure) {
  const auto begin = Clock::now();
  // Bounded also where everything is slow: a request may take its whole deadline.
  const auto limit = 60s + std::chrono::seconds{options.requests / 50};
  const auto enough_at = court.tally.judged() + options.requests;
  Clients clients{court, options.seed};
  clients.start(measure.web_clients, measure.mobile_clients,
                std::chrono::milliseconds{options.think});
  std::atomic<bool> over = false;
  int rude = 0;
  std::thread rude_ones{[&] {
    RudeClients rude_clients{court, options.seed};
    do rude += rude_clients.make_a_round();
    while (!over && !options.brief);
  }};
  Director director{court.world, court.timeline, options.seed, options.stretch, options.brief};
  director.play(measure.scenes,
                [&] { return court.tally.judged() >= enough_at || Clock::now() - begin > limit; });
  const auto last_fault = Clock::now();
  over = true;
  rude_ones.join();
  if (options.brief && court.world.await_connections(kComesBackWithin)) {
    court.timeline.recovered();
    std::this_thread::sleep_for(200ms);
  } else {
    std::this_thread::sleep_until(last_fault + kComesBackWithin);
  }
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
  const Measure measure = options.brief ? kBrief : Measure{};

  // Without faults first: that the judge's model and the gateways agree on every screen of every
  // user is what makes its judgement worth something.
  Clients{court, options.seed}.ask_everything(measure.askers, measure.users);
  if (tally.wrong() > 0) {
    tally.print(std::cout);
    return 1;
  }
  const auto web = use_at_rest(world.web()), mobile = use_at_rest(world.mobile());

  play_faults(court, options, measure);
  RudeClients{court, options.seed}.leave_while_calls_wait(measure.leavers);
  {
    Clients bystanders{court, options.seed + 1};
    bystanders.start(4, 4, 5ms);
    refuse_to_read(court, measure.deaf_clients, !kSanitized);
  }
  // No window is open: all must be right.
  Clients{court, options.seed}.ask_everything(measure.askers, measure.users);
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
  app.add_flag("--short", options.brief, "A little of everything, in seconds");
  CLI11_PARSE(app, argc, argv);
  signal(SIGPIPE, SIG_IGN);
  try {
    return bff::faults::run(options);
  } catch (const std::exception& error) {
    std::cerr << "bff-faults: " << error.what() << "\n";
    return 1;
  }
}
