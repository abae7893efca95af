// SPDX-License-Identifier: Apache-2.0
// The cases of protobuf's own conformance suite that are read from the wire format; the JSON that
// it expects of them is read back.
#include <google/protobuf/compiler/importer.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/stubs/logging.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <fstream>

#include <nlohmann/json.hpp>

#include "proto/json_format.hpp"
#include "proto/json_reader.hpp"
#include "proto/schema.hpp"

namespace bff::proto {
namespace {

namespace pb = google::protobuf;
using nlohmann::json;

struct Case {
  std::string name;
  std::string message_type;
  std::string input;
  std::string expect;  // "message", "parse_error", "serialize_error"
  std::string wire;    // the message as the reference writes it
  json value;          // the same as JSON
  std::string json_text;
};

std::string from_hex(const std::string& digits) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

std::vector<Case> cases_of(const std::string& file) {
  std::ifstream in(std::string(BFF_CONFORMANCE_DATA) + "/" + file);
  std::vector<Case> cases;
  for (std::string line; std::getline(in, line);) {
    const json row = json::parse(line);
    Case one{row["name"], row["message_type"], from_hex(row["input_hex"]), row["expect"], "", {},
             ""};
    if (one.expect == "message") {
      one.wire = from_hex(row["expect_wire_hex"]);
      one.json_text = row["expect_json"];
      one.value = json::parse(one.json_text);
    }
    cases.push_back(std::move(one));
  }
  return cases;
}

struct Problems : pb::compiler::MultiFileErrorCollector {
  void AddError(const std::string& file, int line, int, const std::string& message) override {
    ADD_FAILURE() << file << ":" << line << ": " << message;
  }
};

// The importer owns the pool, and the pool the descriptors.
struct Protos {
  Problems problems;
  pb::compiler::DiskSourceTree files;
  std::unique_ptr<pb::compiler::Importer> importer;
  std::unique_ptr<Schema> schema;
  pb::DynamicMessageFactory factory;
};

class ProtobufConformance : public testing::Test {
 protected:
  void SetUp() override {
    if (std::string(BFF_CONFORMANCE_DATA).empty()) {
      GTEST_SKIP() << "BFF_CONFORMANCE_DATA is not set";
    }
    protos_.files.MapPath("", BFF_CONFORMANCE_DATA);
    protos_.files.MapPath("", "/usr/include");
    protos_.importer = std::make_unique<pb::compiler::Importer>(&protos_.files, &protos_.problems);
    const auto* file = protos_.importer->Import("test_messages_proto3.proto");
    ASSERT_NE(file, nullptr);
    // An alias: `protos_` outlives the schema.
    const std::shared_ptr<const pb::DescriptorPool> pool(std::shared_ptr<const void>(),
                                                         protos_.importer->pool());
    protos_.schema = std::make_unique<Schema>(pool, std::vector{file});
  }

  Result<std::string> written(const Case& one, JsonFormat::Presence presence) {
    // Exactly as large as the input, so that a sanitizer sees a read beyond it.
    const std::unique_ptr<char[]> bytes(new char[one.input.size()]);
    std::copy(one.input.begin(), one.input.end(), bytes.get());
    const JsonFormat format{
        .enums = JsonFormat::Enums::full_name, .presence = presence, .any = protos_.schema.get()};
    std::pmr::monotonic_buffer_resource arena;
    std::string out;
    const auto result =
        write_message(out, table(one), {bytes.get(), one.input.size()}, format, arena);
    if (!result) return result.error();
    return out;
  }

  const MessageTable& table(const Case& one) const {
    return *protos_.schema->resolve(one.message_type);
  }

  std::unique_ptr<pb::Message> message(const Case& one) {
    return std::unique_ptr<pb::Message>(
        protos_.factory
            .GetPrototype(protos_.importer->pool()->FindMessageTypeByName(one.message_type))
            ->New());
  }

  // Deterministic bytes: the dynamic message's own order of maps is random.
  static std::string serialised(const pb::Message& message) {
    std::string bytes;
    pb::io::StringOutputStream stream(&bytes);
    pb::io::CodedOutputStream out(&stream);
    out.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&out);
    out.Trim();
    return bytes;
  }

