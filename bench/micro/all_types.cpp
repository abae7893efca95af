// SPDX-License-Identifier: Apache-2.0
// protobuf's own test message with every field set, written whole, and read from JSON.
#include <benchmark/benchmark.h>
#include <google/protobuf/util/json_util.h>

#include "micro/fixture.hpp"
#include "proto/json_format.hpp"
#include "proto/json_reader.hpp"
#include "proto/load.hpp"
#include "test_messages_proto3.pb.h"

namespace bff::bench {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using protobuf_test_messages::proto3::TestAllTypesProto3;

void add_scalar(Message& message, const FieldDescriptor& field, int i) {
  const Reflection& to = *message.GetReflection();
  const bool list = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return list ? to.AddInt32(&message, &field, 1000 + i) : to.SetInt32(&message, &field, 1000);
    case FieldDescriptor::CPPTYPE_INT64:
      return list ? to.AddInt64(&message, &field, -i) : to.SetInt64(&message, &field, -77);
    case FieldDescriptor::CPPTYPE_UINT32:
      return list ? to.AddUInt32(&message, &field, 7u) : to.SetUInt32(&message, &field, 7u);
    case FieldDescriptor::CPPTYPE_UINT64:
      return list ? to.AddUInt64(&message, &field, 9u) : to.SetUInt64(&message, &field, 9u);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return list ? to.AddDouble(&message, &field, i + .5) : to.SetDouble(&message, &field, 1.25);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return list ? to.AddFloat(&message, &field, .5F) : to.SetFloat(&message, &field, 1.25F);
    case FieldDescriptor::CPPTYPE_BOOL:
      return list ? to.AddBool(&message, &field, true) : to.SetBool(&message, &field, true);
    case FieldDescriptor::CPPTYPE_STRING:
      return list ? to.AddString(&message, &field, "a text") : to.SetString(&message, &field, "ä");
    default:
      return;
  }
}

std::string filled() {
  TestAllTypesProto3 message;
  const auto& type = *TestAllTypesProto3::descriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.is_map() || field.real_containing_oneof() != nullptr) continue;
    for (int n = 0; n < (field.is_repeated() ? 3 : 1); ++n) add_scalar(message, field, n);
  }
  (*message.mutable_map_string_string())["key"] = "value";
  (*message.mutable_map_int32_int32())[1] = 2;
  message.mutable_optional_nested_message()->set_a(5);
  message.mutable_optional_timestamp()->set_seconds(1'700'000'000);
  message.mutable_optional_duration()->set_seconds(90);
  message.set_oneof_string("one");
  return message.SerializeAsString();
}

const proto::Schema& schema() {
  static const std::unique_ptr<proto::Schema> loaded = [] {
    Diagnostics problems;
    auto made = proto::load_protos({BFF_CONFORMANCE_DATA}, {{"test_messages_proto3.proto", {}}}, {},
                                   problems);
    if (!made) std::abort();
    return made;
  }();
  return *loaded;
}

// proto3's own presence on both sides: the bytes of both are the same JSON.
std::string ours(const std::string& bytes) {
  const proto::JsonFormat format{.enums = proto::JsonFormat::Enums::full_name,
                                 .presence = proto::JsonFormat::Presence::proto3,
                                 .any = &schema()};
  alignas(std::max_align_t) char first[16 * 1024];
  std::pmr::monotonic_buffer_resource arena(first, sizeof first);
  std::string out;
  out.reserve(bytes.size() * 3);
  const auto& table = *schema().resolve("protobuf_test_messages.proto3.TestAllTypesProto3");
  if (!proto::write_message(out, table, bytes, format, arena)) std::abort();
  return out;
}
std::string reference(TestAllTypesProto3& message, const std::string& bytes) {
  std::string json;
  if (!message.ParseFromString(bytes)) std::abort();
  if (!google::protobuf::util::MessageToJsonString(message, &json).ok()) std::abort();
  return json;
}

void all_types_whole(benchmark::State& state, int way) {
  const std::string bytes = filled();
  TestAllTypesProto3 message;
  must_equal(ours(bytes), reference(message, bytes));
  for (auto _ : state) {
    if (way == 0)
      benchmark::DoNotOptimize(ours(bytes));
    else if (way == 1)
      benchmark::DoNotOptimize(reference(message, bytes));
    else
      benchmark::DoNotOptimize(nlohmann::ordered_json::parse(reference(message, bytes)).dump());
  }
}
BENCHMARK_CAPTURE(all_types_whole, ours, 0);
BENCHMARK_CAPTURE(all_types_whole, protobuf, 1);
BENCHMARK_CAPTURE(all_types_whole, dom, 2);

std::string ours_read(const std::string& json) {
  alignas(std::max_align_t) char first[16 * 1024];
  std::pmr::monotonic_buffer_resource arena(first, sizeof first);
  std::string out;
  out.reserve(json.size());
  const auto& table = *schema().resolve("protobuf_test_messages.proto3.TestAllTypesProto3");
  if (!proto::append_message(out, json, table, {.any = &schema()}, arena)) std::abort();
  return out;
}
std::string reference_read(const std::string& json) {
  TestAllTypesProto3 message;
  if (!google::protobuf::util::JsonStringToMessage(json, &message).ok()) std::abort();
  return message.SerializeAsString();
}

void all_types_read(benchmark::State& state, bool ours) {
  TestAllTypesProto3 message;
  const std::string json = reference(message, filled());
  if (ours_read(json) != reference_read(json)) std::abort();
  for (auto _ : state) {
    benchmark::DoNotOptimize(ours ? ours_read(json) : reference_read(json));
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * json.size()));
}
BENCHMARK_CAPTURE(all_types_read, ours, true);
BENCHMARK_CAPTURE(all_types_read, protobuf, false);

}  // namespace
}  // namespace bff::bench
