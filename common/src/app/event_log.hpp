// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "app/log_writer.hpp"
#include "base/diagnostics.hpp"

namespace bff::app {

// Writes what happens to the gateway itself (started, reloaded, draining …) as lines of JSON, in
// the same stream as the access log. For any thread but a worker.
class EventLog {
 public:
  // Lines below `level` are not written; it does not concern the access log.
  EventLog(LogWriter& writer, std::string client, std::string_view level)
      : writer_(writer), client_(std::move(client)) {
    set_level(level);
  }
  void set_level(std::string_view level) { level_ = rank(level); }

  // `level`: "info", "warn" or "error". `fields` are added to time, level, event and client.
  void write(std::string_view level, std::string_view event, const nlohmann::json& fields);
  // One line for each problem, with code, place, message and remedy.
  void problems(std::string_view event, const Diagnostics& problems);

 private:
  static int rank(std::string_view level) { return level == "error" ? 2 : level == "warn" ? 1 : 0; }

  LogWriter& writer_;
  std::string client_;
  std::atomic<int> level_{0};
};

}  // namespace bff::app
