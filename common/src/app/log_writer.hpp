// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <spdlog/logger.h>

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "runtime/log_ring.hpp"

namespace bff::app {

// The one thread that writes log lines to standard output, through spdlog. Workers never wait for
// it: they fill their rings, which it empties every few milliseconds.
class LogWriter {
 public:
  LogWriter();
  ~LogWriter();  // writes what is left
  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;

  // Begins to empty `rings`, which must live until stop().
  void start(std::vector<runtime::LogRing*> rings);
  void stop();

  // Writes one line at once; blocks as long as the output does. Any thread but a worker.
  void write(std::string_view line);

 private:
  void drain();
  bool write_some(runtime::LogRing& ring);

  std::shared_ptr<spdlog::logger> logger_;
  std::vector<runtime::LogRing*> rings_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
  std::string lines_;  // of one write
};

}  // namespace bff::app
