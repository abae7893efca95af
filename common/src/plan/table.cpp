// SPDX-License-Identifier: Apache-2.0
#include "plan/table.hpp"

#include <algorithm>

#include "plan/walk.hpp"

namespace bff::plan {

TableRows::TableRows(const Table& table, CallId id, std::pmr::memory_resource& arena)
    : table_(table), id_(id), arena_(arena), keys_(table.key->type, arena), rows_(&arena) {
  missing_.kind = Value::Kind::missing;
  missing_.origin = id;
}

Result<bool> TableRows::collect(Scope& scope) {
  Result<bool> within = walk(*table_.collector, scope);
  rows_.assign(keys_.size(), missing_);
  return within;
}

Result<bool> TableRows::walk(const Node& node, Scope& scope) {
  switch (node.kind) {
    case Node::Kind::object:
      for (const Member& member : node.members) {
        const Result<bool> within = walk(*member.value, scope);
        if (!within || !*within) return within;
      }
      return true;
    case Node::Kind::each: {
      const Result<Value> list = evaluate(node.expression, scope);
      if (!list) return list.error();
      if (list->null() || !node.body) return true;
      return for_each_element(node, *list, scope,
                              [&](const Element&) { return walk(*node.body, scope); });
    }
    case Node::Kind::from: {
      const Result<bool> bound = bind_from(node, scope);
      if (!bound || !*bound || !node.body) return bound ? Result<bool>(true) : bound;
      return walk(*node.body, scope);
    }
    case Node::Kind::keys: {
      const Result<Value> key = evaluate(node.expression, scope);
      if (!key) return key.error();
      if (key->null()) return true;
      keys_.add(key->cell);
      return keys_.size() <= table_.total;
    }
    case Node::Kind::literal:
    case Node::Kind::value:
    case Node::Kind::list:
    case Node::Kind::choice:
    case Node::Kind::count:
      return true;  // they look nothing up
  }
  return true;
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
