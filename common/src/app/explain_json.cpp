// SPDX-License-Identifier: Apache-2.0
#include "app/explain_json.hpp"

#include <nlohmann/json.hpp>

namespace bff::app {
namespace {

using Json = nlohmann::ordered_json;

Json names(const plan::Explanation& route, const std::vector<plan::CallId>& calls) {
  Json out = Json::array();
  for (const plan::CallId id : calls) out.push_back(route.calls[id].name);
  return out;
}

Json table_json(const plan::ExplainedTable& table) {
  Json out{{"keys", table.keys}, {"join", table.join}};
  if (!table.into.empty()) out["into"] = table.into;
  if (!table.key.empty()) out["key"] = table.key;
  if (table.total > 0) {
    out["max_per_rpc"] = table.max;
    out["total"] = table.total;
  }
  return out;
}

Json call_json(const plan::Explanation& route, const plan::ExplainedCall& call) {
  Json on_error = Json::object();
  for (const auto& [code, action] : call.on_error) on_error[code] = action;
  Json out{{"name", call.name},
           {"rpc", call.rpc},
           {"in_process", call.upstream.empty()},
           {"inputs", call.inputs},
           {"reads", names(route, call.reads)},
           {"read_by", names(route, call.read_by)},
           {"shown", call.shown},
           {"after", names(route, call.after)},
           {"judged", call.judged},
           {"writes", call.writes},
           {"when", call.when},
           {"max_rpcs", call.rpcs},
           {"attempts", call.attempts},
           {"retried", call.retried},
           {"on_error", on_error}};
  if (!call.upstream.empty()) out["upstream"] = call.upstream;
  if (call.timeout.count() > 0) out["timeout_ms"] = call.timeout.count();
  if (call.table) out["table"] = table_json(*call.table);
  if (call.each) out["for_each_max"] = *call.each;
  return out;
}

Json requirement_json(const plan::Explanation& route, const plan::ExplainedRequirement& one) {
  return {{"that", one.that},
          {"reads", names(route, one.reads)},
          {"status", one.status},
          {"title", one.title}};
}

Json answer_json(const plan::Explanation& route) {
  Json fields = Json::array();
  for (const auto& field : route.answer) {
    fields.push_back({{"path", field.path}, {"type", field.type}});
  }
  return {{"status", route.status}, {"fields", fields}};
}

}  // namespace

std::string explain_json(const plan::Explanation& route) {
  Json out{{"client", route.client},
           {"id", route.id},
           {"method", route.method},
           {"path", route.path},
           {"summary", route.summary},
           {"file", route.file},
           {"auth", name_of(route.auth.mode)},
           {"scopes", route.auth.scopes},
           {"deadline_ms", route.deadline.count()},
           {"stages", Json::array()},
           {"calls", Json::array()},
           {"requirements", Json::array()},
           {"critical_path",
            {{"calls", names(route, route.critical_path)},
             {"timeouts_ms", route.critical_time.count()}}},
           {"pruned", route.pruned},
           {"answer", answer_json(route)}};
  for (const auto& stage : route.stages) out["stages"].push_back(names(route, stage));
  for (const auto& call : route.calls) out["calls"].push_back(call_json(route, call));
  for (const auto& one : route.requirements) {
    out["requirements"].push_back(requirement_json(route, one));
  }
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace bff::app
