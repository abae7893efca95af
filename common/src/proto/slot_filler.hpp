// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstring>
#include <memory>
#include <memory_resource>

#include "json/writer.hpp"
#include "proto/selection.hpp"
#include "proto/wire.hpp"

namespace bff::proto {

// The slot of a field that only ends the presence of its siblings in a oneof.
inline constexpr std::uint32_t kUnwanted = 0xFFFFFFFF;

// Reads one message once and puts its fields into slots; see index() for what it makes of order,
// repetition, packing, oneofs and foreign wire types. Submessages stay bytes.
//
// `Fields` says which fields are looked for:
//   struct Hit { const Field* field; std::uint32_t slot; };  // field null: not looked for
//   Hit find(std::uint32_t number) const;   // its slot may be kUnwanted
//   std::uint32_t size() const;             // slots
//   const Field& field(std::uint32_t slot) const;
//   std::uint32_t oneofs() const;           // 0 when none of the fields is of a oneof
//   const QuickFields& quick() const;       // agrees with find()
template <class Fields>
class SlotFiller {
 public:
  // How many bytes of storage a message's slots need.
  static std::size_t storage(const Fields& fields) noexcept {
    return fields.size() * sizeof(Slot) + fields.oneofs() * sizeof(std::uint32_t);
  }

  // `storage` is aligned as a Slot is; the slots are at its begin.
  SlotFiller(const Fields& fields, void* storage, std::pmr::memory_resource& arena, int depth)
      : fields_(fields),
        slots_(static_cast<Slot*>(storage)),
        current_(reinterpret_cast<std::uint32_t*>(slots_ + fields.size())),
        arena_(arena),
        depth_(depth) {
    std::uninitialized_default_construct_n(slots_, fields.size());
    std::fill_n(current_, fields.oneofs(), 0U);
  }

  Fault fill(std::string_view bytes) {
    wire::Reader in(bytes);
    while (!in.done()) {
      const unsigned char first = in.peek();
      if (first < 0x80) [[likely]] {
        switch (quickly(in, first)) {
          case Quick::read:
            continue;
          case Quick::failed:
            number_ = wire::number_of(first);
            return in.fault() != Fault::none ? in.fault() : Fault::not_utf8;
          case Quick::no:
            break;
        }
      }
      std::uint32_t tag;
      number_ = 0;
      if (!in.tag(tag)) return in.fault();
      number_ = wire::number_of(tag);
      if (const Fault fault = field(in, tag); fault != Fault::none) return fault;
    }
    if (split_) join_pieces();
    number_ = 0;
    return Fault::none;
  }

  Slot* slots() const noexcept { return slots_; }
  // The field at which fill() failed; 0 if the tag itself could not be read.
  std::uint32_t number() const noexcept { return number_; }
  // Whether a number that a closed enum does not know was passed over.
  bool dropped_enum() const noexcept { return dropped_enum_; }

 private:
  using Hit = typename Fields::Hit;
  enum class Quick : std::uint8_t { read, failed, no };

