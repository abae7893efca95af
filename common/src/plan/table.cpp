// SPDX-License-Identifier: Apache-2.0
#include "plan/table.hpp"

#include <algorithm>
#include <string>

#include "plan/canonical.hpp"
#include "plan/cell_list.hpp"
#include "plan/map_index.hpp"
#include "route/query_text.hpp"

namespace bff::plan {
namespace {

proto::FieldType key_type_of(const Table& table) noexcept {
  if (table.keys != Table::Keys::by_value) return table.key->type;
  return table.key_type.field != nullptr ? table.key_type.field->type : proto::FieldType::message;
}

const proto::Slot kNoRows{};

}  // namespace

TableRows::TableRows(const Table& table, CallId id, std::pmr::memory_resource& arena)
    : table_(table),
      id_(id),
      arena_(arena),
      key_type_(key_type_of(table)),
      keys_(key_type_, arena),
      values_(&arena),
      rows_(&arena) {
  unknown_.kind = Value::Kind::missing;
  unknown_.origin = id;
}

Result<bool> TableRows::collect(Scope& scope) {
  const Result<Visit> walked = walk(*table_.collector, scope);
  rows_.assign(keys_.size(), unknown_);
  if (!walked) return walked.error();
  if (table_.join == Table::Join::group) unknown_ = list_of(&kNoRows);
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
      return key->null() ? Result<Visit>(Visit::taken) : add(*key, scope);
    }
    case Node::Kind::literal:
    case Node::Kind::value:
    case Node::Kind::count:
      return Visit::taken;  // they look nothing up
  }
  return Visit::taken;
}

Result<Visit> TableRows::add(const Value& key, const Scope& scope) {
  const Result<proto::Cell> cell = comparable(key);
  if (!cell) return blame(cell.error(), key.origin, scope.plan);
  const KeyIndex::Added added = keys_.add(*cell);
  if (added.is_new && table_.keys == Table::Keys::by_value) values_.push_back(key);
  return keys_.size() <= table_.total ? Visit::taken : Visit::stop;
}

// Messages are compared by the bytes that all encodings of their value share.
Result<proto::Cell> TableRows::comparable(const Value& key) const {
  if (key_type_ != proto::FieldType::message) return key.cell;
  const ValueType& type = table_.key_type;
  std::string bytes;
  const Result<void> made =
      append_canonical(bytes, type.message != nullptr ? *type.message : *type.field->message,
                       key.cell.text(), arena_);
  if (!made) return made.error();
  return proto::Cell::view(route::copy_text(bytes, arena_));
}

std::uint32_t TableRows::per_chunk() const noexcept {
  return table_.keys == Table::Keys::by_value ? 1 : table_.max;
}

std::uint32_t TableRows::chunks() const noexcept {
  return keys_.size() / per_chunk() + (keys_.size() % per_chunk() != 0 ? 1 : 0);
}

std::span<const proto::Cell> TableRows::chunk(std::uint32_t number) const noexcept {
  const std::size_t first = std::size_t{number} * per_chunk();
  return keys_.keys().subspan(first, std::min<std::size_t>(per_chunk(), keys_.size() - first));
}

Result<Value> TableRows::key(std::uint32_t number) const {
  Value value = values_[number];
  if (table_.key_selection != nullptr) {
    const Result<proto::Record*> record =
        proto::index(value.cell.text(), *table_.key_selection, arena_);
    if (!record) return record.error();
    value.record = *record;
  }
  return value;
}

Result<void> TableRows::take(std::uint32_t number, std::string_view response,
                             const proto::Selection& selection) {
  const Result<proto::Record*> record = proto::index(response, selection, arena_);
  if (!record) return record.error();
  if (table_.join == Table::Join::whole) {
    Value& row = rows_[number];
    row.kind = Value::Kind::single;
    row.origin = id_;
    row.cell = proto::Cell::view(response);
    row.record = *record;
    return {};
  }
  const std::uint32_t first = number * per_chunk();
  const auto count = static_cast<std::uint32_t>(chunk(number).size());
  const auto rows =
      read((**record)[table_.rows_slot], [&](const proto::Cell& key) -> std::uint32_t {
        const std::uint32_t at = keys_.find(key);
        return at == KeyIndex::kNone || at < first || at - first >= count ? KeyIndex::kNone : at;
      });
  if (!rows) return rows.error();
  join(*rows, first, count);
  return {};
}

Result<void> TableRows::take_all(const proto::Record& response) {
  const auto rows = read(response[table_.rows_slot],
                         [&](const proto::Cell& key) { return keys_.add(key).number; });
  if (!rows) return rows.error();
  rows_.assign(keys_.size(), unknown_);
  if (table_.join == Table::Join::group) unknown_ = list_of(&kNoRows);
  join(*rows, 0, keys_.size());
  return {};
}

