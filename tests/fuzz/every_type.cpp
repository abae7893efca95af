// SPDX-License-Identifier: Apache-2.0
#include "fuzz/every_type.hpp"

#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <fstream>
#include <iterator>

#include "fuzz/target.hpp"

namespace bff::fuzz {

namespace pb = google::protobuf;

namespace {

constexpr const char* kEvery = R"(
  syntax = "proto3";
  package fuzz;
  import "google/protobuf/any.proto";
  import "google/protobuf/duration.proto";
  import "google/protobuf/empty.proto";
  import "google/protobuf/field_mask.proto";
  import "google/protobuf/struct.proto";
  import "google/protobuf/timestamp.proto";
  import "google/protobuf/wrappers.proto";

  enum Kind { KIND_UNSPECIFIED = 0; KIND_ONE = 1; KIND_TWO = 2; MINUS = -3; KIND = 4; }
  message Leaf { int32 number = 1; optional string text = 2; repeated sint64 list = 3; }
  message Every {
    double a_double = 1; float a_float = 2; int32 an_int32 = 3; int64 an_int64 = 4;
    uint32 a_uint32 = 5; uint64 a_uint64 = 6; sint32 a_sint32 = 7; sint64 a_sint64 = 8;
    fixed32 a_fixed32 = 9; fixed64 a_fixed64 = 10; sfixed32 an_sfixed32 = 11;
    sfixed64 an_sfixed64 = 12; bool a_bool = 13; string a_string = 14; bytes some_bytes = 15;
    Kind a_kind = 16; Leaf a_leaf = 17; Every child = 18;

    optional int64 maybe_int64 = 21; optional string maybe_string = 22; optional Kind maybe_kind = 23;
    optional bool maybe_bool = 24; optional double maybe_double = 25; optional bytes maybe_bytes = 26;

    repeated double doubles = 31; repeated int32 int32s = 32; repeated sint64 sint64s = 33;
    repeated fixed32 fixed32s = 34; repeated bool bools = 35; repeated string strings = 36;
    repeated bytes bytes_list = 37; repeated Kind kinds = 38; repeated Leaf leaves = 39;
    repeated Every children = 40;

    oneof one { int32 one_int = 41; string one_text = 42; Leaf one_leaf = 43; Kind one_kind = 44;
                google.protobuf.NullValue one_null = 45; google.protobuf.Int32Value one_wrapped = 46; }

    map<string, string> texts_by_text = 51; map<int32, Leaf> leaves_by_int = 52;
    map<bool, Kind> kinds_by_bool = 53; map<uint64, double> doubles_by_uint = 54;
    map<sint32, google.protobuf.Int64Value> wrapped_by_sint = 55;
    map<fixed64, Every> everies = 56; map<string, google.protobuf.Value> values = 57;

    google.protobuf.Timestamp time = 61; google.protobuf.Duration span = 62;
    google.protobuf.FieldMask mask = 63; google.protobuf.Struct object = 64;
    google.protobuf.Value value = 65; google.protobuf.ListValue list_value = 66;
    google.protobuf.Any any = 67; google.protobuf.Empty empty = 68;
    google.protobuf.DoubleValue wrapped_double = 71; google.protobuf.FloatValue wrapped_float = 72;
    google.protobuf.Int64Value wrapped_int64 = 73; google.protobuf.UInt64Value wrapped_uint64 = 74;
    google.protobuf.Int32Value wrapped_int32 = 75; google.protobuf.UInt32Value wrapped_uint32 = 76;
    google.protobuf.BoolValue wrapped_bool = 77; google.protobuf.StringValue wrapped_string = 78;
    google.protobuf.BytesValue wrapped_bytes = 79;
    repeated google.protobuf.StringValue wrapped_strings = 81;
    repeated google.protobuf.Timestamp times = 82; repeated google.protobuf.Any anys = 83;
    int32 far = 5000; string farther = 536870911;
  })";

struct Problems final : pb::io::ErrorCollector {
  void AddError(int line, int column, const std::string& message) override {
    std::fprintf(stderr, "%d:%d: %s\n", line + 1, column + 1, message.c_str());
  }
};

pb::FileDescriptorProto parsed(const std::string& name, const std::string& text) {
  Problems problems;
  pb::io::ArrayInputStream stream(text.data(), static_cast<int>(text.size()));
  pb::io::Tokenizer tokens(&stream, &problems);
  pb::compiler::Parser parser;
  parser.RecordErrorsTo(&problems);
  pb::FileDescriptorProto file;
  require(parser.Parse(&tokens, &file), "a proto parses", name);
  file.set_name(name);
  return file;
}

// The shop's, without its HTTP annotations: they are of no message.
pb::FileDescriptorProto shop(const std::string& name) {
  std::ifstream in(BFF_SOURCE_DIR "/protos/shop/v1/" + name);
  auto file = parsed("shop/v1/" + name, {std::istreambuf_iterator<char>(in), {}});
  file.clear_service();
  std::vector<std::string> imports;
  for (const auto& import : file.dependency()) {
    if (import != "google/api/annotations.proto") imports.push_back(import);
  }
  file.clear_dependency();
  for (const auto& import : imports) file.add_dependency(import);
  return file;
}

}  // namespace

const std::vector<pb::FileDescriptorProto>& protos() {
  static const std::vector<pb::FileDescriptorProto> files = {parsed("fuzz/every.proto", kEvery),
                                                             shop("address.proto"),
                                                             shop("image.proto"),
                                                             shop("money.proto"),
                                                             shop("users.proto"),
                                                             shop("orders.proto"),
                                                             shop("catalog.proto")};
  return files;
}

}  // namespace bff::fuzz
