// SPDX-License-Identifier: Apache-2.0
// Whatever bytes a service sends: a value or an error, never a crash, and never a 200 that is no
// JSON. Meant to run under AddressSanitizer, where a read beyond a message's end is seen.
#include <gtest/gtest.h>

#include <memory>
#include <random>

#include <nlohmann/json.hpp>

#include "compiled.hpp"
#include "proto/json_format.hpp"

namespace bff::proto {
namespace {

const Compiled& nested_types() {
  static const Compiled compiled(R"(
    syntax = "proto2";
    import "google/protobuf/any.proto";
    import "google/protobuf/duration.proto";
    import "google/protobuf/field_mask.proto";
    import "google/protobuf/struct.proto";
    import "google/protobuf/timestamp.proto";
    import "google/protobuf/wrappers.proto";
    message M {
      enum E { A = 0; B = 7; }
      optional int64 id = 1;
      optional string name = 2;
      optional M child = 3;
      repeated int32 numbers = 4 [packed = true];
      repeated double reals = 5;
      map<string, M> children = 6;
      map<int32, E> kinds = 7;
      optional group Inner = 8 { optional int32 a = 1; repeated string b = 2; }
      oneof one { string text = 9; M message = 10; E kind = 11; }
      optional google.protobuf.Any any = 12;
      optional google.protobuf.Timestamp time = 13;
      optional google.protobuf.Duration span = 14;
      optional google.protobuf.FieldMask mask = 15;
      optional google.protobuf.Struct object = 16;
      optional google.protobuf.BytesValue raw = 17;
      optional fixed64 far = 40000;
    })");
  return compiled;
}

std::vector<std::string> messages() {
  const std::string leaf = R"(id: -1 name: "a\"\xc3\xa9" numbers: [1, 300, -2] reals: [0.5, nan])";
  return {
      nested_types().bytes("M", leaf + " child { " + leaf + " child { " + leaf + " } } far: 5"),
      nested_types().bytes("M",
                           R"(children { key: "k" value { id: 1 } } children { key: "l" value { } }
                          kinds { key: -3 value: B } kinds { key: 4 value: A } Inner { a: 5 b: "x" b: "" })"),
      nested_types().bytes(
          "M",
          R"(message { kind: B } time { seconds: 1709164800 nanos: 5 } span { seconds: 3 }
                          mask { paths: "a_b.c" } raw { value: "\x00\xff" })"),
      nested_types().bytes(
          "M", R"(object { fields { key: "a" value { list_value { values { number_value: 2 }
                          values { string_value: "s" } } } } }
                          any { [type.googleapis.com/google.protobuf.Duration] { seconds: 5 } })"),
      "1a020801 1a040801 1001 2b 2c 2304 4b0c"_hex,
  };
}

// In memory of just its size, so that the sanitizer sees one byte too many.
void read_exactly(const std::string& bytes) {
  const std::unique_ptr<char[]> exact(new char[bytes.size()]);
  std::copy(bytes.begin(), bytes.end(), exact.get());
  const std::string_view view(exact.get(), bytes.size());
  std::pmr::monotonic_buffer_resource arena;
  for (const auto presence : {JsonFormat::Presence::every_key, JsonFormat::Presence::proto3}) {
    std::string out;
    const JsonFormat format{.presence = presence, .any = &nested_types().schema()};
    if (write_message(out, nested_types().table("M"), view, format, arena)) {
      EXPECT_TRUE(nlohmann::json::accept(out)) << out;
    }
  }
  Selection selection(nested_types().table("M"));
  for (const char* name : {"name", "numbers", "children", "text", "reals"}) {
    selection.add(nested_types().field("M", name));
  }
  Selection& child = selection.into(selection.add(nested_types().field("M", "child")));
  child.into(child.add(nested_types().field("M", "child"))).add(nested_types().field("M", "id"));
  selection.into(selection.add(*nested_types().table("M").find(8)))
      .add(*nested_types().table("M").find(8)->message->find(2));
  selection.freeze();
  if (const auto record = index(view, selection, arena)) {
    for (std::uint16_t slot = 0; slot < selection.slots(); ++slot) {
      std::string out;
      const JsonFormat format{.any = &nested_types().schema()};
      if (write_field(out, selection.field(slot), (**record)[slot], format, arena)) {
        EXPECT_TRUE(nlohmann::json::accept(out)) << out;
      }
    }
  }
}

TEST(Robustness, WholeMessagesAreAccepted) {
  for (std::size_t i = 0; i < 4; ++i) {
    std::pmr::monotonic_buffer_resource arena;
    std::string out;
    const auto result = write_message(out, nested_types().table("M"), messages()[i],
                                      {.any = &nested_types().schema()}, arena);
    EXPECT_TRUE(result) << i << ": " << result.error().internal;
  }
}

TEST(Robustness, EveryPrefix) {
  for (const std::string& message : messages()) {
    for (std::size_t size = 0; size <= message.size(); ++size)
      read_exactly(message.substr(0, size));
  }
}

TEST(Robustness, EveryByteChanged) {
  for (const std::string& message : messages()) {
    for (std::size_t at = 0; at < message.size(); ++at) {
      std::string changed = message;
      for (const int byte : {0x00, 0x01, 0x0b, 0x0c, 0x7f, 0x80, 0xff, message[at] ^ 1,
                             message[at] ^ 2, message[at] ^ 4, message[at] ^ 0x80}) {
        changed[at] = static_cast<char>(byte);
        read_exactly(changed);
      }
    }
  }
}

TEST(Robustness, EveryByteLeftOut) {
  for (const std::string& message : messages()) {
    for (std::size_t at = 0; at < message.size(); ++at) {
      read_exactly(message.substr(0, at) + message.substr(at + 1));
    }
  }
}

TEST(Robustness, RandomBytes) {
  std::mt19937 random(20240229);
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes(random() % 40, '\0');
    for (char& c : bytes) c = static_cast<char>(random() % 4 == 0 ? random() : random() % 0x92);
    read_exactly(bytes);
  }
}

}  // namespace
}  // namespace bff::proto
