// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "faults/dice.hpp"
#include "faults/timeline.hpp"
#include "faults/world.hpp"

namespace bff::faults {

// Plays faults, as a seed says: which, to whom, how long, and what pause follows. All kinds come
// in turn, shuffled, before any comes again.
class Director {
 public:
  // `hasty`: faults and pauses of a third of their length, and no pause long enough for all to be
  // well in between.
  Director(World& world, Timeline& timeline, std::uint64_t seed, int stretch, bool hasty)
      : world_(world), timeline_(timeline), dice_(seed), stretch_(stretch), hasty_(hasty) {}

  // Until `enough` says so, and at least `scenes` have been played.
  void play(int scenes, const std::function<bool()>& enough);

  int played() const noexcept { return played_; }

 private:
  struct Scene {
    Kind kind;
    Upstream upstream;
    int endpoint;
    std::chrono::milliseconds lasts, delay;
  };
  Kind next();  // on top of the deck
  Scene draw();
  // Now and then a second one, of another service.
  std::optional<Scene> draw_beside(const Scene& other);
  void act(const Scene& scene);
  std::chrono::milliseconds paced(std::chrono::milliseconds time) const {
    return hasty_ ? time / 3 : time;
  }

  World& world_;
  Timeline& timeline_;
  Dice dice_;
  int stretch_;
  bool hasty_;
  std::vector<Kind> deck_;
  int played_ = 0;
};

}  // namespace bff::faults
