// SPDX-License-Identifier: Apache-2.0
#include "proto/merge.hpp"

#include <gtest/gtest.h>

#include "compiled.hpp"

namespace bff::proto {
namespace {

const Compiled& mergeable() {
  static const Compiled compiled(R"(
    syntax = "proto3";
    message M {
      int32 number = 1;
      string text = 2;
      M child = 3;
      repeated int32 numbers = 4;
      repeated M children = 5;
      map<string, int32> counts = 6;
      oneof one { int32 left = 7; M right = 8; }
      optional int32 maybe = 9;
    })");
  return compiled;
}

std::optional<std::string> merged(const std::string& base, const std::string& over) {
  std::string out;
  json::Appender to(out);
  if (!append_merged(to, mergeable().table("M"), base, over)) return std::nullopt;
  return out.substr(0, to.size());
}

// As protobuf reads it, in its text format on one line.
std::string text_of(const std::optional<std::string>& bytes) {
  if (!bytes) return "no protobuf";
  google::protobuf::DynamicMessageFactory factory;
  const std::unique_ptr<google::protobuf::Message> made(
      factory.GetPrototype(&mergeable().descriptor("M"))->New());
  EXPECT_TRUE(made->ParseFromString(*bytes));
  return made->ShortDebugString();
}

TEST(Merge, PutsWhatIsSetOverWhatWas) {
  const struct {
    std::string base, over, merged;
  } cases[] = {
      {"", "", ""},
      {"number: 1", "", "number: 1"},
      {"", "number: 1", "number: 1"},
      {"number: 1 text: 'a'", "number: 2", "number: 2 text: \"a\""},
      {"maybe: 1", "maybe: 0", "maybe: 0"},
      {"numbers: [1, 2, 3]", "numbers: 4", "numbers: 4"},
      {"numbers: [1, 2]", "text: 'a'", "text: \"a\" numbers: 1 numbers: 2"},
      {"children { number: 1 } children { }", "children { text: 'a' }", "children { text: \"a\" }"},
      {"counts { key: 'a' value: 1 }", "counts { key: 'b' value: 2 }",
       "counts { key: \"b\" value: 2 }"},
      {"child { number: 1 }", "child { text: 'a' }", "child { number: 1 text: \"a\" }"},
      {"child { }", "child { child { numbers: 1 } }", "child { child { numbers: 1 } }"},
      {"child { child { numbers: 1 number: 1 } }", "child { child { numbers: 2 } }",
       "child { child { number: 1 numbers: 2 } }"},
      {"left: 1", "right { number: 2 }", "right { number: 2 }"},
      {"right { number: 2 } maybe: 3", "left: 1", "left: 1 maybe: 3"},
      {"right { number: 2 }", "right { text: 'a' }", "right { number: 2 text: \"a\" }"},
      {"child { left: 1 }", "child { right { } }", "child { right { } }"},
  };
  for (const auto& one : cases) {
    const auto bytes = merged(mergeable().bytes("M", one.base), mergeable().bytes("M", one.over));
    EXPECT_EQ(text_of(bytes), one.merged) << one.base << " | " << one.over;
    // In the order of the fields: what protobuf itself writes.
    EXPECT_EQ(bytes, mergeable().bytes("M", one.merged)) << one.base << " | " << one.over;
  }
}

// A client's bytes may come so.
TEST(Merge, TakesABaseInAnyOrderAndItsMessagesInPieces) {
  const struct {
    std::string base, over, merged;
  } cases[] = {
      {"2A00 1A020801"_hex, "child { text: 'a' }", "child { number: 1 text: \"a\" } children { }"},
      {"1A020801 1A03120162"_hex, "child { numbers: 5 }",
       "child { number: 1 text: \"b\" numbers: 5 }"},
      {"1A03220101 0801 1A03220102"_hex, "child { numbers: 5 }", "number: 1 child { numbers: 5 }"},
      {"1A041A020801 1A051A03120162"_hex, "child { child { numbers: 5 } }",
       "child { child { number: 1 text: \"b\" numbers: 5 } }"},
      {"3801 4200"_hex, "right { number: 1 }", "right { number: 1 }"},
      {"1A020801 0801"_hex, "number: 2", "number: 2 child { number: 1 }"},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(text_of(merged(one.base, mergeable().bytes("M", one.over))), one.merged) << one.over;
  }
}

TEST(Merge, KeepsFieldsThatNobodyKnows) {
  EXPECT_EQ(merged("FA0101FF"_hex, "0801"_hex), "0801 FA0101FF"_hex);
  EXPECT_EQ(merged("0801"_hex, "FA0101FF"_hex), "0801 FA0101FF"_hex);
  EXPECT_EQ(merged("F80101 0801"_hex, "F80102"_hex), "F80102 0801"_hex);
}

TEST(Merge, RefusesWhatIsNoProtobuf) {
  EXPECT_FALSE(merged("08"_hex, ""));
  EXPECT_FALSE(merged("", "1205"_hex));
  EXPECT_FALSE(merged("1A0108"_hex, "1A020801"_hex));
  EXPECT_FALSE(merged("0801 1A0108"_hex, "0802 1A020801"_hex));
}

}  // namespace
}  // namespace bff::proto
