// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/random/reference/table_keys.hpp"

#include <utility>

#include "unit/plan/random/reference/call_syntax.hpp"

namespace bff::random_plans {

using namespace plan;
using Kind = ShapeSyntax::Kind;

namespace {

// Whether one of the names is read, keys of look-ups included.
template <class Part>
bool reads(const Part& part, const std::set<std::string>& names) {
  bool found = false;
  each_ref(part, [&](const RefSyntax& ref) { found = found || names.count(ref.name) != 0; });
  return found;
}

}  // namespace

bool TableKeys::looks_up(const ShapeSyntax& shape, const View& view,
                         const std::string& table) const {
  bool found = false;
  types_.each_ref(shape, view, [&](const RefSyntax& ref) { found = found || ref.name == table; });
  return found;
}

bool TableKeys::part_looks_up(const ShapeSyntax& shape, const View& view,
                              const std::string& table) const {
  bool found = false;
  types_.each_part(shape, view, [&](const ShapeSyntax& part, const View& below) {
    found = found || looks_up(part, below, table);
  });
  return found;
}

std::map<std::string, Value> TableKeys::collect(const std::string& table) {
  Keys keys{table, {}, {}};
  collect(*reading_.route.shape, reading_.view, keys);
  for (const std::string& name : calls_) {
    const CallSyntax& call = *find_call(reading_.route, name);
    if (name == table) continue;
    // Those of a table by value cannot be by what it is asked for itself.
    if (call.when) note_keys(*call.when, keys);
    keys.own.clear();
    if (call.for_each) keys.own.insert(call.for_each->name.value);
    if (call.with) collect(*call.with, View(), keys);
  }
  return std::move(keys.found);
}

template <class Part>
void TableKeys::note_keys(const Part& part, Keys& keys) {
  each_ref(part, [&](const RefSyntax& ref) {
    const bool looked_up = ref.name == keys.table && !ref.steps.empty() &&
                           ref.steps[0].kind == RefSyntax::Step::Kind::lookup;
    if (!looked_up) return;
    const Value key = expressions_.key_of(ref.steps[0]);
    if (!key.null()) keys.found.emplace(reading_.values.key(key), key);
  });
}

void TableKeys::collect(const ShapeSyntax& shape, const View& view, Keys& keys) {
  if (!looks_up(shape, view, keys.table)) return;
  const std::set<std::string> table{keys.table};
  if (shape.when) note_keys(*shape.when, keys);
  if (shape.when && shape.kind != Kind::each && !reads(*shape.when, keys.own)) {
    const bool inside = (shape.expression && reads(*shape.expression, table)) ||
                        (shape.text && reads(*shape.text, table)) ||
                        part_looks_up(shape, view, keys.table);
    // A condition by the table's own rows, with no look-up inside, need not be judged yet.
    if (!inside || !expressions_.holds(*shape.when)) return;
  }
  if (shape.expression) note_keys(*shape.expression, keys);
  if (shape.text) note_keys(*shape.text, keys);
  // Its keys are taken before there is such a value, so loops over it are not walked.
  if (shape.body && shape.expression && reads(*shape.expression, keys.own)) {
    keys.own.insert(shape.name.value);
    return collect(*shape.body, view, keys);
  }
  if (shape.kind == Kind::each) {
    collect_each(shape, view, keys);
  } else if (shape.kind == Kind::from) {
    if (!shape.body || !looks_up(*shape.body, view, keys.table)) return;
    const Value value = expressions_.evaluate(*shape.expression);
    if (value.null()) return;
    expressions_.with_name(shape.name.value, value, [&] { collect(*shape.body, view, keys); });
  } else if (shape.kind == Kind::choice) {
    if (!part_looks_up(shape, view, keys.table)) return;
    const auto arm = selection_.chosen(shape);
    if (arm && *arm != nullptr) collect(**arm, view, keys);
  } else {
    collect_parts(shape, view, keys);
  }
}

void TableKeys::collect_each(const ShapeSyntax& shape, const View& view, Keys& keys) {
  const View inside = view.inside();
  if (!shape.body || !looks_up(*shape.body, inside, keys.table)) return;
  const bool chooses = shape.body->kind == Kind::choice && !shape.body->when;
  const bool by_rows = chooses && reads(*shape.body->expression, {keys.table});
  selection_.each(
      shape, expressions_.evaluate(*shape.expression), view,
      [&](const Value&) {
        collect(*shape.body, inside, keys);
        return !by_rows && (!chooses || selection_.chosen(*shape.body).has_value());
      },
      by_rows);  // while the rows are not there, any element may be within the limit
}

void TableKeys::collect_parts(const ShapeSyntax& shape, const View& view, Keys& keys) {
  types_.each_part(shape, view,
                   [&](const ShapeSyntax& part, const View& below) { collect(part, below, keys); });
}

}  // namespace bff::random_plans
