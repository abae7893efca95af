// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/random/reference_run.hpp"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "unit/plan/random/refs.hpp"
#include "unit/plan/random/request_filler.hpp"
#include "unit/plan/random/value.hpp"

namespace bff::random_plans {

namespace pb = google::protobuf;
using namespace plan;
using test::JsonTree;
using Field = pb::FieldDescriptor;
using Kind = ShapeSyntax::Kind;

namespace {

struct Fatal {
  Error error;
};
struct Blocked {};      // by a call whose failure ends the request
struct ReadMissing {};  // in a request: its call is not made

// google.rpc.Code, as far as these services fail with one.
constexpr std::pair<const char*, int> kCodes[] = {{"NOT_FOUND", 5}, {"UNAVAILABLE", 14}};

const CallSyntax* find_call(const RouteSyntax& route, const std::string& name) {
  for (const CallSyntax& call : route.calls) {
    if (call.name.value == name) return &call;
  }
  return nullptr;
}

bool is_table(const CallSyntax& call) { return call.batch || call.for_each; }
bool is_keyed(const CallSyntax& call) { return is_table(call) || call.index || call.group; }

std::string json_of(const config::Node& node) {
  std::string out;
  switch (node.kind) {
    case config::Node::Kind::text:
      return test::json_text(node.scalar);
    case config::Node::Kind::list:
      for (const auto& item : node.items) out += (out.empty() ? "" : ",") + json_of(item);
      return "[" + out + "]";
    case config::Node::Kind::map:
      for (const auto& [key, place, value] : node.members) {
        out += (out.empty() ? "" : ",") + test::json_text(key) + ":" + json_of(value);
      }
      return "{" + out + "}";
    default:
      return node.scalar.empty() ? "null" : node.scalar;
  }
}

test::reference::Route format_of(const RouteFile& file) {
  using Enums = test::reference::Route::Enums;
  test::reference::Route format;
  format.int64_numbers = file.format.int64 == proto::JsonFormat::Int64::number;
  format.proto_names = file.format.names == proto::JsonFormat::Names::proto;
  format.enums = file.format.enums == proto::JsonFormat::Enums::short_name  ? Enums::short_names
                 : file.format.enums == proto::JsonFormat::Enums::full_name ? Enums::full_names
                                                                            : Enums::numbers;
  return format;
}

struct State {
  enum class Phase { fresh, done, fatal } phase = Phase::fresh;
  bool missing = false;  // not made, or an ordinary call that failed as_null
  Value value;           // of an ordinary call
  std::map<std::string, Value> rows;
  bool all_null = false;           // a table that failed as_null as a whole
  std::set<std::string> failures;  // that the answer survives
  std::vector<std::shared_ptr<pb::Message>> messages;
};

class Run {
 public:
  Run(const Asked& asked, std::vector<std::string>& faults)
      : asked_(asked),
        route_(asked.file.routes.front()),
        pool_(asked.world.reference()),
        format_(format_of(asked.file)),
        values_(pool_, format_),
        view_(route_.clients ? View(route_.clients->front()) : View()),
        faults_(faults) {}

  Expected run() {
    note_types(*route_.shape);
    note_calls();
    for (const std::string& call : kept_) {
      try {
        ensure(call);
      } catch (const Blocked&) {
      }
    }
    if (expected_.problems.empty()) {
      try {
        finish();
      } catch (const Fatal& fatal) {
        expected_.problems.insert(told(fatal.error));
      }
    }
    return std::move(expected_);
  }

 private:
  // ---- Which calls there are
  // ----------------------------------------------------------------------

  void note_calls() {
    std::set<std::string> open;
    const auto see = [&](const RefSyntax& ref) {
      if (find_call(route_, ref.name) != nullptr) open.insert(ref.name);
    };
    each_ref(*route_.shape, view_, keeps_, see);
    while (!open.empty()) {
      const std::string name = *open.begin();
      open.erase(open.begin());
      if (!kept_.insert(name).second) continue;
      const CallSyntax& call = *find_call(route_, name);
      if (call.with) each_ref(*call.with, View(), keeps_, see);
      if (call.when) each_ref(*call.when, see);
    }
  }

  template <class Part>
  bool looks_up(const Part& part, const std::string& table) const {
    bool found = false;
    each_ref(part, [&](const RefSyntax& ref) { found = found || ref.name == table; });
    return found;
  }
  bool looks_up(const ShapeSyntax& shape, const View& view, const std::string& table) const {
    bool found = false;
    each_ref(shape, view, keeps_,
             [&](const RefSyntax& ref) { found = found || ref.name == table; });
    return found;
  }

  // ---- Expressions
  // --------------------------------------------------------------------------------

  Value evaluate(const RefSyntax& ref) {
    std::size_t taken = 0;
    Value value = root_of(ref, taken);
    return follow(std::move(value), ref, taken);
  }

  Value root_of(const RefSyntax& ref, std::size_t& taken) {
    if (ref.name == "query") {
      taken = 1;
      const std::string& name = ref.steps[0].name;
      const auto given = asked_.query.find(name);
      if (given == asked_.query.end()) return null_of(Value::Kind::absent, "");
      return made_of({name == "n" ? Scalar::Kind::integer : Scalar::Kind::text, given->second});
    }
    if (const auto bound = names_.find(ref.name); bound != names_.end()) return bound->second;
    if (find_call(route_, ref.name) == nullptr) {
      faults_.push_back("the reference does not know $" + ref.name + " here");
      return {};
    }
    const CallSyntax& call = *find_call(route_, ref.name);
    const bool keyed =
        !ref.steps.empty() && ref.steps[0].kind == RefSyntax::Step::Kind::lookup && is_keyed(call);
    if (keyed) {
      taken = 1;
      return look_up(call, key_of(ref.steps[0]));
    }
    ensure(ref.name);
    return states_[ref.name].value;
  }