  // Reads one field if its tag, one byte, says that nothing special can be about it. With `no`
  // nothing was read.
  [[gnu::always_inline]] inline Quick quickly(wire::Reader& in, unsigned char tag) {
    using Step = QuickFields::Step;
    const QuickFields::Entry entry = fields_.quick().find(tag);
    Slot* const slot = slots_ + entry.slot;
    std::uint64_t number = 0;
    std::string_view view;
    switch (entry.step) {
      case Step::none:
        return Quick::no;
      case Step::skip_varint:
        in.pass();
        return in.varint(number) ? Quick::read : Quick::failed;
      case Step::skip_fixed64:
        in.pass();
        return in.fixed64(number) ? Quick::read : Quick::failed;
      case Step::skip_length:
        in.pass();
        return in.length(view) ? Quick::read : Quick::failed;
      case Step::skip_fixed32:
        in.pass();
        return in.fixed32(number) ? Quick::read : Quick::failed;
      case Step::varint64:
        in.pass();
        if (!in.varint(number)) return Quick::failed;
        break;
      case Step::varint32:
        in.pass();
        if (!in.varint(number)) return Quick::failed;
        number = static_cast<std::uint64_t>(std::int64_t{static_cast<std::int32_t>(number)});
        break;
      case Step::boolean:
        in.pass();
        if (!in.varint(number)) return Quick::failed;
        number = number != 0;
        break;
      case Step::fixed64:
        in.pass();
        if (!in.fixed64(number)) return Quick::failed;
        break;
      case Step::fixed32:
        in.pass();
        if (!in.fixed32(number)) return Quick::failed;
        break;
      case Step::message:
        if (slot->present) return Quick::no;
        [[fallthrough]];
      case Step::view:
      case Step::text:
        in.pass();
        if (!in.length(view)) return Quick::failed;
        if (entry.step == Step::text && !json::valid_utf8(view)) return Quick::failed;
        slot->cell = Cell::view(view);
        slot->present = true;
        return Quick::read;
      case Step::list_view:
      case Step::list_text:
        in.pass();
        if (!in.length(view)) return Quick::failed;
        if (entry.step == Step::list_text && !json::valid_utf8(view)) return Quick::failed;
        push(*slot, Cell::view(view));
        slot->present = true;
        return Quick::read;
    }
    slot->cell = Cell::number(number);
    slot->present = true;
    return Quick::read;
  }

  [[gnu::always_inline]] inline Fault field(wire::Reader& in, std::uint32_t tag) {
    const Hit hit = fields_.find(wire::number_of(tag));
    if (hit.field == nullptr) return in.skip(tag, depth_) ? Fault::none : in.fault();
    const auto own = static_cast<wire::Type>(hit.field->wire_type);
    const wire::Type found = wire::type_of(tag);
    if (own != found) {
      if (found == wire::Type::length && hit.field->repeated && own != wire::Type::group_begin) {
        std::string_view list;
        return in.length(list) ? packed(hit, own, list) : in.fault();
      }
      return in.skip(tag, depth_) ? Fault::none : in.fault();
    }
    if (own == wire::Type::length || own == wire::Type::group_begin) {
      std::string_view view;
      if (!(own == wire::Type::length ? in.length(view) : in.group(number_, view, depth_))) {
        return in.fault();
      }
      if (hit.field->utf8 && hit.slot != kUnwanted && !json::valid_utf8(view))
        return Fault::not_utf8;
      return store(hit, Cell::view(view));
    }
    return scalar(in, hit, own);
  }

  [[gnu::always_inline]] inline Fault scalar(wire::Reader& in, const Hit& hit, wire::Type type) {
    std::uint64_t raw = 0;
    const bool read = type == wire::Type::varint    ? in.varint(raw)
                      : type == wire::Type::fixed32 ? in.fixed32(raw)
                                                    : in.fixed64(raw);
    if (!read) return in.fault();
    const std::uint64_t bits = normalised(hit.field->type, raw);
    if (hit.field->type == FieldType::enumeration && hit.field->enumeration->closed &&
        hit.field->enumeration->find(static_cast<std::int32_t>(bits)) == nullptr) {
      dropped_enum_ = true;
      return Fault::none;
    }
    return store(hit, Cell::number(bits));
  }

  static std::uint64_t normalised(FieldType type, std::uint64_t raw) noexcept {
    const auto low = static_cast<std::uint32_t>(raw);
    switch (type) {
      case FieldType::int32:
      case FieldType::enumeration:
      case FieldType::sfixed32:
        return static_cast<std::uint64_t>(
            static_cast<std::int64_t>(static_cast<std::int32_t>(low)));
      case FieldType::uint32:
        return low;
      case FieldType::boolean:
        return raw != 0;
      case FieldType::sint32:
        return static_cast<std::uint64_t>(
            static_cast<std::int64_t>(static_cast<std::int32_t>((low >> 1) ^ (0U - (low & 1)))));
      case FieldType::sint64:
        return (raw >> 1) ^ (std::uint64_t{0} - (raw & 1));
      default:
        return raw;
    }
  }

