// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>

namespace bff::proto {

struct Field;

// What to do with the fields whose tag is one byte (numbers below 16), found by that byte: nearly
// all fields of nearly all messages. What is rare stays with the reader that knows every case.
class QuickFields {
 public:
  enum class Step : std::uint8_t {
    none,  // not quick: oneofs, packed lists, groups, closed enums, foreign wire types, bad tags
    skip_varint,
    skip_fixed64,
    skip_length,
    skip_fixed32,
    varint64,   // singular, the bits as they are
    varint32,   // the low 32 bits, sign-extended
    boolean,    // 0 or 1
    fixed64,    // the bits as they are
    fixed32,    // the bits as they are
    view,       // a singular text or bytes, not checked
    text,       // a singular text that must be UTF-8
    message,    // a singular message; its second piece is not quick
    list_view,  // one element of a list of messages, texts or bytes, not checked
    list_text,  // one element of a list of texts
  };
  struct Entry {
    Step step = Step::none;
    std::uint16_t slot = 0;
  };

  // Precondition: tag < 128.
  Entry find(unsigned char tag) const noexcept { return entries_[tag]; }

  // Fields with these numbers go to their slot. A field of a oneof whose siblings matter must not
  // be added, but refused.
  void add(const Field& field, std::uint32_t slot);
  // This number is not quick at all.
  void refuse(std::uint32_t number);
  // All numbers that were neither added nor refused are skipped. Call last.
  void skip_others();

 private:
  std::array<Entry, 128> entries_{};
  std::uint16_t known_ = 0;  // bit n: number n was added or refused
};

}  // namespace bff::proto
