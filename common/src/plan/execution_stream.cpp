// SPDX-License-Identifier: Apache-2.0
// What an Execution makes of the messages of a stream.
#include "plan/execution.hpp"
#include "plan/execution_values.hpp"
#include "plan/shape_writer.hpp"
#include "plan/text_value.hpp"

namespace bff::plan {

Result<Answer> Execution::stream_head() {
  Answer answer;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    if (!states_[i].failure) continue;
    answer.partials.push_back({static_cast<CallId>(i), *std::move(states_[i].failure)});
  }
  if (const Result<void> written = write_head(answer); !written) return written.error();
  return answer;
}

// Everything that is in scope anyway, and the message as the value of the stream's call.
Result<Scope> Execution::scope_of(std::string_view message,
                                  std::pmr::memory_resource& arena) const {
  const CallId id = *plan_.stream->call;
  const Call& call = plan_.calls[id];
  const Result<proto::Record*> record = proto::index(message, *call.selection, arena);
  if (!record) return blame(record.error(), id, plan_);
  Scope scope{.plan = plan_,
              .arguments = scope_.arguments,
              .arena = arena,
              .frames = std::pmr::vector<Value>(scope_.frames, &arena),
              .tables = std::pmr::vector<const TableRows*>(scope_.tables, &arena)};
  scope.frames[call.frame] = message_of(id, message, *record);
  return scope;
}

Result<std::optional<std::string>> Execution::stream_id(std::string_view message,
                                                        std::pmr::memory_resource& arena) {
  if (!plan_.stream->id) return std::optional<std::string>{};
  const Result<Scope> scope = scope_of(message, arena);
  if (!scope) return scope.error();
  const Result<Value> value = evaluate(*plan_.stream->id, *scope);
  if (!value) return value.error();
  if (value->null()) return std::optional<std::string>{};
  return std::optional<std::string>{std::string(value->cell.text())};
}

Result<void> Execution::stream_message(std::string& out, std::string_view message,
                                       std::pmr::memory_resource& arena) {
  Result<Scope> scope = scope_of(message, arena);
  if (!scope) return scope.error();
  return write_shape(out, *plan_.shape, *scope);
}

}  // namespace bff::plan