// `keyed`: false for a row without a key, which joins nothing.
Result<void> TableRows::read_row(const proto::Slot& rows, std::uint32_t i, proto::Cell& key,
                                 bool& keyed, Value& row) const {
  row.kind = Value::Kind::single;
  row.origin = id_;
  if (table_.join == Table::Join::entry) {
    const Result<proto::Record*> entry = proto::index(rows.items[i].text(), *table_.entry, arena_);
    if (!entry) return entry.error();
    keyed = true;
    key = (**entry)[kKeySlot].cell;
    row.cell = (**entry)[kValueSlot].cell;
    if (table_.row == nullptr) return {};
    const Result<proto::Record*> fields = proto::index(row.cell.text(), *table_.row, arena_);
    if (!fields) return fields.error();
    row.record = *fields;
    return {};
  }
  const Result<proto::Record*> fields = proto::index_element(rows, i, *table_.row, arena_);
  if (!fields) return fields.error();
  const proto::Slot& held = (**fields)[table_.key_slot];
  keyed = held.present || !table_.key->presence;
  key = held.cell;
  row.cell = rows.items[i];
  row.record = *fields;
  return {};
}

// All are read before any is taken: a chunk holds or fails as a whole.
template <class NumberOf>
Result<std::pmr::vector<TableRows::Read>> TableRows::read(const proto::Slot& rows,
                                                          NumberOf&& number_of) {
  std::pmr::vector<Read> all(&arena_);
  all.reserve(rows.count);
  for (std::uint32_t i = 0; i < rows.count; ++i) {
    Read& one = all.emplace_back();
    proto::Cell key;
    bool keyed = false;
    if (Result<void> done = read_row(rows, i, key, keyed, one.row); !done) return done.error();
    one.key = keyed ? number_of(key) : KeyIndex::kNone;
  }
  return all;
}

void TableRows::join(std::span<const Read> rows, std::uint32_t first, std::uint32_t count) {
  if (table_.join != Table::Join::group) {
    for (const Read& read : rows) {
      if (read.key == KeyIndex::kNone) continue;
      Value& row = rows_[read.key];
      if (row.null() || table_.join == Table::Join::entry) row = read.row;
    }
    return;
  }
  // One array for all groups: how many rows each key has, then where its next one goes.
  std::pmr::vector<proto::Slot*> groups(&arena_);
  groups.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    groups.push_back(new (arena_.allocate(sizeof(proto::Slot), alignof(proto::Slot)))
                         proto::Slot{});
    rows_[first + i] = list_of(groups.back());
  }
  for (const Read& read : rows) {
    if (read.key != KeyIndex::kNone) ++groups[read.key - first]->capacity;
  }
  auto* at = static_cast<proto::Cell*>(
      arena_.allocate(rows.size() * sizeof(proto::Cell), alignof(proto::Cell)));
  for (proto::Slot* const group : groups) {
    group->items = at;
    at += group->capacity;
  }
  for (const Read& read : rows) {
    if (read.key == KeyIndex::kNone) continue;
    proto::Slot& group = *groups[read.key - first];
    group.items[group.count++] = read.row.cell;
    group.present = true;
  }
}

Value TableRows::list_of(const proto::Slot* slot) const noexcept {
  Value value;
  value.kind = Value::Kind::list;
  value.origin = id_;
  value.slot = slot;
  return value;
}

// A row that stands in for a group is its only one.
Value TableRows::shaped(const Value& row) const {
  if (table_.join != Table::Join::group || row.kind != Value::Kind::single) return row;
  CellList one(arena_, 1);
  one.push(row.cell);
  return list_of(one.slot());
}

void TableRows::substitute(std::uint32_t number, const Value& row) {
  const auto first = rows_.begin() + std::ptrdiff_t{number} * per_chunk();
  std::fill_n(first, chunk(number).size(), shaped(row));
}

void TableRows::substitute_all(const Value& row) {
  unknown_ = shaped(row);
  std::fill(rows_.begin(), rows_.end(), unknown_);
}

Value TableRows::look_up(const proto::Cell& key) const noexcept {
  const std::uint32_t at = keys_.find(key);
  return at == KeyIndex::kNone ? unknown_ : rows_[at];
}

Result<Value> TableRows::look_up(const Value& key, const Scope& scope) const {
  const Result<proto::Cell> cell = comparable(key);
  if (!cell) return blame(cell.error(), key.origin, scope.plan);
  return look_up(*cell);
}

Value TableRows::look_up_null(const Value& key) const noexcept {
  // Nobody was asked for it, so a default is none of its rows either.
  if (table_.join == Table::Join::group && key.kind == Value::Kind::absent) {
    return unknown_.null() ? unknown_ : list_of(&kNoRows);
  }
  Value value;
  value.kind = key.kind;
  value.origin = id_;
  return value;
}

}  // namespace bff::plan
