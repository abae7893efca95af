// SPDX-License-Identifier: Apache-2.0
#include "app/event_log.hpp"

#include <chrono>

#include <nlohmann/json.hpp>

#include "runtime/access_log.hpp"

namespace bff::app {

void EventLog::write(std::string_view level, std::string_view event, const nlohmann::json& fields) {
  if (rank(level) < level_) return;
  std::string time;
  runtime::append_time(time, std::chrono::system_clock::now());
  nlohmann::ordered_json line{
      {"time", time}, {"level", level}, {"event", event}, {"client", client_}};
  for (const auto& [key, value] : fields.items()) line[key] = value;
  writer_.write(line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void EventLog::problems(std::string_view event, const Diagnostics& problems) {
  for (const auto& problem : problems.items()) {
    nlohmann::json fields{{"code", problem.code}, {"message", problem.message}};
    if (!problem.remedy.empty()) fields["remedy"] = problem.remedy;
    if (problem.place.source) {
      fields["place"] = problem.place.source->path() + ":" + std::to_string(problem.place.line) +
                        ":" + std::to_string(problem.place.column);
    }
    write("error", event, fields);
  }
}

}  // namespace bff::app
