// SPDX-License-Identifier: Apache-2.0
#include "app/signals.hpp"

#include <signal.h>

#include <cerrno>

namespace bff::app {
namespace {

sigset_t handled() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGHUP, SIGTERM, SIGINT}) sigaddset(&set, signal);
  return set;
}

}  // namespace

Signals::Signals() {
  const auto set = handled();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

std::optional<Signal> Signals::wait(std::optional<std::chrono::milliseconds> limit) const {
  const auto set = handled();
  int number = 0;
  do {
    if (limit) {
      const timespec time{.tv_sec = limit->count() / 1000,
                          .tv_nsec = static_cast<long>(limit->count() % 1000) * 1'000'000};
      number = sigtimedwait(&set, nullptr, &time);
      if (number < 0 && errno == EAGAIN) return std::nullopt;
    } else {
      number = sigwaitinfo(&set, nullptr);
    }
  } while (number < 0);  // EINTR
  return number == SIGHUP ? Signal::reload : Signal::end;
}

}  // namespace bff::app
