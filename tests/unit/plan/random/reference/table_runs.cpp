// SPDX-License-Identifier: Apache-2.0
// Rules of tables: docs/routes.md, "Tables". A table is asked once for each key that is looked up,
// and a failure of some of its requests is one of their keys only.
#include "unit/plan/random/reference/call_runs.hpp"
#include "unit/plan/random/reference/call_syntax.hpp"
#include "unit/plan/random/reference/request_filler.hpp"

namespace bff::random_plans {

namespace pb = google::protobuf;
using namespace plan;
using Field = pb::FieldDescriptor;

// Of several parts that end the request any may be the first.
template <class Ask>
CallRuns::Answered CallRuns::unless_fatal(bool& ended, Ask&& ask) {
  try {
    return ask();
  } catch (const Fatal& fatal) {
    problems_.insert(told(fatal.error));
    ended = true;
    return {nullptr, true};
  }
}

// More keys than it may be asked for: it fails as a whole.
bool CallRuns::too_many(const CallSyntax& call, const std::map<std::string, Value>& keys,
                        std::uint32_t most, State& state) {
  if (keys.size() <= most) return false;
  const pb::Message* row =
      survive(call,
              {.code = Errc::upstream_invalid,
               .detail = "more than " + std::to_string(most) + " distinct keys are looked up",
               .rpc_code = 13},
              state);
  state.all_null = row == nullptr;
  for (const auto& [key, value] : keys) state.rows[key] = stand_in(call, row);
  return true;
}

// For a row that a failure left out: null, or the default, which in a group is a list of it.
Value CallRuns::stand_in(const CallSyntax& call, const pb::Message* row) {
  const std::string& name = call.name.value;
  if (row == nullptr) return null_of(Value::Kind::missing, name);
  const Value one = message_of(*row, name);
  return call.group ? list_of({one}, name) : one;
}

void CallRuns::make_batch(const CallSyntax& call, State& state) {
  const std::string& name = call.name.value;
  auto& faults = reading_.faults;
  const auto keys = keys_.collect(name);
  if (too_many(call, keys, call.batch->total.value, state) || keys.empty()) return;
  const auto common = requests_.request_of(call);
  if (common == nullptr) return set_missing(state, name);
  std::set<std::string> asked;
  bool ended = false;
  for (const auto& request : chunks_of(call, *common, keys)) {
    std::set<std::string> wanted;
    const Value list = values_.field(message_of(*request, name), call.batch->into.value);
    for (const Value& key : values_.elements(list)) {
      const std::string text = values_.key(key);
      wanted.insert(text);
      if (keys.count(text) == 0) faults.push_back(name + " is asked for a key that nobody reads");
      if (!asked.insert(text).second) faults.push_back(name + " is asked twice for a key");
    }
    if (wanted.size() > call.batch->max.value) faults.push_back(name + ": more keys than max");
    const Answered answer = unless_fatal(ended, [&] { return exchange(call, *request, state); });
    if (ended) continue;
    if (!answer.failed) {
      join(call, *answer.message, state, &wanted);
    } else {
      for (const std::string& key : wanted) state.rows[key] = stand_in(call, answer.message);
    }
  }
  if (ended) throw Blocked{};
  if (asked.size() != keys.size()) faults.push_back(name + " is not asked for every key");
}

// As the gateway has shared them out; where it has not come to that, as they come.
std::vector<std::unique_ptr<pb::Message>> CallRuns::chunks_of(
    const CallSyntax& call, const pb::Message& common,
    const std::map<std::string, Value>& keys) const {
  const auto sent = reading_.asked.chunks.find(call.name.value);
  if (sent != reading_.asked.chunks.end()) return as_sent(call, common, sent->second, keys.size());
  std::vector<std::unique_ptr<pb::Message>> all;
  const auto& into = *common.GetDescriptor()->FindFieldByName(call.batch->into.value);
  for (const auto& [text, key] : keys) {
    const bool full =
        all.empty() || static_cast<std::uint32_t>(all.back()->GetReflection()->FieldSize(
                           *all.back(), &into)) == call.batch->max.value;
    if (full) {
      all.push_back(reading_.pool.parse(*common.GetDescriptor(), common.SerializeAsString()));
    }
    put(*all.back(), into, key, values_);
  }
  return all;
}

std::vector<std::unique_ptr<pb::Message>> CallRuns::as_sent(const CallSyntax& call,
                                                            const pb::Message& common,
                                                            const std::vector<std::string>& sent,
                                                            std::size_t keys) const {
  std::vector<std::unique_ptr<pb::Message>> all;
  const auto& into = *common.GetDescriptor()->FindFieldByName(call.batch->into.value);
  for (const std::string& bytes : sent) {
    auto request = reading_.pool.parse(*common.GetDescriptor(), bytes);
    auto rest = reading_.pool.parse(*common.GetDescriptor(), bytes);
    rest->GetReflection()->ClearField(rest.get(), &into);
    if (rest->SerializeAsString() != common.SerializeAsString()) {
      reading_.faults.push_back(call.name.value + " is asked with something else than its `with`");
    }
    all.push_back(std::move(request));
  }
  const std::size_t fewest = (keys + call.batch->max.value - 1) / call.batch->max.value;
  if (all.size() != fewest) {
    reading_.faults.push_back(call.name.value + " makes more calls than it need");
  }
  return all;
}

// One request a key; its `when` is judged for each.
void CallRuns::make_by_value(const CallSyntax& call, State& state) {
  const auto keys = keys_.collect(call.name.value);
  if (too_many(call, keys, call.for_each->max.value, state)) return;
  bool ended = false;
  for (const auto& [text, key] : keys) {
    expressions_.bind_only({{call.for_each->name.value, key}});
    const Answered answer = unless_fatal(ended, [&]() -> Answered {
      if (call.when && !expressions_.holds(*call.when)) return {nullptr, true};
      const auto request = requests_.request_of(call);
      return request == nullptr ? Answered{nullptr, true} : exchange(call, *request, state);
    });
    state.rows[text] = stand_in(call, answer.message);
  }
  expressions_.bind_only({});
  if (ended) throw Blocked{};
}

// The rows of an answer by their keys, those without one left out: of an index the first row, of a
// group all. `wanted`: of these keys only.
void CallRuns::join(const CallSyntax& call, const pb::Message& answer, State& state,
                    const std::set<std::string>* wanted) const {
  const std::string& name = call.name.value;
  const Answering how = answering(reading_.asked.world, call);
  const Value rows = values_.field(message_of(answer, name), how.rows);
  if (call.group && wanted != nullptr) {
    for (const std::string& key : *wanted) state.rows[key] = list_of({}, name);
  }
  if (values_.is_map(rows)) {
    for (const auto& [key, value] : values_.entries(rows)) {
      if (wanted == nullptr || wanted->count(key) != 0) state.rows[key] = value;
    }
    return;
  }
  for (const Value& row : values_.elements(rows)) {
    const Value key = values_.field(row, how.key);
    if (key.null()) continue;
    const std::string text = values_.key(key);
    if (wanted != nullptr && wanted->count(text) == 0) continue;
    if (!call.group) {
      state.rows.try_emplace(text, row);
      continue;
    }
    state.rows.try_emplace(text, list_of({}, name)).first->second.items.push_back(row);
  }
}

}  // namespace bff::random_plans
