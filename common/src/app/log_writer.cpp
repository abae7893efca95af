// SPDX-License-Identifier: Apache-2.0
#include "app/log_writer.hpp"

#include <spdlog/sinks/stdout_sinks.h>

#include <chrono>

namespace bff::app {
namespace {

// Late enough to gather lines into one write, early enough that nobody waits for a log. A ring
// holds what a worker logs meanwhile many times over.
constexpr std::chrono::milliseconds kPause{20};
// Of one write, but for its last line.
constexpr std::size_t kGathered = 64 << 10;

}  // namespace

LogWriter::LogWriter()
    : logger_(std::make_shared<spdlog::logger>("log",
                                               std::make_shared<spdlog::sinks::stdout_sink_mt>())) {
  logger_->set_pattern("%v");  // lines come finished
}

LogWriter::~LogWriter() { stop(); }

void LogWriter::start(std::vector<runtime::LogRing*> rings) {
  rings_ = std::move(rings);
  thread_ = std::thread{[this] {
    while (!stopping_.load(std::memory_order_acquire)) {
      drain();
      std::this_thread::sleep_for(kPause);
    }
  }};
}

void LogWriter::stop() {
  if (thread_.joinable()) {
    stopping_.store(true, std::memory_order_release);
    thread_.join();
  }
  drain();
  rings_.clear();
}

void LogWriter::write(std::string_view line) {
  logger_->info(line);
  logger_->flush();
}

void LogWriter::drain() {
  for (bool more = true; more;) {
    more = false;
    for (auto* ring : rings_) more |= write_some(*ring);
  }
  logger_->flush();
}

// One write for many lines, since each costs a system call; true when there may be more. Its size
// is bounded, so that a busy worker does not keep the others' lines back.
bool LogWriter::write_some(runtime::LogRing& ring) {
  lines_.clear();
  while (lines_.size() < kGathered && ring.pop(lines_)) lines_ += '\n';
  if (lines_.empty()) return false;
  const bool more = lines_.size() >= kGathered;
  lines_.pop_back();  // the logger ends the last line itself
  logger_->info(std::string_view{lines_});
  return more;
}

}  // namespace bff::app