  Value key_of(const RefSyntax::Step& step) {
    return step.key ? evaluate(*step.key) : made_of(literal(*step.literal, nullptr));
  }

  Value look_up(const CallSyntax& call, const Value& key) {
    const std::string& name = call.name.value;
    ensure(name);
    const State& state = states_[name];
    const Value missing = null_of(Value::Kind::missing, name);
    if (key.null()) {
      const bool list = call.group && key.kind == Value::Kind::absent;
      return list && !state.missing && !state.all_null ? list_of({}, name)
                                                       : null_of(key.kind, name);
    }
    if (const auto row = state.rows.find(values_.key(key)); row != state.rows.end()) {
      return row->second;
    }
    return call.group && !state.missing && !state.all_null ? list_of({}, name) : missing;
  }

  static Value list_of(std::vector<Value> items, std::string origin) {
    Value list = null_of(Value::Kind::list, std::move(origin));
    list.items = std::move(items);
    return list;
  }

  Value follow(Value value, const RefSyntax& ref, std::size_t from) {
    using Step = RefSyntax::Step::Kind;
    for (std::size_t i = from; i < ref.steps.size(); ++i) {
      const RefSyntax::Step& step = ref.steps[i];
      if (step.kind == Step::insist && value.null()) throw insisted(value);
      if (step.kind == Step::insist) continue;
      if (value.null()) {
        if (step.kind == Step::all) return value;
        continue;
      }
      if (step.kind == Step::field) {
        value = values_.field(value, step.name);
      } else if (step.kind == Step::first) {
        const auto all = values_.elements(value);
        value = all.empty() ? null_of(Value::Kind::absent, value.origin) : all.front();
      } else if (step.kind == Step::all) {
        return all_of(value, ref, i + 1);
      } else {
        value = entry_of(value, key_of(step));
      }
    }
    return value;
  }

  Value all_of(const Value& list, const RefSyntax& ref, std::size_t from) {
    std::vector<Value> all;
    for (const Value& element : values_.elements(list)) {
      const Value value = follow(element, ref, from);
      if (value.kind == Value::Kind::one) all.push_back(value);
      if (value.kind != Value::Kind::list) continue;
      for (const Value& one : values_.elements(value)) all.push_back(one);
    }
    return list_of(std::move(all), list.origin);
  }

  Value entry_of(const Value& map, const Value& key) {
    if (key.null()) return null_of(key.kind, map.origin);
    for (const auto& [name, value] : values_.entries(map)) {
      if (name == values_.key(key)) return value;
    }
    return null_of(Value::Kind::absent, map.origin);
  }

  static Fatal insisted(const Value& value) {
    const bool input = value.origin.empty();
    return {
        {.code = input ? Errc::invalid_parameter : Errc::upstream_absent, .call = value.origin}};
  }

  // The value of an expression; a literal is `made` of what it is written as.
  Value evaluate(const ExpressionSyntax& expression) {
    const bool if_empty = expression.fallback == ExpressionSyntax::Fallback::if_empty;
    for (std::size_t i = 0; i < expression.refs.size(); ++i) {
      const Value value = evaluate(expression.refs[i]);
      if (i + 1 == expression.refs.size() && !expression.literal) return value;
      if (value.null()) continue;
      const bool empty =
          value.kind == Value::Kind::one && !value.is_message() && values_.scalar(value).empty();
      if (!if_empty || !empty) return value;
    }
    if (expression.literal->kind == config::Node::Kind::null) {
      return null_of(Value::Kind::absent, "");
    }
    return made_of(literal(*expression.literal, nullptr));
  }

  // By the conventions of random_route(), or by the scalar that it stands beside.
  Scalar literal(const config::Node& node, const Scalar* beside) const {
    Scalar made;
    made.text = node.scalar;
    if (node.kind == config::Node::Kind::boolean) made.kind = Scalar::Kind::boolean;
    if (node.kind == config::Node::Kind::number) {
      made.kind = node.scalar == "0.5" ? Scalar::Kind::real : Scalar::Kind::integer;
      if (made.kind == Scalar::Kind::real) made.real = 0.5;
    }
    if (node.is_text() && !node.quoted) {
      const auto& hues = *pool_.find("w.Row")->file()->FindEnumTypeByName("Hue");
      const auto* value = hues.FindValueByName(node.scalar);
      if (value == nullptr) value = hues.FindValueByName("HUE_" + node.scalar);
      made = {Scalar::Kind::enumeration, std::to_string(value->number()), 0, &hues};
    }
    const bool bytes =
        beside != nullptr ? beside->kind == Scalar::Kind::bytes : node.scalar == "YQ==";
    if (node.quoted && bytes) made = {Scalar::Kind::bytes, node.scalar == "YQ==" ? "a" : "?"};
    return made;
  }

