// SPDX-License-Identifier: Apache-2.0
#include "app/schema_notice.hpp"

#include <nlohmann/json.hpp>

#include "base/files.hpp"

namespace bff::app {

std::string schema_notice(const runtime::Snapshot& snapshot) {
  if (!snapshot.schema_notice) return "";
  const auto& notice = *snapshot.schema_notice;
  const std::string cache = "'" + display_path(notice.cache) + "'";
  if (!notice.age)
    return "note: the protos could not be kept in " + cache + ": " + notice.reason + "\n";
  return "note: the protos are those of " + cache + ", last confirmed " +
         std::to_string(notice.age->count()) + " s ago: " + notice.reason + "\n";
}

void tell_schema_notice(const runtime::Snapshot& snapshot, EventLog& events) {
  if (!snapshot.schema_notice) return;
  const auto& notice = *snapshot.schema_notice;
  nlohmann::json fields{{"cache", notice.cache.string()}, {"reason", notice.reason}};
  if (notice.age) fields["age_s"] = notice.age->count();
  events.write("warn", notice.event, fields);
}

}  // namespace bff::app
