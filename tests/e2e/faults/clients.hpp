// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <thread>
#include <vector>

#include "faults/dice.hpp"
#include "faults/judge.hpp"
#include "faults/tally.hpp"
#include "faults/world.hpp"

namespace bff::faults {

// What every judged request needs.
struct Court {
  World& world;
  Timeline& timeline;
  const Judge& judge;
  Tally& tally;

  // Judges and counts; whether the answer was right and whole.
  bool hear(const Judge::Case& asked, const std::optional<Answer>& answer) const;
};

// Well-behaved clients: each has a keep-alive connection, asks as one user after another, and has
// every answer judged.
class Clients {
 public:
  Clients(const Court& court, std::uint64_t seed) : court_(court), seed_(seed) {}
  ~Clients() { stop(); }
  Clients(const Clients&) = delete;
  Clients& operator=(const Clients&) = delete;

  // Every screen of the first `users` once, over `connections` to each gateway.
  void ask_everything(int connections, int users);

  // Until stop(). About half of `think` passes before each request.
  void start(int web, int mobile, std::chrono::milliseconds think);
  void stop();

  // When an answer was last received that was not right and whole.
  Instant last_disturbed() const { return Instant{Clock::duration{last_disturbed_.load()}}; }

 private:
  void keep_asking(bool web, Dice dice, std::chrono::milliseconds think);

  Court court_;
  std::uint64_t seed_;
  std::atomic<bool> stopped_ = false;
  std::atomic<Clock::duration::rep> last_disturbed_ = 0;
  std::vector<std::thread> threads_;
};

}  // namespace bff::faults
