// SPDX-License-Identifier: Apache-2.0
#include "plan/table.hpp"

#include <algorithm>

namespace bff::plan {

TableRows::TableRows(const Table& table, CallId id, std::pmr::memory_resource& arena)
    : table_(table), id_(id), arena_(arena), keys_(table.key->type, arena), rows_(&arena) {
  missing_.kind = Value::Kind::missing;
  missing_.origin = id;
}

Result<bool> TableRows::collect(Scope& scope) {
  const Result<Visit> walked = walk(*table_.collector, scope);
  rows_.assign(keys_.size(), missing_);
  if (!walked) return walked.error();
  return *walked != Visit::stop;
}

Result<Visit> TableRows::walk(const Node& node, Scope& scope) {
  if (!node.when.empty() && node.kind != Node::Kind::each) {
    const Result<bool> held = hold(node.when, scope);
    if (!held) return held.error();
    if (!*held) return Visit::taken;  // it is null; only `$skip` takes an element out of its list
  }
  switch (node.kind) {
    case Node::Kind::object:
      for (const Member& member : node.members) {
        const Result<Visit> visited = walk(*member.value, scope);
        if (!visited || *visited == Visit::stop) return visited;
      }
      return Visit::taken;
    case Node::Kind::list:
      for (const std::unique_ptr<Node>& item : node.items) {
        const Result<Visit> visited = walk(*item, scope);
        if (!visited || *visited == Visit::stop) return visited;
      }
      return Visit::taken;
    case Node::Kind::each: {
      const Result<Value> list = evaluate(node.expression, scope);
      if (!list) return list.error();
      if (list->null() || !node.body) return Visit::taken;
      const Result<bool> walked = for_each_element(
          loop_of(node), *list, scope, [&](const Element&) { return walk(*node.body, scope); });
      if (!walked) return walked.error();
      return *walked ? Visit::taken : Visit::stop;
    }
    case Node::Kind::from: {
      const Result<bool> bound = bind_from(node, scope);
      if (!bound) return bound.error();
      if (!*bound || !node.body) return Visit::taken;
      return walk(*node.body, scope);
    }
    case Node::Kind::choice: {
      const Result<Chosen> chosen = choose(node, scope);
      if (!chosen) return chosen.error();
      if (chosen->skip) return Visit::left_out;
      return chosen->body != nullptr ? walk(*chosen->body, scope) : Result<Visit>(Visit::taken);
    }
    case Node::Kind::keys: {
      const Result<Value> key = evaluate(node.expression, scope);
      if (!key) return key.error();
      if (key->null()) return Visit::taken;
      keys_.add(key->cell);
      return keys_.size() <= table_.total ? Visit::taken : Visit::stop;
    }
    case Node::Kind::literal:
    case Node::Kind::value:
    case Node::Kind::count:
      return Visit::taken;  // they look nothing up
  }
  return Visit::taken;
}

std::uint32_t TableRows::chunks() const noexcept {
  return keys_.size() / table_.max + (keys_.size() % table_.max != 0 ? 1 : 0);
}

std::span<const proto::Cell> TableRows::chunk(std::uint32_t number) const noexcept {
  const std::size_t first = std::size_t{number} * table_.max;
  return keys_.keys().subspan(first, std::min<std::size_t>(table_.max, keys_.size() - first));
}

Result<void> TableRows::take(std::uint32_t number, std::string_view response,
                             const proto::Selection& selection) {
  const Result<proto::Record*> record = proto::index(response, selection, arena_);
  if (!record) return record.error();
  const proto::Slot& rows = (**record)[table_.rows_slot];
  // Read all before any is taken: a chunk holds or fails as a whole.
  std::pmr::vector<proto::Record*> read(&arena_);
  read.reserve(rows.count);
  for (const proto::Cell& row : std::span(rows.items, rows.count)) {
    const Result<proto::Record*> fields = proto::index(row.text(), *table_.row, arena_);
    if (!fields) return fields.error();
    read.push_back(*fields);
  }
  const std::size_t first = std::size_t{number} * table_.max;
  for (std::uint32_t i = 0; i < rows.count; ++i) {
    const proto::Slot& key = (*read[i])[table_.key_slot];
    if (!key.present && table_.key->presence) continue;  // a row without a key joins nothing
    const std::uint32_t at = keys_.find(key.cell);
    if (at == KeyIndex::kNone || at < first || at - first >= table_.max) continue;
    Value& row = rows_[at];
    if (!row.null()) continue;
    row.kind = Value::Kind::single;
    row.cell = rows.items[i];
    row.record = read[i];
  }
  return {};
}

void TableRows::substitute(std::uint32_t number, const Value& row) {
  const auto first = rows_.begin() + std::ptrdiff_t{number} * table_.max;
  std::fill_n(first, chunk(number).size(), row);
}

void TableRows::substitute_all(const Value& row) {
  missing_ = row;
  std::fill(rows_.begin(), rows_.end(), row);
}

Value TableRows::look_up(const proto::Cell& key) const noexcept {
  const std::uint32_t at = keys_.find(key);
  return at == KeyIndex::kNone ? missing_ : rows_[at];
}

}  // namespace bff::plan
