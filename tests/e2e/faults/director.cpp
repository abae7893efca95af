// SPDX-License-Identifier: Apache-2.0
#include "faults/director.hpp"

#include <signal.h>

#include <future>
#include <sstream>
#include <thread>
#include <utility>

namespace bff::faults {
namespace {

using namespace std::chrono_literals;

// What a gateway sees only once a timeout has passed.
bool is_a_wait(Kind kind) {
  return kind == Kind::stop || kind == Kind::slow || kind == Kind::latency || kind == Kind::silent;
}

bool is_about_rows(Kind kind) { return kind == Kind::shuffled || kind == Kind::incomplete; }

std::vector<std::string> words(std::string_view text) {
  std::istringstream in{std::string{text}};
  return {std::istream_iterator<std::string>{in}, {}};
}

}  // namespace

Kind Director::next() {
  if (deck_.empty()) {
    for (int i = 0; i < kKinds; ++i) {
      deck_.push_back(static_cast<Kind>(i));
      std::swap(deck_.back(), deck_[static_cast<std::size_t>(dice_.roll(i + 1))]);
    }
  }
  return deck_.back();
}

Director::Scene Director::draw() {
  Scene scene{.kind = next()};
  deck_.pop_back();
  ++played_;
  scene.upstream = static_cast<Upstream>(dice_.roll(3));
  if (is_about_rows(scene.kind)) scene.upstream = kCatalogService;  // the only batch method
  scene.endpoint = static_cast<int>(dice_.roll(world_.endpoints()));
  scene.lasts = paced(std::chrono::milliseconds{200 + dice_.roll(400)});
  // The longest timeout of a call is 300 ms, stretched: half of the waits are beyond it.
  const auto long_wait = std::chrono::milliseconds{dice_.roll(600 * stretch_)};
  scene.delay = 20ms + long_wait;
  if (is_a_wait(scene.kind)) scene.lasts += long_wait;
  return scene;
}

std::optional<Director::Scene> Director::draw_beside(const Scene& other) {
  if (!dice_.one_in(4) || (is_about_rows(next()) && other.upstream == kCatalogService))
    return std::nullopt;
  Scene scene = draw();
  if (scene.upstream == other.upstream)
    scene.upstream = static_cast<Upstream>((other.upstream + 1) % 3);
  return scene;
}

void Director::act(const Scene& scene) {
  auto& node = world_.node(scene.upstream, scene.endpoint);
  const auto window = timeline_.begin(scene.upstream, scene.kind);
  switch (info(scene.kind).means) {
    case Means::process:
      node.kill();
      std::this_thread::sleep_for(scene.lasts);
      node.start();
      break;
    case Means::signal:
      node.process().signal(SIGSTOP);
      std::this_thread::sleep_for(scene.lasts);
      node.process().signal(SIGCONT);
      break;
    case Means::switches: {
      auto flags = words(info(scene.kind).flags);
      if (scene.kind == Kind::latency) flags.push_back(std::to_string(scene.delay.count()));
      node.kill();
      node.start(flags);
      std::this_thread::sleep_for(scene.lasts);
      node.kill();
      node.start();
      break;
    }
    case Means::bytes:
    case Means::front:
      node.begin(scene.kind, scene.delay);
      std::this_thread::sleep_for(scene.lasts);
      node.end();
      break;
  }
  timeline_.end(window);
}

void Director::play(int scenes, const std::function<bool()>& enough) {
  while (played_ < scenes || !enough()) {
    const Scene scene = draw();
    // Some faults come in pairs; each thread has a node of its own.
    std::future<void> second;
    if (const auto beside = draw_beside(scene))
      second = std::async(std::launch::async, [this, beside] { act(*beside); });
    act(scene);
    if (second.valid()) second.get();
    // Mostly the next comes soon; now and then all is well for a while, and then every answer
    // has to be right.
    const auto pause = paced(std::chrono::milliseconds{50 + dice_.roll(250)});
    const bool long_pause = dice_.one_in(8) && !hasty_;
    std::this_thread::sleep_for(long_pause ? kComesBackWithin + pause : pause);
  }
}

}  // namespace bff::faults