  Value evaluate(const TextSyntax& text) {
    std::string out;
    // Of a whole that begins like a path or an address, values are encoded.
    const std::string& begin = text.parts.front().text;
    const bool url = begin.starts_with("/") || begin.starts_with("https://");
    for (const auto& part : text.parts) {
      out += part.text;
      if (!part.value) continue;
      const Value value = evaluate(*part.value);
      if (value.null()) return value;
      const std::string one = values_.in_text(value);
      out += url ? encoded(one, part.keeps_slashes) : one;
    }
    return made_of({Scalar::Kind::text, out});
  }

  static std::string encoded(const std::string& text, bool keeps_slashes) {
    std::string out;
    for (const char c : text) {
      const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                         (c >= '0' && c <= '9') ||
                         std::string_view("-._~").find(c) != std::string_view::npos;
      if (plain || (c == '/' && keeps_slashes)) {
        out += c;
      } else {
        char escape[4];
        std::snprintf(escape, sizeof escape, "%%%02X", static_cast<unsigned char>(c));
        out += escape;
      }
    }
    return out;
  }

  bool counts(const Value& value) const {
    if (value.null()) return false;
    if (value.kind == Value::Kind::list) return !values_.elements(value).empty();
    return value.is_message() || !values_.scalar(value).empty();
  }

  bool equal(const Value& a, const Value& b) const {
    if (a.null() || b.null()) return a.null() && b.null();
    return values_.scalar(a) == values_.scalar(b);
  }

  bool equal(const Value& value, const config::Node& node) const {
    if (node.kind == config::Node::Kind::null || value.null()) {
      return node.kind == config::Node::Kind::null && value.null();
    }
    const Scalar beside = values_.scalar(value);
    return beside == literal(node, &beside);
  }

  bool holds(const ConditionSyntax& condition) {
    using Op = ConditionSyntax::Op;
    const Value left = evaluate(condition.left);
    if (condition.op == Op::holds) return counts(left);
    if (condition.op == Op::fails) return !counts(left);
    bool found = false;
    for (const RefSyntax& ref : condition.refs) found = found || equal(left, evaluate(ref));
    for (const config::Node& node : condition.literals) found = found || equal(left, node);
    return found != (condition.op == Op::unequal);
  }

  bool holds(const ConditionsSyntax& conditions) {
    return std::all_of(conditions.all.begin(), conditions.all.end(),
                       [&](const ConditionSyntax& one) { return holds(one); });
  }

  // ---- Calls
  // --------------------------------------------------------------------------------------

  void ensure(const std::string& name) {
    State& state = states_[name];
    if (state.phase == State::Phase::fatal) throw Blocked{};
    if (state.phase == State::Phase::done) return;
    const auto names = std::exchange(names_, {});
    try {
      make(*find_call(route_, name), state);
      state.phase = State::Phase::done;
    } catch (const Fatal& fatal) {
      expected_.problems.insert(told(fatal.error));
      state.phase = State::Phase::fatal;
    } catch (const Blocked&) {
      state.phase = State::Phase::fatal;
    }
    names_ = names;
    if (state.phase == State::Phase::fatal) throw Blocked{};
  }

  // The calls that an expression of a request takes with it when they are missing.
  void missing_of(const ExpressionSyntax& expression, std::set<std::string>& calls) const {
    if (!expression.literal) missing_of(expression.refs.back(), calls);
  }
  void missing_of(const RefSyntax& ref, std::set<std::string>& calls) const {
    std::set<std::string> some;
    if (find_call(route_, ref.name) != nullptr) some.insert(ref.name);
    for (const auto& step : ref.steps) {
      if (step.kind == RefSyntax::Step::Kind::insist) some.clear();
      if (step.key) missing_of(*step.key, some);
      if (step.kind == RefSyntax::Step::Kind::all) break;
    }
    calls.insert(some.begin(), some.end());
  }
  void missing_of(const ShapeSyntax& shape, std::set<std::string>& calls) const {
    if (shape.expression) missing_of(*shape.expression, calls);
    if (shape.text) {
      for (const auto& part : shape.text->parts) {
        if (part.value) missing_of(*part.value, calls);
      }
    }
    each_part(shape, View(), keeps_,
              [&](const ShapeSyntax& part, const View&) { missing_of(part, calls); });
  }

  bool reads_missing(const CallSyntax& call) {
    if (!call.with) return false;
    std::set<std::string> calls;
    missing_of(*call.with, calls);
    bool found = false;
    for (const std::string& one : calls) {
      ensure(one);
      found = found || states_[one].missing;
    }
    return found;
  }

  void set_missing(State& state, const std::string& name) {
    state.missing = true;
    state.value = null_of(Value::Kind::missing, name);
  }

  void make(const CallSyntax& call, State& state) {
    const std::string& name = call.name.value;
    if (reads_missing(call)) return set_missing(state, name);
    if (call.when && !call.for_each && !holds(*call.when)) return set_missing(state, name);
    if (call.batch) return make_batch(call, state);
    if (call.for_each) return make_by_value(call, state);
    const auto request = request_of(call);
    if (request == nullptr) return set_missing(state, name);
    const Answered answer = exchange(call, *request, state);
    if (answer.message == nullptr) return set_missing(state, name);
    state.value = message_of(*answer.message, name);
    if (is_keyed(call)) join(call, *answer.message, state, nullptr);
  }

  // Null: it reads what is missing.
  std::unique_ptr<pb::Message> request_of(const CallSyntax& call) {
    auto request = pool_.parse(*pool_.find("w.Ask"), "");
    try {
      if (call.with) fill(*request, *call.with);
    } catch (const ReadMissing&) {
      return nullptr;
    }
    return request;
  }

