// SPDX-License-Identifier: Apache-2.0
#include "proto/selection.hpp"

#include <gmock/gmock.h>

#include <bit>

#include "compiled.hpp"

namespace bff::proto {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const Compiled& selectable() {
  static const Compiled compiled(R"(
    syntax = "proto3";
    message M {
      int32 i32 = 1; sint32 s32 = 2; uint32 u32 = 3; bool flag = 4; double d = 5; float f = 6;
      sint64 s64 = 7; fixed32 x32 = 8; sfixed32 y32 = 9; sfixed64 y64 = 10;
      string text = 11; bytes raw = 12; Color color = 13;
      M child = 14;
      repeated int32 numbers = 15; repeated string texts = 16; repeated M children = 17;
      repeated fixed32 fixeds = 18; repeated double doubles = 19;
      map<string, int32> counts = 20;
      oneof one { int32 number = 21; M message = 22; string word = 23; int32 far_member = 5000; }
      optional int32 maybe = 24;
      int32 far = 3000;
    }
    enum Color { NONE = 0; RED = 1; }
  )");
  return compiled;
}

const Compiled& selectable_proto2() {
  static const Compiled compiled(R"(
    syntax = "proto2";
    message M {
      enum E { A = 1; B = 2; }
      optional E e = 1;
      repeated E es = 2 [packed = true];
      optional string text = 3;
      optional group G = 4 { optional int32 a = 1; optional int32 b = 2; }
      repeated group H = 5 { optional int32 a = 1; }
      oneof one { E f = 6; int32 n = 7; }
      optional M child = 8;
    })");
  return compiled;
}

// Slots by name over one message type, read from bytes.
class SelectedSlots {
 public:
  SelectedSlots(const Compiled& from, const std::vector<std::string>& names)
      : selection(from.table("M")) {
    for (const auto& name : names) selection.add(from.field("M", name));
  }
  SelectedSlots& read(const std::string& wire) {
    selection.freeze();
    bytes = wire;
    result = index(bytes, selection, arena);
    return *this;
  }
  const Slot& operator[](std::size_t slot) const { return (**result)[slot]; }
  std::vector<std::int64_t> numbers(std::size_t slot) const {
    std::vector<std::int64_t> values;
    for (std::uint32_t i = 0; i < (*this)[slot].count; ++i) {
      values.push_back(static_cast<std::int64_t>((*this)[slot].items[i].bits));
    }
    return values;
  }
  std::vector<std::string> texts(std::size_t slot) const {
    std::vector<std::string> values;
    for (std::uint32_t i = 0; i < (*this)[slot].count; ++i) {
      values.emplace_back((*this)[slot].items[i].text());
    }
    return values;
  }

