// SPDX-License-Identifier: Apache-2.0
#include "app/log_writer.hpp"

#include <spdlog/sinks/stdout_sinks.h>

#include <chrono>

namespace bff::app {
namespace {

// Late enough to gather lines into one write, early enough that nobody waits for a log.
constexpr std::chrono::milliseconds kPause{20};

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
      if (drain()) {
        logger_->flush();
      } else {
        std::this_thread::sleep_for(kPause);
      }
    }
  }};
}

void LogWriter::stop() {
  if (thread_.joinable()) {
    stopping_.store(true, std::memory_order_release);
    thread_.join();
  }
  drain();
  logger_->flush();
  rings_.clear();
}

void LogWriter::write(std::string_view line) {
  logger_->info(line);
  logger_->flush();
}

bool LogWriter::drain() {
  bool any = false;
  for (auto* ring : rings_) {
    // A busy worker must not keep the others' lines back.
    for (int i = 0; i < 256; ++i) {
      line_.clear();
      if (!ring->pop(line_)) break;
      logger_->info(std::string_view{line_});
      any = true;
    }
  }
  return any;
}

}  // namespace bff::app