  void fill(pb::Message& request, const ShapeSyntax& object) {
    for (const ShapeMember& member : object.members) {
      fill(request, *request.GetDescriptor()->FindFieldByName(member.key.value), *member.value);
    }
  }

  static Value present(Value value) {
    if (value.kind == Value::Kind::missing) throw ReadMissing{};
    return value;
  }

  void fill(pb::Message& into, const Field& field, const ShapeSyntax& shape) {
    if (shape.when && shape.kind != Kind::each && !holds(*shape.when)) return;
    switch (shape.kind) {
      case Kind::literal:
        return put(into, field, made_of(literal(shape.literal, nullptr)), values_);
      case Kind::expression:
        return put(into, field, present(evaluate(*shape.expression)), values_);
      case Kind::text:
        return put(into, field, present(evaluate(*shape.text)), values_);
      case Kind::object:
        return fill(open(into, field), shape);
      case Kind::list:
        for (const auto& item : shape.items) fill(into, field, *item);
        return;
      case Kind::each:
        each(shape, present(evaluate(*shape.expression)), View(), [&](const Value& element) {
          shape.body ? fill(into, field, *shape.body) : put(into, field, element, values_);
          return true;
        });
        return;
      default:
        faults_.push_back("the reference knows no such form of a request");
    }
  }

  // What a call, a chunk or a key was answered with. Failed and null: as_null.
  struct Answered {
    const pb::Message* message;
    bool failed;
  };

  Answered exchange(const CallSyntax& call, const pb::Message& request, State& state) {
    const std::string& name = call.name.value;
    const Answering how = answering(asked_.world, call);
    expected_.requests[name].insert(request.SerializeAsString());
    Result<std::string> answer = asked_.services.answer(name, how, request);
    if (answer) {
      auto message = pool_.parse(*pool_.find(how.message), *answer);
      if (message != nullptr) return {keep(state, std::move(message)), false};
      answer = Error{.code = Errc::upstream_invalid, .rpc_code = 13};
    }
    return {survive(call, answer.error(), state), true};
  }

  // Of several parts that end the request any may be the first.
  template <class Ask>
  Answered unless_fatal(bool& ended, Ask&& ask) {
    try {
      return ask();
    } catch (const Fatal& fatal) {
      expected_.problems.insert(told(fatal.error));
      ended = true;
      return {nullptr, true};
    }
  }

  const pb::Message* keep(State& state, std::unique_ptr<pb::Message> message) {
    state.messages.emplace_back(std::move(message));
    return state.messages.back().get();
  }

  // What `on_error` makes of a failure: a row or a response, or null.
  const pb::Message* survive(const CallSyntax& call, Error error, State& state) {
    error.call = call.name.value;
    const FailureSyntax* action = &call.on_error.otherwise;
    for (const auto& [code, failure] : call.on_error.by_code) {
      for (const auto& [word, number] : kCodes) {
        if (code.value == word && number == error.rpc_code) action = &failure;
      }
    }
    if (action->kind == FailureSyntax::Kind::fail) throw Fatal{error};
    if (action->kind == FailureSyntax::Kind::problem) {
      error.code = Errc::declared_problem;
      error.status = action->status;
      throw Fatal{error};
    }
    state.failures.insert(told(error));
    if (action->kind == FailureSyntax::Kind::as_null) return nullptr;
    // Of a batch the default is a row.
    const std::string type = call.batch ? "w.Row" : answering(asked_.world, call).message;
    auto made = pool_.parse(*pool_.find(type), "");
    const auto status = pb::util::JsonStringToMessage(json_of(action->value), made.get());
    if (!status.ok()) faults_.push_back("the default is no message: " + status.ToString());
    return keep(state, std::move(made));
  }