  Selection selection;
  std::pmr::monotonic_buffer_resource arena;
  std::string bytes;
  Result<Record*> result{nullptr};
};

std::int64_t number(const std::string& field, const std::string& wire) {
  SelectedSlots in(selectable(), {field});
  in.read(wire);
  EXPECT_TRUE(in[0].present);
  return static_cast<std::int64_t>(in[0].cell.bits);
}

std::string refusal(const Compiled& from, const std::vector<std::string>& names,
                    const std::string& wire) {
  SelectedSlots in(from, names);
  in.read(wire);
  if (in.result) return "accepted";
  EXPECT_EQ(in.result.error().code, Errc::upstream_invalid);
  return in.result.error().internal;
}

TEST(Selection, GivesAFieldOneSlotHoweverOftenItIsAdded) {
  Selection selection(selectable().table("M"));
  EXPECT_EQ(selection.add(selectable().field("M", "text")), 0);
  EXPECT_EQ(selection.add(selectable().field("M", "i32")), 1);
  EXPECT_EQ(selection.add(selectable().field("M", "text")), 0);
  EXPECT_EQ(selection.slots(), 2U);
  EXPECT_EQ(selection.field(1).name, "i32");
}

TEST(Selection, MakesANestedSelectionOnce) {
  Selection selection(selectable().table("M"));
  const auto slot = selection.add(selectable().field("M", "child"));
  Selection& nested = selection.into(slot);
  EXPECT_EQ(&selection.into(slot), &nested);
  EXPECT_EQ(&nested.table(), &selectable().table("M"));
}

TEST(Index, NormalisesEveryKindOfNumber) {
  EXPECT_EQ(number("i32", "08ffffffffffffffffff01"_hex), -1);
  EXPECT_EQ(number("i32", "08ffffffff1f"_hex), -1);  // only the low half counts
  EXPECT_EQ(number("s32", "10ffffffff0f"_hex), INT32_MIN);
  EXPECT_EQ(number("u32", "18ffffffff1f"_hex), 0xFFFFFFFF);
  EXPECT_EQ(number("flag", "208080808020"_hex), 1);
  EXPECT_EQ(number("s64", "38ffffffffffffffffff01"_hex), INT64_MIN);
  EXPECT_EQ(number("x32", "45ffffffff"_hex), 0xFFFFFFFF);
  EXPECT_EQ(number("y32", "4dffffffff"_hex), -1);
  EXPECT_EQ(number("y64", "51feffffffffffffff"_hex), -2);
  EXPECT_EQ(number("color", "68ffffffffffffffffff01"_hex), -1);
  EXPECT_EQ(std::bit_cast<double>(number("d", "290000000000000840"_hex)), 3.0);
  EXPECT_EQ(number("f", "350000803f"_hex), 0x3F800000);
}

TEST(Index, LeavesWhatIsNotThereAbsentAndZero) {
  SelectedSlots in(selectable(), {"i32", "text", "numbers", "child", "maybe"});
  in.read("");
  for (std::size_t slot = 0; slot < 5; ++slot) EXPECT_FALSE(in[slot].present);
  EXPECT_EQ(in[0].cell.bits, 0U);
  EXPECT_EQ(in[1].cell.text(), "");
  EXPECT_EQ(in[2].count, 0U);
  EXPECT_EQ(in[3].nested, nullptr);
}

TEST(Index, TellsAbsentFromZero) {
  SelectedSlots in(selectable(), {"maybe"});
  EXPECT_TRUE(in.read("c00100"_hex)[0].present);
}

TEST(Index, TakesTheLastOfAScalarInAnyOrder) {
  SelectedSlots in(selectable(), {"text", "i32"});
  in.read("0801 5a0161 0802 5a026262 0803"_hex);
  EXPECT_EQ(in[1].cell.bits, 3U);
  EXPECT_EQ(in[0].cell.text(), "bb");
}

TEST(Index, ViewsTheBytesWithoutCopies) {
  SelectedSlots in(selectable(), {"text"});
  in.read("5a0161"_hex);
  EXPECT_EQ(in[0].cell.data, in.bytes.data() + 2);
}

TEST(Index, PassesUnknownFieldsAndGroups) {
  SelectedSlots in(selectable(), {"i32"});
  in.read("a81f01 0801 ab1f 0801 b31f b41f ac1f 0d01020304 a21f0161"_hex);
  ASSERT_TRUE(in.result) << in.result.error().internal;
  EXPECT_EQ(in[0].cell.bits, 1U);
}

TEST(Index, FindsLargeFieldNumbers) {
  SelectedSlots in(selectable(), {"far", "far_member"});
  in.read("c0bb0107 c0b80209"_hex);
  EXPECT_EQ(in[0].cell.bits, 7U);
  EXPECT_EQ(in[1].cell.bits, 9U);
}

TEST(Index, CountsAForeignWireTypeAsUnknown) {
  SelectedSlots in(selectable(), {"i32", "text", "d", "texts", "child"});
  in.read("0a0161 0d01020304 5801 2801 800101 73 0801 74"_hex);
  ASSERT_TRUE(in.result) << in.result.error().internal;
  for (std::size_t slot = 0; slot < 5; ++slot) EXPECT_FALSE(in[slot].present) << slot;
}

TEST(Index, JoinsPackedAndUnpackedIntoOneList) {
  SelectedSlots in(selectable(), {"numbers", "fixeds", "doubles"});
  in.read("7801 7a03020304 7805 7a00 7a0106 95010a000000 9201080b0000000c000000"_hex);
  ASSERT_TRUE(in.result) << in.result.error().internal;
  EXPECT_THAT(in.numbers(0), ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(in.numbers(1), ElementsAre(10, 11, 12));
  EXPECT_FALSE(in[2].present);
}

TEST(Index, TakesAnEmptyPackedListForNone) {
  SelectedSlots in(selectable(), {"numbers"});
  EXPECT_FALSE(in.read("7a00"_hex)[0].present);
}

TEST(Index, GathersTextsMessagesAndEntriesInWireOrder) {
  SelectedSlots in(selectable(), {"texts", "children", "counts"});
  in.read(selectable().bytes("M", R"(texts: "a" children { i32: 1 } texts: "" texts: "c" children {}
                               counts { key: "k" value: 1 })"));
  EXPECT_THAT(in.texts(0), ElementsAre("a", "", "c"));
  EXPECT_THAT(in.texts(1), ElementsAre("0801"_hex, ""));
  EXPECT_THAT(in.texts(2), ElementsAre("0a016b1001"_hex));
}

TEST(Index, GrowsListsAsLongAsTheyAre) {
  SelectedSlots in(selectable(), {"numbers"});
  std::string wire;
  for (int i = 0; i < 1000; ++i) wire += std::string("\x78", 1) + static_cast<char>(i % 100);
  in.read(wire);
  ASSERT_EQ(in[0].count, 1000U);
  EXPECT_EQ(in[0].items[999].bits, 99U);
}

TEST(Index, ReadsOnIntoNestedSelections) {
  SelectedSlots in(selectable(), {"child"});
  Selection& child = in.selection.into(0);
  child.add(selectable().field("M", "text"));
  child.into(child.add(selectable().field("M", "child"))).add(selectable().field("M", "i32"));
  in.read(selectable().bytes("M", R"(child { text: "x" child { i32: 5 } })"));
  const Record& outer = *in[0].nested;
  EXPECT_EQ(outer[0].cell.text(), "x");
  EXPECT_EQ((*outer[1].nested)[0].cell.bits, 5U);
  EXPECT_EQ(in[0].cell.text(), "5a0178 72020805"_hex);
}

TEST(Index, JoinsThePiecesOfASplitMessage) {
  SelectedSlots in(selectable(), {"child"});
  Selection& child = in.selection.into(0);
  child.add(selectable().field("M", "i32"));
  child.add(selectable().field("M", "numbers"));
  child.into(child.add(selectable().field("M", "child"))).add(selectable().field("M", "text"));
  in.read("72040801 7801 7200 0801 72080802 7802 7202 5a00 72057203 5a0161"_hex);
  ASSERT_TRUE(in.result) << in.result.error().internal;
  const Record& joined = *in[0].nested;
  EXPECT_EQ(joined[0].cell.bits, 2U);
  EXPECT_EQ(joined[1].count, 2U);
  EXPECT_EQ((*joined[2].nested)[0].cell.text(), "a");
  EXPECT_EQ(in[0].count, 0U);
}

// Two pieces that are broken each must not become one that is sound: 08 | 01.
TEST(Index, RefusesPiecesThatAreWholeOnlyTogether) {
  EXPECT_THAT(refusal(selectable(), {"child"}, "720108 720101"_hex), HasSubstr("M.child"));
}

TEST(Index, JoinsManyPiecesInLinearSpace) {
  SelectedSlots in(selectable(), {"child"});
  std::string wire;
  for (int i = 0; i < 20'000; ++i) wire += "720a5a08"_hex + "12345678";
  in.read(wire);
  ASSERT_TRUE(in.result);
  EXPECT_EQ(in[0].cell.size, 200'000U);
}

TEST(Index, TakesTheLastMemberOfAOneof) {
  SelectedSlots in(selectable(), {"number", "message", "word"});
  in.read("a80107 ba010161 b20100"_hex);
  EXPECT_FALSE(in[0].present);
  EXPECT_TRUE(in[1].present);
  EXPECT_FALSE(in[2].present);
  in.read("b20100 a80107"_hex);
  EXPECT_TRUE(in[0].present);
  EXPECT_FALSE(in[1].present);
}

TEST(Index, EndsAMemberByOneThatIsNotSelected) {
  SelectedSlots in(selectable(), {"word"});
  EXPECT_FALSE(in.read("ba010161 a80107"_hex)[0].present);
  EXPECT_FALSE(in.read("ba010161 c0b80207"_hex)[0].present);
  EXPECT_TRUE(in.read("a80107 ba010161"_hex)[0].present);
}

TEST(Index, EndsNoMemberByAForeignWireType) {
  SelectedSlots in(selectable(), {"word"});
  EXPECT_TRUE(in.read("ba010161 aa010161"_hex)[0].present);
}

// What was set before another member of the oneof is gone, not merged.
TEST(Index, ForgetsPiecesThatAnotherMemberEnded) {
  SelectedSlots in(selectable(), {"message"});
  in.read("b201020801 b201021801 a80107 b201022001 b20100"_hex);
  ASSERT_TRUE(in.result) << in.result.error().internal;
  EXPECT_EQ(in[0].cell.text(), "2001"_hex);
}

TEST(Index, RefusesBrokenBytesAndNamesTheField) {
  EXPECT_EQ(refusal(selectable(), {"i32"}, "08"_hex), "M.i32: the bytes end within a value");
  EXPECT_THAT(refusal(selectable(), {"i32"}, "5a0561"_hex), HasSubstr("M.text: the bytes end"));
  EXPECT_THAT(refusal(selectable(), {"i32"}, "0801 00"_hex), HasSubstr("tag"));
  EXPECT_THAT(refusal(selectable(), {"i32"}, "0b"_hex), HasSubstr("M.i32: the bytes end"));
  EXPECT_THAT(refusal(selectable(), {"i32"}, "0c"_hex), HasSubstr("group"));
  EXPECT_THAT(refusal(selectable(), {"numbers"}, "7a0180"_hex),
              HasSubstr("M.numbers: the bytes end"));
  EXPECT_THAT(refusal(selectable(), {"fixeds"}, "920105 0100000002"_hex), HasSubstr("M.fixeds"));
  EXPECT_THAT(refusal(selectable(), {"i32"}, std::string(200'000, '\x0b')), HasSubstr("100 deep"));
}

TEST(Index, RefusesBrokenNestedMessagesIntoWhichItReads) {
  SelectedSlots in(selectable(), {"child"});
  in.selection.into(0).add(selectable().field("M", "i32"));
  in.read("720108"_hex);
  ASSERT_FALSE(in.result);
  EXPECT_THAT(in.result.error().internal, HasSubstr("M.i32"));
}

TEST(Index, ChecksTheUtf8OfSelectedProto3Texts) {
  EXPECT_EQ(refusal(selectable(), {"text"}, "5a01ff"_hex), "M.text: a text is not valid UTF-8");
  EXPECT_THAT(refusal(selectable(), {"texts"}, "820101ff"_hex), HasSubstr("UTF-8"));
  EXPECT_EQ(refusal(selectable(), {"raw"}, "6201ff"_hex), "accepted");
  EXPECT_EQ(refusal(selectable(), {"i32"}, "5a01ff"_hex), "accepted");
  EXPECT_EQ(refusal(selectable_proto2(), {"text"}, "1a01ff"_hex), "accepted");
}

TEST(Index, CountsAnUnknownNumberOfAClosedEnumAsUnknown) {
  SelectedSlots in(selectable_proto2(), {"e", "es", "f", "n"});
  in.read("0802 0807 12040102 0701 1007 3801 3009"_hex);
  ASSERT_TRUE(in.result) << in.result.error().internal;
  EXPECT_EQ(in[0].cell.bits, 2U);
  EXPECT_THAT(in.numbers(1), ElementsAre(1, 2, 1));
  EXPECT_FALSE(in[2].present);
  EXPECT_TRUE(in[3].present);
}

TEST(Index, ReadsGroups) {
  SelectedSlots in(selectable_proto2(), {"g", "h"});
  in.selection.into(0).add(*selectable_proto2().field("M", "g").message->find("b"));
  in.read("23 1001 24 2b 0801 2c 23 0805 1002 24 2b 2c"_hex);
  ASSERT_TRUE(in.result) << in.result.error().internal;
  EXPECT_EQ((*in[0].nested)[0].cell.bits, 2U);
  EXPECT_EQ(in[0].cell.text(), "100108051002"_hex);
  EXPECT_THAT(in.texts(1), ElementsAre("0801"_hex, ""));
}

TEST(Index, ReadsManySelectionsDeep) {
  SelectedSlots in(selectable(), {"child"});
  Selection* selection = &in.selection;
  std::string wire;
  for (int i = 0; i < 101; ++i) {
    selection = &selection->into(0);
    selection->add(selectable().field("M", "child"));
    std::string outer = "72"_hex;
    for (std::size_t size = wire.size();; size >>= 7) {
      outer += static_cast<char>((size & 0x7F) | (size > 0x7F ? 0x80 : 0));
      if (size <= 0x7F) break;
    }
    wire = outer + wire;
  }
  in.read(wire);
  ASSERT_FALSE(in.result);
  EXPECT_THAT(in.result.error().internal, HasSubstr("100 deep"));
}

TEST(IndexElement, ReadsAnElementOnceForAllWhoAskWithOneSelection) {
  SelectedSlots reading(selectable(), {"children"});
  reading.read(selectable().bytes("M", "children { i32: 1 } children { i32: 2 }"));
  Selection numbers(selectable().table("M"));
  numbers.add(selectable().field("M", "i32"));
  numbers.freeze();
  const auto first = index_element(reading[0], 1, numbers, reading.arena);
  ASSERT_TRUE(first);
  EXPECT_EQ((**first)[0].cell.bits, 2U);
  EXPECT_EQ(*index_element(reading[0], 1, numbers, reading.arena), *first) << "the same record";
  EXPECT_EQ((**index_element(reading[0], 0, numbers, reading.arena))[0].cell.bits, 1U);
}

TEST(IndexElement, ReadsForEachSelectionWhatItWants) {
  SelectedSlots reading(selectable(), {"children"});
  reading.read(selectable().bytes("M", "children { i32: 1 text: 't' }"));
  Selection numbers(selectable().table("M")), texts(selectable().table("M"));
  numbers.add(selectable().field("M", "i32"));
  texts.add(selectable().field("M", "text"));
  numbers.freeze();
  texts.freeze();
  EXPECT_EQ((**index_element(reading[0], 0, numbers, reading.arena))[0].cell.bits, 1U);
  EXPECT_EQ((**index_element(reading[0], 0, texts, reading.arena))[0].cell.text(), "t");
  EXPECT_EQ((**index_element(reading[0], 0, numbers, reading.arena))[0].cell.bits, 1U);
}

TEST(IndexElement, RefusesABrokenElementEachTime) {
  SelectedSlots reading(selectable(), {"children"});
  reading.read(std::string{"\x8a\x01\x02\x08\x80", 5});  // children: i32 without its end
  Selection numbers(selectable().table("M"));
  numbers.add(selectable().field("M", "i32"));
  numbers.freeze();
  EXPECT_FALSE(index_element(reading[0], 0, numbers, reading.arena));
  EXPECT_FALSE(index_element(reading[0], 0, numbers, reading.arena));
}

}  // namespace
}  // namespace bff::proto