  // What protobuf's own JSON reader makes of `text`, against the wire bytes that are expected.
  void expect_reads_back(const Case& one, const std::string& text) {
    const auto ours = message(one), expected = message(one);
    const auto status = pb::util::JsonStringToMessage(text, ours.get());
    EXPECT_TRUE(status.ok()) << one.name << ": " << status << "\n" << text;
    ASSERT_TRUE(expected->ParseFromString(one.wire)) << one.name;
    expected->DiscardUnknownFields();
    EXPECT_EQ(serialised(*ours), serialised(*expected)) << one.name << "\n" << text;
  }

  Protos protos_;
};

// Equal as JSON values. A float's text may have any digits that mean the same float.
bool same_value(const json& ours, const json& expected, bool is_float) {
  if (ours.is_number() && expected.is_number()) {
    if (is_float) return ours.get<float>() == expected.get<float>();
    return ours == expected;
  }
  if (ours.type() != expected.type() || ours.size() != expected.size()) return false;
  if (ours.is_array()) {
    for (std::size_t i = 0; i < ours.size(); ++i) {
      if (!same_value(ours[i], expected[i], is_float)) return false;
    }
    return true;
  }
  if (ours.is_object()) {
    for (const auto& [key, value] : ours.items()) {
      const bool float_field = is_float || key.find("Float") != std::string::npos;
      if (!expected.contains(key) || !same_value(value, expected[key], float_field)) return false;
    }
    return true;
  }
  return ours == expected;
}

TEST_F(ProtobufConformance, EveryMessageBecomesTheRightJson) {
  const auto cases = cases_of("protobuf-conformance-3.21.12.protobuf_to_json.jsonl");
  int messages = 0, refused = 0;
  for (const Case& one : cases) {
    const auto text = written(one, JsonFormat::Presence::proto3);
    if (one.expect == "message") {
      ++messages;
      ASSERT_TRUE(text) << one.name << ": " << text.error().internal;
      EXPECT_TRUE(same_value(json::parse(*text), one.value, false)) << one.name << "\n"
                                                                    << *text << "\n"
                                                                    << one.value;
      expect_reads_back(one, *text);
    } else {
      ++refused;
      EXPECT_FALSE(text) << one.name << ": " << *text;
    }
  }
  EXPECT_EQ(messages, 304);
  EXPECT_EQ(refused, 7);
}

TEST_F(ProtobufConformance, EveryWireCaseIsAcceptedOrRefusedAsItShouldBe) {
  const auto cases = cases_of("protobuf-conformance-3.21.12.protobuf_to_protobuf_proto3.jsonl");
  int accepted = 0, refused = 0;
  for (const Case& one : cases) {
    const auto text = written(one, JsonFormat::Presence::proto3);
    if (one.expect == "message") {
      ++accepted;
      ASSERT_TRUE(text) << one.name << ": " << text.error().internal;
      expect_reads_back(one, *text);
    } else {
      ++refused;
      EXPECT_FALSE(text) << one.name << ": " << *text;
      if (!text) {
        EXPECT_EQ(text.error().code, Errc::upstream_invalid) << one.name;
      }
    }
  }
  EXPECT_EQ(accepted, 507);
  EXPECT_EQ(refused, 144);
}

// The same verdict where only some fields are read: every field is selected, each has its slot.
TEST_F(ProtobufConformance, SelectingEveryFieldAcceptsAndWritesTheSame) {
  for (const char* file : {"protobuf-conformance-3.21.12.protobuf_to_json.jsonl",
                           "protobuf-conformance-3.21.12.protobuf_to_protobuf_proto3.jsonl"}) {
    for (const Case& one : cases_of(file)) {
      Selection selection(table(one));
      for (const Field& field : table(one).fields) selection.add(field);
      selection.freeze();
      const JsonFormat format{.enums = JsonFormat::Enums::full_name, .any = protos_.schema.get()};
      std::pmr::monotonic_buffer_resource arena;
      const auto record = index(one.input, selection, arena);
      if (!record) {
        EXPECT_EQ(one.expect, "parse_error") << one.name;
        continue;
      }
      std::string object = "{";
      bool failed = false;
      for (std::uint16_t slot = 0; slot < selection.slots() && !failed; ++slot) {
        const Field& field = selection.field(slot);
        const Slot& held = (**record)[slot];
        if (!held.present && field.oneof >= 0) continue;
        object += slot == 0 ? field.json_key.substr(1) : field.json_key;
        failed = !write_field(object, field, held, format, arena, 1);
      }
      object += '}';
      const auto whole = written(one, JsonFormat::Presence::every_key);
      EXPECT_EQ(!failed, whole.has_value()) << one.name;
      if (whole) {
        EXPECT_EQ(object, *whole) << one.name;
      }
    }
  }
}

// From the reference's JSON to the bytes that the reference writes.
TEST_F(ProtobufConformance, EveryExpectedJsonIsReadBackAsTheSameMessage) {
  int read = 0;
  for (const char* file : {"protobuf-conformance-3.21.12.protobuf_to_json.jsonl",
                           "protobuf-conformance-3.21.12.protobuf_to_protobuf_proto3.jsonl"}) {
    for (const Case& one : cases_of(file)) {
      if (one.expect != "message") continue;
      std::pmr::monotonic_buffer_resource arena;
      std::string bytes;
      const auto result =
          append_message(bytes, one.json_text, table(one), {.any = protos_.schema.get()}, arena);
      ASSERT_TRUE(result) << one.name << ": " << result.error().parameter << " "
                          << result.error().detail;
      const auto ours = message(one), expected = message(one);
      ASSERT_TRUE(ours->ParseFromString(bytes)) << one.name;
      ASSERT_TRUE(expected->ParseFromString(one.wire)) << one.name;
      expected->DiscardUnknownFields();
      EXPECT_EQ(serialised(*ours), serialised(*expected)) << one.name << "\n" << one.json_text;
      if (one.json_text.find("map") == std::string::npos) {
        EXPECT_EQ(bytes, serialised(*expected)) << one.name;  // not only read as the same
      }
      ++read;
    }
  }
  EXPECT_EQ(read, 811);
}

// With every key written it is JSON still, and holds at least the keys of the short form.
TEST_F(ProtobufConformance, EveryKeyModeWritesValidJson) {
  for (const char* file : {"protobuf-conformance-3.21.12.protobuf_to_json.jsonl",
                           "protobuf-conformance-3.21.12.protobuf_to_protobuf_proto3.jsonl"}) {
    for (const Case& one : cases_of(file)) {
      const auto text = written(one, JsonFormat::Presence::every_key);
      EXPECT_EQ(text.has_value(), one.expect == "message") << one.name;
      if (!text) continue;
      const json value = json::parse(*text, nullptr, false);
      ASSERT_TRUE(value.is_object()) << one.name << "\n" << *text;
      std::size_t unset = 0;
      for (const Field& field : table(one).fields) {
        if (!value.contains(field.json_name)) {
          EXPECT_GE(field.oneof, 0) << one.name << ": " << field.name;
          ++unset;
        }
      }
      EXPECT_GE(unset, 9U) << one.name;  // of the ten members of its oneof one at most is set
      EXPECT_LE(unset, 10U) << one.name;
      for (const auto& [key, held] : one.value.items()) EXPECT_TRUE(value.contains(key)) << key;
    }
  }
}

// Cut off anywhere, a message is read or refused just as protobuf's own parser does it.
TEST_F(ProtobufConformance, EveryPrefixIsJudgedAsByTheReference) {
  const pb::LogSilencer silence;  // it logs every text that is not UTF-8
  for (Case one : cases_of("protobuf-conformance-3.21.12.protobuf_to_json.jsonl")) {
    if (one.expect != "message") continue;
    const std::string whole = one.input;
    for (std::size_t size = 0; size < whole.size(); ++size) {
      one.input = whole.substr(0, size);
      const auto text = written(one, JsonFormat::Presence::proto3);
      ASSERT_EQ(text.has_value(), message(one)->ParseFromString(one.input))
          << one.name << " cut to " << size;
      if (text) {
        EXPECT_TRUE(json::accept(*text)) << one.name;
      }
    }
  }
}

}  // namespace
}  // namespace bff::proto