  [[gnu::noinline]] Fault packed(const Hit& hit, wire::Type type, std::string_view list) {
    std::size_t count = list.size() / (type == wire::Type::fixed32 ? 4 : 8);
    if (type == wire::Type::varint) {
      count = static_cast<std::size_t>(
          std::count_if(list.begin(), list.end(), [](char c) { return (c & 0x80) == 0; }));
    }
    reserve(slots_[hit.slot], count);
    wire::Reader in(list);
    while (!in.done()) {
      if (const Fault fault = scalar(in, hit, type); fault != Fault::none) return fault;
    }
    return Fault::none;
  }

  [[gnu::always_inline]] inline Fault store(const Hit& hit, Cell cell) {
    const Field& field = *hit.field;
    if (field.oneof >= 0 && fields_.oneofs() != 0) choose(field.oneof, hit.slot);
    if (hit.slot == kUnwanted) return Fault::none;
    Slot& slot = slots_[hit.slot];
    if (field.repeated) {
      push(slot, cell);
    } else if (slot.present && is_message(field)) {
      return add_piece(slot, cell);
    } else {
      slot.cell = cell;
    }
    slot.present = true;
    return Fault::none;
  }

  // current_ holds the slot + 1 of the member that each oneof has at this point of the bytes.
  [[gnu::noinline]] void choose(std::int32_t oneof, std::uint32_t slot) {
    std::uint32_t& current = current_[oneof];
    const std::uint32_t next = slot + 1;  // kUnwanted becomes 0: no slot
    if (current == next) return;
    if (current != 0) slots_[current - 1] = Slot{};
    current = next;
  }

  // Pieces are gathered and joined once at the end: joining them one by one would take quadratic
  // time. Each must be whole by itself, or two broken ones could make a sound message.
  [[gnu::noinline]] Fault add_piece(Slot& slot, Cell cell) {
    if (slot.count == 0) {
      if (const Fault fault = wire::check(slot.cell.text(), depth_ + 1); fault != Fault::none) {
        return fault;
      }
      push(slot, slot.cell);
    }
    split_ = true;
    push(slot, cell);
    return wire::check(cell.text(), depth_ + 1);
  }

  [[gnu::noinline]] void join_pieces() {
    for (std::uint32_t i = 0; i < fields_.size(); ++i) {
      Slot& slot = slots_[i];
      if (slot.count == 0 || fields_.field(i).repeated) continue;
      std::size_t size = 0;
      for (std::uint32_t k = 0; k < slot.count; ++k) size += slot.items[k].size;
      char* const joined = static_cast<char*>(arena_.allocate(size + 1, 1));
      std::size_t at = 0;
      for (std::uint32_t k = 0; k < slot.count; ++k) {
        const std::string_view piece = slot.items[k].text();
        if (!piece.empty()) std::memcpy(joined + at, piece.data(), piece.size());
        at += piece.size();
      }
      slot = Slot{};
      slot.cell = Cell::view({joined, size});
      slot.present = true;
    }
  }

  void push(Slot& slot, Cell cell) {
    if (slot.count == slot.capacity) reserve(slot, 1);
    slot.items[slot.count++] = cell;
  }

  [[gnu::noinline]] void reserve(Slot& slot, std::size_t more) {
    const std::size_t wanted = slot.count + more;
    if (wanted <= slot.capacity) return;
    const std::size_t capacity = std::max<std::size_t>({wanted, std::size_t{slot.capacity} * 2, 4});
    auto* const items = static_cast<Cell*>(arena_.allocate(capacity * sizeof(Cell), alignof(Cell)));
    std::uninitialized_copy_n(slot.items, slot.count, items);
    slot.items = items;
    slot.capacity = static_cast<std::uint32_t>(capacity);
  }

  const Fields& fields_;
  Slot* slots_;
  std::uint32_t* current_;
  std::pmr::memory_resource& arena_;
  int depth_;
  std::uint32_t number_ = 0;
  bool split_ = false;
  bool dropped_enum_ = false;
};

}  // namespace bff::proto
