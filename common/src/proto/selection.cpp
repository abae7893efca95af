// SPDX-License-Identifier: Apache-2.0
#include "proto/selection.hpp"

#include <algorithm>
#include <cassert>

#include "proto/slot_filler.hpp"

namespace bff::proto {
Selection::Selection(const MessageTable& table) : table_(table) {}

std::uint16_t Selection::add(const Field& field) {
  assert(!frozen_);
  const auto at = std::find_if(entries_.begin(), entries_.end(),
                               [&](const Entry& entry) { return entry.field == &field; });
  const auto slot = static_cast<std::uint16_t>(at - entries_.begin());
  if (at == entries_.end()) entries_.push_back({&field, nullptr});
  return slot;
}

Selection& Selection::into(std::uint16_t slot) {
  Entry& entry = entries_[slot];
  assert(is_message(*entry.field) && !entry.field->repeated);
  if (entry.nested == nullptr) entry.nested = std::make_unique<Selection>(*entry.field->message);
  return *entry.nested;
}

void Selection::aim(const Field& field, std::uint32_t slot) {
  const auto index = static_cast<std::uint32_t>(targets_.size());
  targets_.push_back({&field, slot});
  if (field.number >= kDenseNumbers) {
    sparse_.emplace_back(field.number, index);
  } else {
    if (by_number_.size() <= field.number) by_number_.resize(field.number + 1);
    by_number_[field.number] = index + 1;
  }
}

void Selection::freeze() {
  if (frozen_) return;
  frozen_ = true;
  for (std::uint32_t slot = 0; slot < entries_.size(); ++slot) {
    const Entry& entry = entries_[slot];
    aim(*entry.field, slot);
    if (entry.field->oneof >= 0) oneofs_ = table_.oneofs;
    if (entry.nested != nullptr) {
      entry.nested->freeze();
      nested_.push_back(slot);
    }
  }
  const auto wanted = [&](const Field& field) {
    return std::any_of(entries_.begin(), entries_.end(),
                       [&](const Entry& entry) { return entry.field == &field; });
  };
  const auto rivals = [&](const Field& field) {
    return std::any_of(entries_.begin(), entries_.end(),
                       [&](const Entry& entry) { return entry.field->oneof == field.oneof; });
  };
  for (const Field& field : table_.fields) {
    if (field.oneof >= 0 && !wanted(field) && rivals(field)) aim(field, kUnwanted);
  }
  std::sort(sparse_.begin(), sparse_.end());
  for (const Target& target : targets_) {
    if (target.field->oneof >= 0) {
      quick_.refuse(target.field->number);
    } else {
      quick_.add(*target.field, target.slot);
    }
  }
  quick_.skip_others();
}

// One run of index(). Recursion is as deep as the selection is nested, not as the bytes are.
class Indexer {
 public:
  explicit Indexer(std::pmr::memory_resource& arena) : arena_(arena) {}

  Record* read(std::string_view bytes, const Selection& selection, int depth) {
    assert(selection.frozen_);
    const Fields fields{selection};
    if (depth > kMaxDepth) return fail(Fault::too_deep, selection, 0);
    if (bytes.size() > kMaxMessage) return fail(Fault::too_large, selection, 0);
    void* const storage =
        arena_.allocate(sizeof(Record) + SlotFiller<Fields>::storage(fields), alignof(Slot));
    auto* const record = static_cast<Record*>(storage);
    SlotFiller<Fields> filler(fields, record + 1, arena_, depth);
    if (const Fault fault = filler.fill(bytes); fault != Fault::none) {
      return fail(fault, selection, filler.number());
    }
    record->slots = filler.slots();
    for (const std::uint32_t i : selection.nested_) {
      Slot& slot = record->slots[i];
      if (!slot.present) continue;
      slot.nested = read(slot.cell.text(), *selection.entries_[i].nested, depth + 1);
      if (slot.nested == nullptr) return nullptr;
    }
    return record;
  }

  const Failure& failure() const noexcept { return failure_; }

 private:
  struct Fields {
    using Hit = Selection::Target;
    const Selection& selection;

    Hit find(std::uint32_t number) const noexcept {
      if (number < selection.by_number_.size()) {
        const std::uint32_t index = selection.by_number_[number];
        return index == 0 ? Hit{nullptr, 0} : selection.targets_[index - 1];
      }
      const auto& sparse = selection.sparse_;
      const auto at = std::lower_bound(sparse.begin(), sparse.end(), std::pair{number, 0U});
      if (at == sparse.end() || at->first != number) return {nullptr, 0};
      return selection.targets_[at->second];
    }
    std::uint32_t size() const noexcept {
      return static_cast<std::uint32_t>(selection.entries_.size());
    }
    const Field& field(std::uint32_t slot) const noexcept {
      return *selection.entries_[slot].field;
    }
    std::uint32_t oneofs() const noexcept { return selection.oneofs_; }
    const QuickFields& quick() const noexcept { return selection.quick_; }
  };

  Record* fail(Fault fault, const Selection& selection, std::uint32_t number) {
    failure_ = {fault, &selection.table_, number, {}};
    return nullptr;
  }

  std::pmr::memory_resource& arena_;
  Failure failure_;
};

Result<Record*> index(std::string_view bytes, const Selection& selection,
                      std::pmr::memory_resource& arena) {
  Indexer indexer(arena);
  if (Record* record = indexer.read(bytes, selection, 0)) return record;
  return to_error(indexer.failure());
}

Result<Record*> index_element(const Slot& list, std::uint32_t number, const Selection& selection,
                              std::pmr::memory_resource& arena) {
  if (list.elements == nullptr) {
    auto* const records =
        static_cast<Record**>(arena.allocate(list.count * sizeof(Record*), alignof(Record*)));
    std::fill_n(records, list.count, nullptr);
    list.elements =
        new (arena.allocate(sizeof(Elements), alignof(Elements))) Elements{&selection, records};
  }
  // Two walks with different selections are rare: the second reads for itself.
  const bool kept = list.elements->selection == &selection;
  if (kept && list.elements->records[number] != nullptr) return list.elements->records[number];
  const Result<Record*> record = index(list.items[number].text(), selection, arena);
  if (record && kept) list.elements->records[number] = *record;
  return record;
}

}  // namespace bff::proto
