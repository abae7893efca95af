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
  Director(World& world, Timeline& timeline, std::uint64_t seed, int stretch)
      : world_(world), timeline_(timeline), dice_(seed), stretch_(stretch) {}

  // Until `enough` says so, and every kind has been played.
  void play(const std::function<bool()>& enough);

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

  World& world_;
  Timeline& timeline_;
  Dice dice_;
  int stretch_;
  std::vector<Kind> deck_;
  int played_ = 0;
};

}  // namespace bff::faults
