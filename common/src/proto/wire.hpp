// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "proto/fault.hpp"

namespace bff::proto::wire {

enum class Type : std::uint8_t {
  varint = 0,
  fixed64 = 1,
  length = 2,
  group_begin = 3,
  group_end = 4,
  fixed32 = 5,
};

inline std::uint32_t number_of(std::uint32_t tag) noexcept { return tag >> 3; }
inline Type type_of(std::uint32_t tag) noexcept { return static_cast<Type>(tag & 7); }

// The wire type of one value of a type, not of a packed list.
constexpr Type type_of(FieldType type) noexcept {
  switch (type) {
    case FieldType::float64:
    case FieldType::fixed64:
    case FieldType::sfixed64:
      return Type::fixed64;
    case FieldType::float32:
    case FieldType::fixed32:
    case FieldType::sfixed32:
      return Type::fixed32;
    case FieldType::text:
    case FieldType::bytes:
    case FieldType::message:
      return Type::length;
    case FieldType::group:
      return Type::group_begin;
    case FieldType::int64:
    case FieldType::uint64:
    case FieldType::int32:
    case FieldType::boolean:
    case FieldType::uint32:
    case FieldType::enumeration:
    case FieldType::sint32:
    case FieldType::sint64:
      break;
  }
  return Type::varint;
}

// Reads the fields of one message from front to back, never beyond its end. Each step returns
// false when the bytes do not hold what is asked for; fault() then says why, and the reader is
// of no further use.
class Reader {
 public:
  explicit Reader(std::string_view bytes) noexcept
      : at_(reinterpret_cast<const unsigned char*>(bytes.data())), end_(at_ + bytes.size()) {}

  bool done() const noexcept { return at_ == end_; }
  // The next byte, and to go on behind it. Precondition: !done().
  unsigned char peek() const noexcept { return *at_; }
  void pass() noexcept { ++at_; }
  // Bytes that were not read yet.
  std::size_t left() const noexcept { return static_cast<std::size_t>(end_ - at_); }
  Fault fault() const noexcept { return fault_; }

  // A tag with a field number above 0 and an existing wire type.
  bool tag(std::uint32_t& out) noexcept {
    std::uint64_t value;
    if (!varint(value)) return false;
    if (value > 0xFFFFFFFF || value < 8 || (value & 7) > 5) return fail(Fault::bad_tag);
    out = static_cast<std::uint32_t>(value);
    return true;
  }

  // Bits above the 64th are dropped, as every protobuf reader does.
  bool varint(std::uint64_t& out) noexcept {
    if (left() >= 2) [[likely]] {  // one or two bytes are nearly all of them
      const std::uint64_t first = at_[0], second = at_[1];
      if (first < 0x80) {
        out = first;
        at_ += 1;
        return true;
      }
      if (second < 0x80) {
        out = (first & 0x7F) | second << 7;
        at_ += 2;
        return true;
      }
    }
    return long_varint(out);
  }

  bool fixed32(std::uint64_t& out) noexcept { return fixed<std::uint32_t>(out); }
  bool fixed64(std::uint64_t& out) noexcept { return fixed<std::uint64_t>(out); }

  bool length(std::string_view& out) noexcept {
    std::uint64_t size;
    if (!varint(size)) return false;
    if (size > left()) return fail(Fault::truncated);
    out = {reinterpret_cast<const char*>(at_), static_cast<std::size_t>(size)};
    at_ += size;
    return true;
  }

  // Behind a group's begin: reads to its end; `out` is what lies between. `depth`: how many
  // messages and groups enclose this one.
  bool group(std::uint32_t number, std::string_view& out, int depth) noexcept;

  // Behind a tag: passes its value, a group with all that is in it.
  bool skip(std::uint32_t tag, int depth) noexcept {
    std::uint64_t number;
    std::string_view view;
    switch (type_of(tag)) {
      case Type::varint:
        return varint(number);
      case Type::fixed64:
        return fixed64(number);
      case Type::length:
        return length(view);
      case Type::group_begin:
        return group(number_of(tag), view, depth);
      case Type::fixed32:
        return fixed32(number);
      case Type::group_end:
        break;
    }
    return fail(Fault::bad_group);
  }

 private:
  bool fail(Fault fault) noexcept {
    fault_ = fault;
    return false;
  }

  [[gnu::noinline]] bool long_varint(std::uint64_t& out) noexcept {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 70; shift += 7) {
      if (at_ == end_) return fail(Fault::truncated);
      const std::uint64_t byte = *at_++;
      value |= (byte & 0x7F) << shift;
      if (byte < 0x80) {
        out = value;
        return true;
      }
    }
    return fail(Fault::long_varint);
  }

  template <class Number>
  bool fixed(std::uint64_t& out) noexcept {
    static_assert(std::endian::native == std::endian::little, "the wire is little-endian");
    if (left() < sizeof(Number)) return fail(Fault::truncated);
    Number value;
    std::memcpy(&value, at_, sizeof value);
    at_ += sizeof value;
    out = value;
    return true;
  }

  const unsigned char* at_;
  const unsigned char* end_;
  Fault fault_ = Fault::none;
};

// Not by recursion: what a service nests must not decide how much of the stack is used.
[[gnu::noinline]] inline bool Reader::group(std::uint32_t number, std::string_view& out,
                                            int depth) noexcept {
  const unsigned char* const begin = at_;
  std::uint32_t open[kMaxDepth];
  int count = 0;
  const auto push = [&](std::uint32_t group) {
    if (depth + count >= kMaxDepth) return fail(Fault::too_deep);
    open[count++] = group;
    return true;
  };
  if (!push(number)) return false;
  for (;;) {
    const unsigned char* const before = at_;
    std::uint32_t tag;
    if (!this->tag(tag)) return false;
    if (type_of(tag) == Type::group_begin) {
      if (!push(number_of(tag))) return false;
    } else if (type_of(tag) != Type::group_end) {
      if (!skip(tag, depth)) return false;
    } else {
      if (open[--count] != number_of(tag)) return fail(Fault::bad_group);
      if (count == 0) {
        out = {reinterpret_cast<const char*>(begin), static_cast<std::size_t>(before - begin)};
        return true;
      }
    }
  }
}

// Whether `bytes` are whole fields from front to back.
inline Fault check(std::string_view bytes, int depth) noexcept {
  Reader in(bytes);
  std::uint32_t tag;
  while (!in.done()) {
    if (!in.tag(tag) || !in.skip(tag, depth)) return in.fault();
  }
  return Fault::none;
}

}  // namespace bff::proto::wire
