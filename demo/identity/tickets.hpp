// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "demo/identity/encoding.hpp"

namespace demo::identity {

using Clock = std::chrono::system_clock;

// Things that somebody shows by a text which nobody can guess, until their time is over: codes,
// tokens, logins.
template <class Thing>
class Tickets {
 public:
  // The text.
  std::string add(Thing thing, std::chrono::seconds life) {
    return add(random_text(), std::move(thing), life);
  }
  std::string add(std::string text, Thing thing, std::chrono::seconds life) {
    const auto now = Clock::now();
    std::erase_if(all_, [&](const auto& entry) { return entry.second.second <= now; });
    all_.insert_or_assign(text, std::pair{std::move(thing), now + life});
    return text;
  }

  // Null where there is none. Valid until the next add() or take().
  Thing* find(const std::string& text) {
    const auto at = all_.find(text);
    return at == all_.end() || at->second.second <= Clock::now() ? nullptr : &at->second.first;
  }

  // Once only.
  std::optional<Thing> take(const std::string& text) {
    Thing* const found = find(text);
    if (found == nullptr) return std::nullopt;
    std::optional<Thing> taken{std::move(*found)};
    all_.erase(text);
    return taken;
  }

 private:
  std::map<std::string, std::pair<Thing, Clock::time_point>> all_;
};

}  // namespace demo::identity
