// SPDX-License-Identifier: Apache-2.0
#include "plan/map_index.hpp"

namespace bff::plan {

MapIndex::MapIndex(const proto::Selection& entry, std::pmr::memory_resource& arena)
    : entry_(entry), arena_(arena), keys_(entry.field(kKeySlot).type, arena) {}

Result<void> MapIndex::read(const proto::Slot& map) {
  values_.items = static_cast<proto::Cell*>(
      arena_.allocate(map.count * sizeof(proto::Cell), alignof(proto::Cell)));
  for (std::uint32_t i = 0; i < map.count; ++i) {
    const Result<proto::Record*> entry = proto::index(map.items[i].text(), entry_, arena_);
    if (!entry) return entry.error();
    // An entry that leaves out key or value means their zeros, which the cells then hold.
    const KeyIndex::Added added = keys_.add((**entry)[kKeySlot].cell);
    values_.items[added.number] = (**entry)[kValueSlot].cell;
  }
  values_.count = values_.capacity = keys_.size();
  return {};
}

Result<proto::Record*> MapIndex::record(std::uint32_t number,
                                        const proto::Selection& selection) const {
  return proto::index_element(values_, number, selection, arena_);
}

}  // namespace bff::plan
