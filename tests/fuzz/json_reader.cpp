// SPDX-License-Identifier: Apache-2.0
// JSON to wire bytes. The first byte chooses a message type, and whether the rest is JSON itself or
// choices of which JSON is made. What is accepted must be JSON; it must be a message that protobuf
// reads, the same as its own JSON reader makes of the text if that takes it too; and what our JSON
// writer makes of it must read back as the same.
#include "proto/json_reader.hpp"

#include <google/protobuf/any.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/stubs/logging.h>
#include <google/protobuf/util/json_util.h>

#include <memory_resource>

#include <nlohmann/json.hpp>

#include "fuzz/every_type.hpp"
#include "fuzz/random_json.hpp"
#include "fuzz/target.hpp"
#include "proto/json_format.hpp"
#include "proto/schema.hpp"
#include "support/reference_pool.hpp"

using bff::fuzz::require;
using namespace bff::proto;

namespace {

namespace pb = google::protobuf;

const char* const kTypes[] = {"fuzz.Every",          "fuzz.Leaf",
                              "shop.v1.Order",       "google.protobuf.Value",
                              "google.protobuf.Any", "google.protobuf.Struct"};

struct World {
  std::shared_ptr<pb::DescriptorPool> pool = std::make_shared<pb::DescriptorPool>();
  std::unique_ptr<Schema> schema;
  pb::DynamicMessageFactory factory;
  const pb::LogSilencer silence;

  World() {
    for (const auto& file : bff::test::well_known_files()) pool->BuildFile(file);
    std::vector<const pb::FileDescriptor*> files;
    for (const auto& file : bff::fuzz::protos()) files.push_back(pool->BuildFile(file));
    schema = std::make_unique<Schema>(pool, files);
  }

  std::unique_ptr<pb::Message> fresh(const pb::Descriptor& type) {
    return std::unique_ptr<pb::Message>(factory.GetPrototype(&type)->New());
  }
};

World& world() {
  static World made;
  return made;
}

std::string canonical(const pb::Message& message) {
  std::string bytes;
  pb::io::StringOutputStream stream(&bytes);
  pb::io::CodedOutputStream out(&stream);
  out.SetSerializationDeterministic(true);
  message.SerializePartialToCodedStream(&out);
  out.Trim();
  return bytes;
}

// Takes away what the two readers are known to do differently (json_oracle_test.cpp): the sign of
// zero, a capital letter at the begin of a field mask's path, the bytes within an Any.
class Normaliser {
 public:
  void run(pb::Message& message) {
    const std::string& name = message.GetDescriptor()->full_name();
    if (name == "google.protobuf.Any") any(message);
    std::vector<const pb::FieldDescriptor*> fields;
    const auto& in = *message.GetReflection();
    in.ListFields(message, &fields);
    for (const auto* field : fields) {
      for (int i = 0, count = field->is_repeated() ? in.FieldSize(message, field) : 1; i < count;
           ++i) {
        one(message, *field, i);
      }
      if (name == "google.protobuf.FieldMask") capitals(message, *field);
    }
  }

 private:
  void one(pb::Message& message, const pb::FieldDescriptor& field, int i) {
    const auto& in = *message.GetReflection();
    const bool list = field.is_repeated();
    if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_MESSAGE) {
      run(list ? *in.MutableRepeatedMessage(&message, &field, i)
               : *in.MutableMessage(&message, &field));
    } else if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_DOUBLE && list) {
      in.SetRepeatedDouble(&message, &field, i, in.GetRepeatedDouble(message, &field, i) + 0.0);
    } else if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_DOUBLE) {
      in.SetDouble(&message, &field, in.GetDouble(message, &field) + 0.0);
    } else if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_FLOAT && list) {
      in.SetRepeatedFloat(&message, &field, i, in.GetRepeatedFloat(message, &field, i) + 0.0F);
    } else if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_FLOAT) {
      in.SetFloat(&message, &field, in.GetFloat(message, &field) + 0.0F);
    }
  }

  void capitals(pb::Message& mask, const pb::FieldDescriptor& paths) {
    const auto& in = *mask.GetReflection();
    for (int i = 0; i < in.FieldSize(mask, &paths); ++i) {
      std::string path;
      for (const char c : in.GetRepeatedString(mask, &paths, i)) {
        if (c != '_') path += c;
      }
      in.SetRepeatedString(&mask, &paths, i, path);
    }
  }

  void any(pb::Message& message) {
    pb::Any held;
    if (!held.ParseFromString(canonical(message))) return;
    const auto* type =
        world().pool->FindMessageTypeByName(held.type_url().substr(held.type_url().rfind('/') + 1));
    if (type == nullptr) return;
    const auto within = world().fresh(*type);
    if (!within->ParseFromString(held.value())) return;
    run(*within);
    held.set_value(canonical(*within));
    message.ParseFromString(held.SerializeAsString());
  }
};