  // The rows of an answer by their keys; `wanted`: of these keys only.
  void join(const CallSyntax& call, const pb::Message& answer, State& state,
            const std::set<std::string>* wanted) {
    const std::string& name = call.name.value;
    const Answering how = answering(asked_.world, call);
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

  Value stand_in(const CallSyntax& call, const pb::Message* row) const {
    const std::string& name = call.name.value;
    if (row == nullptr) return null_of(Value::Kind::missing, name);
    const Value one = message_of(*row, name);
    return call.group ? list_of({one}, name) : one;
  }

  // More keys than it may be asked for: it fails as a whole.
  bool too_many(const CallSyntax& call, std::map<std::string, Value>& keys, std::uint32_t most,
                State& state) {
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

  void make_batch(const CallSyntax& call, State& state) {
    const std::string& name = call.name.value;
    auto keys = collect(name);
    if (too_many(call, keys, call.batch->total.value, state) || keys.empty()) return;
    const auto common = request_of(call);
    if (common == nullptr) return set_missing(state, name);
    std::set<std::string> asked;
    bool ended = false;
    for (const auto& request : chunks_of(call, *common, keys)) {
      std::set<std::string> wanted;
      const Value list = values_.field(message_of(*request, name), call.batch->into.value);
      for (const Value& key : values_.elements(list)) {
        const std::string text = values_.key(key);
        wanted.insert(text);
        if (keys.count(text) == 0)
          faults_.push_back(name + " is asked for a key that nobody reads");
        if (!asked.insert(text).second) faults_.push_back(name + " is asked twice for a key");
      }
      if (wanted.size() > call.batch->max.value) faults_.push_back(name + ": more keys than max");
      const Answered answer = unless_fatal(ended, [&] { return exchange(call, *request, state); });
      if (ended) continue;
      if (!answer.failed) {
        join(call, *answer.message, state, &wanted);
      } else {
        for (const std::string& key : wanted) state.rows[key] = stand_in(call, answer.message);
      }
    }
    if (ended) throw Blocked{};
    if (asked.size() != keys.size()) faults_.push_back(name + " is not asked for every key");
  }

  // As the gateway has shared them out; where it has not come to that, as they come.
  std::vector<std::unique_ptr<pb::Message>> chunks_of(const CallSyntax& call,
                                                      const pb::Message& common,
                                                      const std::map<std::string, Value>& keys) {
    std::vector<std::unique_ptr<pb::Message>> all;
    const auto& into = *common.GetDescriptor()->FindFieldByName(call.batch->into.value);
    const auto sent = asked_.chunks.find(call.name.value);
    if (sent != asked_.chunks.end()) {
      for (const std::string& bytes : sent->second) {
        auto request = pool_.parse(*common.GetDescriptor(), bytes);
        auto rest = pool_.parse(*common.GetDescriptor(), bytes);
        rest->GetReflection()->ClearField(rest.get(), &into);
        if (rest->SerializeAsString() != common.SerializeAsString()) {
          faults_.push_back(call.name.value + " is asked with something else than its `with`");
        }
        all.push_back(std::move(request));
      }
      const std::size_t fewest = (keys.size() + call.batch->max.value - 1) / call.batch->max.value;
      if (all.size() != fewest)
        faults_.push_back(call.name.value + " makes more calls than it need");
      return all;
    }
    for (const auto& [text, key] : keys) {
      const bool full =
          all.empty() || static_cast<std::uint32_t>(all.back()->GetReflection()->FieldSize(
                             *all.back(), &into)) == call.batch->max.value;
      if (full) all.push_back(pool_.parse(*common.GetDescriptor(), common.SerializeAsString()));
      put(*all.back(), into, key, values_);
    }
    return all;
  }

  void make_by_value(const CallSyntax& call, State& state) {
    const std::string& name = call.name.value;
    auto keys = collect(name);
    if (too_many(call, keys, call.for_each->max.value, state)) return;
    bool ended = false;
    for (const auto& [text, key] : keys) {
      names_ = {{call.for_each->name.value, key}};
      const Answered answer = unless_fatal(ended, [&]() -> Answered {
        if (call.when && !holds(*call.when)) return {nullptr, true};
        const auto request = request_of(call);
        return request == nullptr ? Answered{nullptr, true} : exchange(call, *request, state);
      });
      state.rows[text] = stand_in(call, answer.message);
    }
    names_.clear();
    if (ended) throw Blocked{};
  }

  // ---- Keys
  // ---------------------------------------------------------------------------------------

  std::map<std::string, Value> collect(const std::string& table) {
    Keys keys{table, {}, {}};
    collect(*route_.shape, view_, keys);
    for (const std::string& name : kept_) {
      const CallSyntax& call = *find_call(route_, name);
      if (name == table) continue;
      // Those of a table by value cannot be by what it is asked for itself.
      if (call.when) collect_own(*call.when, keys);
      keys.own.clear();
      if (call.for_each) keys.own.insert(call.for_each->name.value);
      if (call.with) collect(*call.with, View(), keys);
    }
    return std::move(keys.found);
  }

  struct Keys {
    const std::string& table;
    std::map<std::string, Value> found;
    std::set<std::string> own;  // what a table by value is asked by, and its parts
  };

  template <class Part>
  static bool reads_own(const Part& part, const Keys& keys) {
    bool found = false;
    each_ref(part, [&](const RefSyntax& ref) { found = found || keys.own.count(ref.name) != 0; });
    return found;
  }

  template <class Part>
  void collect_own(const Part& part, Keys& keys) {
    each_ref(part, [&](const RefSyntax& ref) {
      const bool looked_up = ref.name == keys.table && !ref.steps.empty() &&
                             ref.steps[0].kind == RefSyntax::Step::Kind::lookup;
      if (!looked_up) return;
      const Value key = key_of(ref.steps[0]);
      if (!key.null()) keys.found.emplace(values_.key(key), key);
    });
  }

  // Null keys are dropped; what a `$when`, a filter, a limit or a case leaves out looks nothing up.
  void collect(const ShapeSyntax& shape, const View& view, Keys& keys) {
    if (!looks_up(shape, view, keys.table)) return;
    if (shape.when) collect_own(*shape.when, keys);
    if (shape.when && shape.kind != Kind::each && !reads_own(*shape.when, keys)) {
      bool inside = shape.expression && looks_up(*shape.expression, keys.table);
      inside = inside || (shape.text && looks_up(*shape.text, keys.table));
      each_part(shape, view, keeps_, [&](const ShapeSyntax& part, const View& below) {
        inside = inside || looks_up(part, below, keys.table);
      });
      if (!inside || !holds(*shape.when)) return;
    }
    if (shape.expression) collect_own(*shape.expression, keys);
    if (shape.text) collect_own(*shape.text, keys);
    // Its keys are taken before there is such a value, so loops over it are not walked.
    if (shape.body && shape.expression && reads_own(*shape.expression, keys)) {
      keys.own.insert(shape.name.value);
      return collect(*shape.body, view, keys);
    }
    if (shape.kind == Kind::each) {
      if (!shape.body || !looks_up(*shape.body, view.inside(), keys.table)) return;
      const bool chooses = shape.body->kind == Kind::choice && !shape.body->when;
      const bool by_rows = chooses && looks_up(*shape.body->expression, keys.table);
      each(
          shape, evaluate(*shape.expression), view,
          [&](const Value&) {
            collect(*shape.body, view.inside(), keys);
            return !by_rows && (!chooses || chosen(*shape.body).has_value());
          },
          by_rows);  // while the rows are not there, any element may be within the limit
    } else if (shape.kind == Kind::from) {
      if (!shape.body || !looks_up(*shape.body, view, keys.table)) return;
      const Value value = evaluate(*shape.expression);
      if (value.null()) return;
      with_name(shape.name.value, value, [&] { collect(*shape.body, view, keys); });
    } else if (shape.kind == Kind::choice) {
      bool inside = false;
      each_part(shape, view, keeps_, [&](const ShapeSyntax& part, const View& below) {
        inside = inside || looks_up(part, below, keys.table);
      });
      if (!inside) return;
      const auto arm = chosen(shape);
      if (arm && *arm != nullptr) collect(**arm, view, keys);
    } else {
      each_part(shape, view, keeps_,
                [&](const ShapeSyntax& part, const View& below) { collect(part, below, keys); });
    }
  }

  // ---- Walking
  // ------------------------------------------------------------------------------------

  template <class Do>
  void with_name(const std::string& name, const Value& value, Do&& act) {
    const auto around = names_;
    if (!name.empty()) names_[name] = value;
    act();
    names_ = around;
  }

  // Elements that the filter lets through, until the limit has been taken: `take` says whether one
  // was. `all`: whatever the limit.
  template <class Take>
  void each(const ShapeSyntax& shape, const Value& list, const View& view, Take&& take,
            bool all = false) {
    if (list.null()) return;
    std::uint32_t left = std::min(view.limit(), limit_of(shape));
    std::vector<Value> elements;
    if (values_.is_map(list)) {
      left = limit_of(shape);
      for (const auto& [key, value] : values_.entries(list)) elements.push_back(value);
    } else {
      elements = values_.elements(list);
    }
    for (const Value& element : elements) {
      if (left == 0 && !all) return;
      with_name(shape.name.value, element, [&] {
        if (shape.when && !holds(*shape.when)) return;
        if (take(element)) --left;
      });
    }
  }

  std::uint32_t limit_of(const ShapeSyntax& shape) const {
    if (!shape.limit) return std::numeric_limits<std::uint32_t>::max();
    if (shape.limit->number) return *shape.limit->number;
    const auto given = asked_.query.find(shape.limit->ref->steps[0].name);
    return static_cast<std::uint32_t>(std::max(0, std::stoi(given->second)));
  }

  // The body of the case that holds; null where there is none, nothing for `$skip`.
  std::optional<const ShapeSyntax*> chosen(const ShapeSyntax& choice) {
    RefSyntax ref = choice.expression->refs[0];
    std::string last;
    if (!ref.steps.empty() && ref.steps.back().kind == RefSyntax::Step::Kind::field) {
      last = ref.steps.back().name;
      ref.steps.pop_back();
    }
    std::vector<std::string> names;  // that a case may have
    const Value owner = last.empty() ? Value{} : evaluate(ref);
    const auto* oneof =
        owner.is_message() ? owner.message->GetDescriptor()->FindOneofByName(last) : nullptr;
    if (oneof != nullptr) {
      const auto* set =
          owner.message->GetReflection()->GetOneofFieldDescriptor(*owner.message, oneof);
      if (set != nullptr) names.push_back(set->name());
    } else {
      const Value value = evaluate(*choice.expression);
      if (value.null()) return nullptr;
      const Scalar scalar = values_.scalar(value);
      for (int i = 0; i < scalar.type->value_count(); ++i) {
        if (std::to_string(scalar.type->value(i)->number()) != scalar.text) continue;
        names.push_back(scalar.type->value(i)->name());
        names.push_back(short_name(*scalar.type, scalar.type->value(i)->number()));
      }
    }
    const CaseSyntax* arm = choice.otherwise ? &*choice.otherwise : nullptr;
    for (const CaseSyntax& one : choice.cases) {
      const bool fits = std::find(names.begin(), names.end(), one.name.value) != names.end();
      if (fits) arm = &one;
    }
    if (arm == nullptr) return nullptr;
    if (!arm->body) return std::nullopt;
    return arm->body.get();
  }

  static std::string short_name(const pb::EnumDescriptor& type, int number) {
    const std::string json = test::reference::enum_json({}, type, number);
    return json.starts_with('"') ? json.substr(1, json.size() - 2) : json;
  }

  // ---- The answer
  // ---------------------------------------------------------------------------------

  JsonTree checked(JsonTree tree, const View& view, const std::string& origin) const {
    view.trim(tree);
    if (test::holds_error(tree)) throw Fatal{{.code = Errc::upstream_invalid, .call = origin}};
    return tree;
  }

  // Nothing: the element is left out of its list.
  std::optional<JsonTree> write(const ShapeSyntax& shape, const View& view, bool in_list = false) {
    if (shape.when && shape.kind != Kind::each && !holds(*shape.when)) {
      return in_list ? std::nullopt : std::optional(JsonTree{});
    }
    switch (shape.kind) {
      case Kind::object: {
        JsonTree object = JsonTree::of(JsonTree::Kind::object);
        object.members = members(shape, view);
        return object;
      }
      case Kind::literal:
        return JsonTree::value(json_of(shape.literal));
      case Kind::expression:
        return write(*shape.expression, view);
      case Kind::text:
        return values_.json(evaluate(*shape.text));
      case Kind::list:
        return write_list(shape, view);
      case Kind::each:
        return write_each(shape, view);
      case Kind::from: {
        const Value value = evaluate(*shape.expression);
        if (value.null()) return JsonTree{};
        JsonTree made;
        with_name(shape.name.value, value, [&] { made = *body(shape, value, view); });
        return made;
      }
      case Kind::count: {
        const Value list = evaluate(*shape.expression);
        if (list.null()) return JsonTree{};
        const std::size_t count =
            values_.is_map(list) ? values_.entries(list).size() : values_.elements(list).size();
        return JsonTree::value(std::to_string(count));
      }
      case Kind::choice: {
        const auto arm = chosen(shape);
        if (!arm) return std::nullopt;
        return *arm == nullptr ? JsonTree{} : write(**arm, view);
      }
    }
    return JsonTree{};
  }

  JsonTree write(const ExpressionSyntax& expression, const View& view) {
    const Value value = evaluate(expression);
    return checked(values_.json(value), view, value.origin);
  }

  JsonTree write_list(const ShapeSyntax& shape, const View& view) {
    JsonTree list = JsonTree::of(JsonTree::Kind::list);
    for (const auto& item : shape.items) {
      std::optional<JsonTree> made = write(*item, view, true);
      if (!made) continue;
      const bool spread = item->kind == Kind::each && !is_map(item->expression->refs[0]);
      if (!spread) {
        list.items.push_back(std::move(*made));
      } else {
        for (JsonTree& one : made->items) list.items.push_back(std::move(one));
      }
    }
    return list;
  }

  JsonTree write_each(const ShapeSyntax& shape, const View& view) {
    const Value list = evaluate(*shape.expression);
    if (list.null()) return {};
    if (values_.is_map(list)) return write_map(shape, list, view);
    JsonTree all = JsonTree::of(JsonTree::Kind::list);
    each(shape, list, view, [&](const Value& element) {
      std::optional<JsonTree> made = body(shape, element, view.inside());
      if (!made) return false;
      all.items.push_back(std::move(*made));
      return true;
    });
    return all;
  }

  JsonTree write_map(const ShapeSyntax& shape, const Value& map, const View& view) {
    JsonTree all = JsonTree::of(JsonTree::Kind::map);
    for (const auto& [key, value] : values_.entries(map)) {
      if (all.members.size() >= limit_of(shape)) break;
      with_name(shape.name.value, value, [&, &key = key, &value = value] {
        if (shape.when && !holds(*shape.when)) return;
        all.add(key, *body(shape, value, view));
      });
    }
    return all;
  }

  // Of $for or $from, its name bound.
  std::optional<JsonTree> body(const ShapeSyntax& shape, const Value& value, const View& view) {
    if (shape.body) return write(*shape.body, view);
    if (shape.pick || shape.omit) return checked(kept(shape, value), view, value.origin);
    return checked(values_.json(value), view, value.origin);
  }

  static std::vector<const Field*> kept_fields(const ShapeSyntax& shape,
                                               const pb::Descriptor& type) {
    std::vector<const Field*> all;
    if (shape.pick) {
      for (const auto& name : shape.pick->fields) all.push_back(type.FindFieldByName(name.value));
      return all;
    }
    for (int i = 0; i < type.field_count(); ++i) {
      const auto& names = shape.omit ? shape.omit->fields : std::vector<LocatedText>{};
      const bool out = std::any_of(names.begin(), names.end(), [&](const LocatedText& name) {
        return name.value == type.field(i)->name();
      });
      if (!out) all.push_back(type.field(i));
    }
    return all;
  }

  JsonTree kept(const ShapeSyntax& shape, const Value& value) const {
    JsonTree object = JsonTree::of(JsonTree::Kind::object);
    const pb::Message& message = *value.message;
    for (const Field* field : kept_fields(shape, *message.GetDescriptor())) {
      const bool unset_member = field->real_containing_oneof() != nullptr &&
                                !message.GetReflection()->HasField(message, field);
      if (unset_member) continue;
      object.add(values_.writer().key_of(*field), values_.writer().field(message, *field, 1));
    }
    return object;
  }

  // ---- $merge: the keys of an object or a message, all null where that is null
  // ---------------------

  std::vector<test::JsonMember> members(const ShapeSyntax& object, const View& view) {
    std::vector<test::JsonMember> all;
    for (const ShapeMember& member : object.members) {
      if (member.merge) {
        if (!keeps(*member.value, view)) continue;
        for (auto& one : merged(*member.value, view)) all.push_back(std::move(one));
      } else if (const auto below = view.at(member.key.value)) {
        all.push_back({member.key.value, *write(*member.value, *below)});
      }
    }
    return all;
  }

  std::vector<test::JsonMember> merged(const ShapeSyntax& part, const View& view) {
    if (part.kind == Kind::object) return members(part, view);
    const Value value = evaluate(*part.expression);
    std::vector<test::JsonMember> all;
    if (!value.null()) {
      with_name(part.name.value, value, [&] { all = body(part, value, view)->members; });
      return all;
    }
    null_members(part, view, all);
    return all;
  }

  void null_members(const ShapeSyntax& part, const View& view, std::vector<test::JsonMember>& all) {
    if (part.kind == Kind::object) {
      for (const ShapeMember& member : part.members) {
        if (member.merge) {
          null_members(*member.value, view, all);
        } else if (view.at(member.key.value)) {
          all.push_back({member.key.value, {}});
        }
      }
      return;
    }
    if (part.body) return null_members(*part.body, view, all);
    const pb::Descriptor* const type = type_of(part.expression->refs[0]);
    if (type == nullptr) return faults_.push_back("the reference does not know this type");
    for (const Field* field : kept_fields(part, *type)) {
      const std::string key = values_.writer().key_of(*field);
      if (field->real_containing_oneof() == nullptr && view.at(key)) all.push_back({key, {}});
    }
  }

  // The field that a reference leads to, though it may be null now; null where it is a call or a
  // name by itself, whose message `type` then is.
  const Field* leads_to(const RefSyntax& ref, const pb::Descriptor*& type) const {
    std::size_t at = 0;
    const Field* field = nullptr;
    if (ref.name == "query") return nullptr;
    const auto bound = types_.find(ref.name);
    if (bound != types_.end()) {
      type = bound->second;
    } else {
      const CallSyntax& call = *find_call(route_, ref.name);
      type = pool_.find(answering(asked_.world, call).message);
      const bool keyed = !ref.steps.empty() && ref.steps[0].kind == RefSyntax::Step::Kind::lookup &&
                         is_keyed(call);
      if (keyed && !call.for_each) type = pool_.find("w.Row");
      at = keyed ? 1 : 0;
    }
    for (; at < ref.steps.size(); ++at) {
      const auto& step = ref.steps[at];
      if (step.kind == RefSyntax::Step::Kind::lookup) {  // of a map: its entry's value
        field = type->FindFieldByNumber(2);
      } else if (step.kind == RefSyntax::Step::Kind::field) {
        field = type->FindFieldByName(step.name);
      } else {
        continue;
      }
      type = field->message_type();
    }
    return field;
  }

  const pb::Descriptor* type_of(const RefSyntax& ref) const {
    const pb::Descriptor* type = nullptr;
    leads_to(ref, type);
    return type;
  }

  bool is_map(const RefSyntax& ref) const {
    const pb::Descriptor* type = nullptr;
    const Field* const field = leads_to(ref, type);
    return field != nullptr && pool_.is_map(*field);
  }

  // Of the names that $for and $from bind, each of which is bound once.
  void note_types(const ShapeSyntax& shape) {
    if (!shape.name.value.empty()) {
      const RefSyntax& ref = shape.expression->refs[0];
      const pb::Descriptor* const type = type_of(ref);
      types_[shape.name.value] = shape.kind == Kind::each && is_map(ref)
                                     ? type->FindFieldByNumber(2)->message_type()
                                     : type;
    }
    const auto all = [](const ShapeSyntax&, const View&) { return true; };
    each_part(shape, View(), all, [&](const ShapeSyntax& part, const View&) { note_types(part); });
  }

  // Whether the view has a key of what is merged.
  bool keeps(const ShapeSyntax& part, const View& view) const {
    if (view.whole()) return true;
    if (part.kind == Kind::object) {
      return std::any_of(part.members.begin(), part.members.end(), [&](const ShapeMember& member) {
        return member.merge ? keeps(*member.value, view) : view.at(member.key.value).has_value();
      });
    }
    if (part.body) return keeps(*part.body, view);
    const auto fields = kept_fields(part, *type_of(part.expression->refs[0]));
    return std::any_of(fields.begin(), fields.end(), [&](const Field* field) {
      return view.at(values_.writer().key_of(*field)).has_value();
    });
  }

  // ---- The end
  // ------------------------------------------------------------------------------------

  void finish() {
    JsonTree root = *write(*route_.shape, view_);
    for (const CallSyntax& call : route_.calls) {
      if (kept_.count(call.name.value) == 0) continue;
      const State& state = states_[call.name.value];
      if (!state.failures.empty()) expected_.partial.emplace_back(call.name.value, state.failures);
    }
    expected_.body = test::to_json(root);
  }

  const Asked& asked_;
  const RouteSyntax& route_;
  const test::ReferencePool& pool_;
  test::reference::Route format_;
  Values values_;
  View view_;
  std::vector<std::string>& faults_;
  std::set<std::string> kept_;
  std::map<std::string, State> states_;
  std::map<std::string, Value> names_;
  std::map<std::string, const pb::Descriptor*> types_;
  const std::function<bool(const ShapeSyntax&, const View&)> keeps_ =
      [this](const ShapeSyntax& part, const View& view) { return keeps(part, view); };
  Expected expected_;
};

}  // namespace

std::string told(const Error& error) {
  return std::string(info(error.code).slug) + " " + std::to_string(status_of(error)) + " " +
         error.call;
}

Answering answering(const World& world, const CallSyntax& call) {
  Answering how;
  how.message = answer_of(world, call.rpc.value.substr(call.rpc.value.find('/') + 1));
  if (call.batch) how.keys = call.batch->into.value;
  const auto& rows = call.index ? call.index : call.group;
  if (!rows) return how;
  const std::size_t dot = rows->value.find('.');
  how.rows = rows->value.substr(0, dot);
  how.key = dot == std::string::npos ? "key" : rows->value.substr(dot + 1);
  return how;
}

Expected by_the_book(const Asked& asked, std::vector<std::string>& faults) {
  return Run(asked, faults).run();
}

}  // namespace bff::random_plans
