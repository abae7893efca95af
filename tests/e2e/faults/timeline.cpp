// SPDX-License-Identifier: Apache-2.0
#include "faults/timeline.hpp"

#include <algorithm>

namespace bff::faults {

std::size_t Timeline::begin(Upstream upstream, Kind kind) {
  const std::lock_guard lock{mutex_};
  windows_.push_back({upstream, kind, Clock::now(), Instant::max(), Instant::max()});
  return windows_.size() - 1;
}

void Timeline::end(std::size_t window) {
  const std::lock_guard lock{mutex_};
  Window& ended = windows_[window];
  ended.over = ended.to = Clock::now();
  if (info(ended.kind).drops_connections) ended.to += kComesBackWithin;
}

void Timeline::recovered() {
  const auto now = Clock::now();
  const std::lock_guard lock{mutex_};
  for (Window& window : windows_)
    if (window.over < now) window.to = std::min(window.to, now);
}

void Timeline::stalled(Instant from, Instant to) {
  const std::lock_guard lock{mutex_};
  stalls_.push_back({from, to});
}

Timeline::View Timeline::at(Instant from, Instant to) const {
  View view;
  const std::lock_guard lock{mutex_};
  for (const Window& window : windows_) {
    if (window.to < from || window.from > to) continue;
    view.allowed[window.upstream] |= info(window.kind).allowed;
    view.incomplete |= window.upstream == kCatalogService && window.kind == Kind::incomplete;
    if (window.over < from)
      view.coming_back = true;
    else if (std::find(view.kinds.begin(), view.kinds.end(), window.kind) == view.kinds.end())
      view.kinds.push_back(window.kind);
  }
  for (const Stall& stall : stalls_) {
    if (stall.to >= from && stall.from <= to)
      view.stall = std::max<std::chrono::nanoseconds>(view.stall, stall.to - stall.from);
  }
  return view;
}

std::string Timeline::before(Instant at) const {
  using std::chrono::milliseconds;
  constexpr std::size_t kShown = 6;
  std::string text;
  const std::lock_guard lock{mutex_};
  for (std::size_t i = windows_.size() - std::min(kShown, windows_.size()); i < windows_.size();
       ++i) {
    const Window& window = windows_[i];
    text +=
        std::string{kUpstreamNames[window.upstream]} + " " + std::string{info(window.kind).name};
    text += window.over > at
                ? ", going on; "
                : ", over for " + std::to_string((at - window.over) / milliseconds{1}) + " ms; ";
  }
  return text;
}

}  // namespace bff::faults
