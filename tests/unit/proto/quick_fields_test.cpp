// SPDX-License-Identifier: Apache-2.0
#include "proto/quick_fields.hpp"

#include <gtest/gtest.h>

#include <memory_resource>

#include "compiled.hpp"
#include "proto/selection.hpp"

namespace bff::proto {
namespace {

// The same fields twice: with tags of one byte, which QuickFields reads, and with longer ones,
// which it never sees. Both must be read alike.
const Compiled& both() {
  static const Compiled compiled([] {
    constexpr std::string_view kTypes[] = {"int64",
                                           "uint64",
                                           "int32",
                                           "uint32",
                                           "sint32",
                                           "sint64",
                                           "bool",
                                           "double",
                                           "float",
                                           "fixed64",
                                           "fixed32",
                                           "sfixed64",
                                           "sfixed32",
                                           "string",
                                           "bytes",
                                           "Color",
                                           "M",
                                           "repeated string",
                                           "repeated bytes",
                                           "repeated M",
                                           "repeated int32",
                                           "repeated double",
                                           "optional int32",
                                           "map<string, int32>"};
    std::string proto =
        "syntax = \"proto3\"; enum Color { NONE = 0; RED = 1; } message M { int32 a = 1; }";
    int i = 0;
    for (const auto type : kTypes) {
      const std::string field = std::string{type} + " f = ";
      proto += "message Near" + std::to_string(i) + " { " + field + "3; }";
      proto += "message Far" + std::to_string(i++) + " { " + field + "300; }";
    }
    return proto;
  }());
  return compiled;
}

std::string read_field(const std::string& message, const std::string& bytes) {
  Selection selection(both().table(message));
  const auto slot = selection.add(both().field(message, "f"));
  selection.freeze();
  std::pmr::monotonic_buffer_resource arena;
  const auto record = index(bytes, selection, arena);
  if (!record) return "refused";
  const Slot& held = (**record)[slot];
  const bool view = both().field(message, "f").type == FieldType::text ||
                    both().field(message, "f").type == FieldType::bytes ||
                    both().field(message, "f").type == FieldType::message;
  const auto text = [view](const Cell& cell) {
    return view ? "'" + std::string(cell.text()) + "'" : std::to_string(cell.bits);
  };
  std::string found = held.present ? "present" : "absent";
  if (!both().field(message, "f").repeated) return found + " " + text(held.cell);
  for (std::uint32_t i = 0; i < held.count; ++i) found += " " + text(held.items[i]);
  return found;
}

struct Encoded {
  char wire;  // type
  std::string value;
  bool whole = true;  // else something is missing at its end
};

std::string tag_of(std::uint32_t number, char wire) {
  const std::uint32_t tag = number << 3 | static_cast<std::uint32_t>(wire);
  if (tag < 0x80) return std::string(1, static_cast<char>(tag));
  return {static_cast<char>((tag & 0x7f) | 0x80), static_cast<char>(tag >> 7)};
}

TEST(QuickFields, ReadWhatLongTagsRead) {
  using namespace std::string_literals;
  const Encoded values[] = {
      {0, "\0"s},
      {0, "\x01"},
      {0, "\x7f"},
      {0, "\xff\x01"},
      {0, "\xff\xff\xff\xff\x0f"},
      {0, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"},
      {0, "\xff", false},
      {1, "\x01\0\0\0\0\0\0\x80"s},
      {1, "\x01\0\0\0"s, false},
      {2, "\0"s},
      {2, "\x02hi"},
      {2, "\x02\x08\x01"},
      {2, "\x02\xc3\xa4"},
      {2, "\x02\xc3\x28"},  // no UTF-8
      {2, "\x7fhi", false},
      {2, "", false},
      {5, "\x01\0\0\x80"s},
      {5, "\x01", false},
  };
  for (int type = 0; type < 24; ++type) {
    const std::string near = "Near" + std::to_string(type), far = "Far" + std::to_string(type);
    for (const Encoded& one : values) {
      const std::string quick = tag_of(3, one.wire) + one.value;
      const std::string slow = tag_of(300, one.wire) + one.value;
      EXPECT_EQ(read_field(near, quick), read_field(far, slow))
          << both().descriptor(near).DebugString() << "wire type " << int{one.wire} << ", value of "
          << one.value.size() << " bytes";
      if (!one.whole) continue;
      EXPECT_EQ(read_field(near, quick + quick), read_field(far, slow + slow))
          << both().descriptor(near).DebugString() << "wire type " << int{one.wire} << ", twice";
    }
  }
}

TEST(QuickFields, PassOverWhatNobodyWants) {
  const std::string message = "Near13";  // string f = 3
  EXPECT_EQ(read_field(message,
                       "\x08\x01\x1a\x02hi\x15"
                       "abcd"
                       "\x11"
                       "abcdefgh"
                       "\x12\x01x"),
            "present 'hi'");
  EXPECT_EQ(read_field(message, "\x1a\x02hi\x12\x05x").rfind("refused", 0), 0U)
      << "cut off in what is skipped";
}

}  // namespace
}  // namespace bff::proto