std::string normal(pb::Message& message) {
  Normaliser().run(message);
  return canonical(message);
}

// What is read of a text, or nothing where it is refused.
bool read(std::string_view json, const MessageTable& table, const ReadOptions& options,
          std::string& out) {
  std::pmr::monotonic_buffer_resource arena;
  out = "before";
  const auto result = append_message(out, json, table, options, arena);
  require(out.starts_with("before"), "what was there stays", out);
  out.erase(0, 6);
  if (result) return true;
  require(out.empty(), "what fails leaves nothing");
  require(result.error().code == bff::Errc::invalid_body && !result.error().detail.empty(),
          "an error has a code and words");
  require(result.error().parameter.starts_with("body"), "an error points into the body");
  require(result.error().parameter.size() < 16'384, "an error is no flood");
  return false;
}

// As our own writer has it, which drops the keys of a map that come again.
std::string write(std::string_view bytes, const MessageTable& table) {
  const JsonFormat format{.enums = JsonFormat::Enums::full_name,
                          .presence = JsonFormat::Presence::proto3,
                          .any = world().schema.get()};
  std::pmr::monotonic_buffer_resource arena;
  std::string written;
  require(bool(write_message(written, table, bytes, format, arena)), "what is read is written");
  return written;
}

void compare_with_protobuf(const std::string& json, const pb::Descriptor& type, pb::Message& ours) {
  const auto theirs = world().fresh(type);
  try {
    if (!pb::util::JsonStringToMessage(json, theirs.get()).ok()) return;
  } catch (const pb::FatalException&) {
    return;  // some texts fail a check of its own
  }
  const std::string left = normal(ours), right = normal(*theirs);
  require(left == right, "protobuf reads the same",
          json + "\n" + ours.ShortDebugString() + "\n" + theirs->ShortDebugString());
}

void check(const std::string& json, const pb::Descriptor& type) {
  const MessageTable& table = world().schema->table(type);
  const ReadOptions strict{.any = world().schema.get()};
  std::string bytes, again;
  const bool good = read(json, table, strict, bytes);
  const bool lenient = read(json, table, {.ignore_unknown = true, .any = strict.any}, again);
  const bool is_json = nlohmann::json::accept(json);
  if (good) {
    require(is_json, "what is accepted is JSON", json);
    require(lenient && again == bytes, "without unknown fields none is ignored", json);
    require(bytes.size() <= json.size() * 16 + 64, "no more bytes than the text is worth", json);
    const std::string written = write(bytes, table);
    require(read(written, table, strict, again), "what is written is read", json + "\n" + written);
    require(write(again, table) == written, "and is the same then", json + "\n" + written);

    const auto ours = world().fresh(type);
    require(ours->ParseFromString(bytes), "protobuf reads what was made", json);
    compare_with_protobuf(json, type, *ours);
  } else if (type.full_name() == "google.protobuf.Value" && is_json && json.size() < 30 &&
             !json.starts_with("\xEF") && json.find('\0') == std::string::npos) {
    // So short a text is not too deep. nlohmann's reader takes a byte order mark, and ends at NUL.
    require(false, "any JSON is a Value", json);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view rest = bff::fuzz::text_of(data + 1, size - 1);
  const auto& type =
      *world().pool->FindMessageTypeByName(kTypes[(data[0] >> 1) % std::size(kTypes)]);
  if ((data[0] & 1) == 0) {
    check(std::string(rest), type);
  } else {
    bff::fuzz::Choices choices(rest);
    check(bff::fuzz::random_json(choices, type), type);
  }
  return 0;
}
