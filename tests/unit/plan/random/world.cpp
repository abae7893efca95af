// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/random/world.hpp"

#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <cstdio>
#include <cstdlib>

#include "fuzz/random_protos.hpp"

namespace bff::random_plans {

namespace pb = google::protobuf;

namespace {

// KEY and MAPKEY are the keys' type, A and B messages of the random file.
constexpr const char* kProto = R"pb(
  syntax = "proto3"
  ;
  package w;
  import "r.proto";
  import "google/protobuf/wrappers.proto";
  import "google/protobuf/timestamp.proto";

  enum Hue { HUE_NONE = 0; HUE_RED = 1; HUE_BLUE = 2; BARE = 5; }
  message Part { string name = 1; KEY key = 2; repeated string words = 3; optional int32 size = 4; }
  message Row {
    PRESENCE KEY key = 1;
    optional KEY next = 2;
    string name = 3;
    r.A body = 4;
    repeated KEY more = 5;
    int64 big = 6;
    Hue hue = 7;
    google.protobuf.Int32Value rank = 8;
    oneof kind { string note = 9; Part part = 10; Row child = 11; }
    map<string, Part> parts = 12;
    optional string maybe = 13;
    double ratio = 14;
    google.protobuf.Timestamp at = 15;
  }
  message Rows {
    string page = 1;
    repeated Row rows = 2;
    map<MAPKEY, Row> by_key = 3;
    Row best = 4;
  }
  message Head {
    KEY key = 1;
    repeated KEY keys = 2;
    Row first = 3;
    repeated Row rows = 4;
    map<string, Row> named = 5;
    map<MAPKEY, string> titles = 6;
    r.B body = 7;
    repeated r.A bodies = 8;
    oneof content { Part banner = 9; string note = 10; Row featured = 11; }
    Hue hue = 12;
    optional bool flag = 13;
    repeated Part parts = 14;
    google.protobuf.StringValue word = 15;
    uint64 size = 16;
  }
  message Ask {
    repeated KEY keys = 1;
    string text = 2;
    optional KEY one = 3;
    Row row = 4;
    repeated Part parts = 5;
    google.protobuf.StringValue word = 6;
    Hue hue = 7;
    int64 size = 8;
    Part part = 9;
    repeated string words = 10;
    KEY key = 11;
    bool flag = 12;
    double ratio = 13;
  }
  service S {
    rpc GetHead(Ask) returns (Head);
    rpc GetRows(Ask) returns (Rows);
    rpc GetRow(Ask) returns (Row);
    rpc GetAny(Ask) returns (r.B);
  }
)pb";

struct Key {
  const char *type, *map_type, *literal;
};
constexpr Key kKeys[] = {
    {"string", "string", "\"a\""}, {"int64", "int64", "2"},   {"int32", "int32", "1"},
    {"uint64", "uint64", "3"},     {"sint32", "sint32", "2"}, {"fixed64", "fixed64", "1"},
    {"bool", "bool", "true"},      {"Hue", "int32", "RED"},   {"bytes", "string", "\"YQ==\""}};

void replace_all(std::string& text, const std::string& what, const std::string& by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) {
    text.replace(at, what.size(), by);
  }
}

pb::FileDescriptorProto parsed(const std::string& text) {
  pb::io::ArrayInputStream input(text.data(), static_cast<int>(text.size()));
  pb::io::Tokenizer tokenizer(&input, nullptr);
  pb::compiler::Parser parser;
  pb::FileDescriptorProto file;
  file.set_name("w.proto");
  if (parser.Parse(&tokenizer, &file)) return file;
  std::fprintf(stderr, "this proto does not parse:\n%s\n", text.c_str());
  std::abort();
}

// Under the pools of all worlds, because it takes long to build.
const pb::DescriptorPool& well_known() {
  static const auto pool = [] {
    auto made = std::make_unique<pb::DescriptorPool>();
    for (const auto& file : test::well_known_files()) made->BuildFile(file);
    return made;
  }();
  return *pool;
}

}  // namespace

World::World(Random& random) : pool_(std::make_shared<pb::DescriptorPool>(&well_known())) {
  std::string bytes;
  for (int i = 0; i < 400; ++i) bytes += static_cast<char>(random.below(256));
  fuzz::Choices choices(bytes);
  const pb::FileDescriptorProto below = fuzz::random_file(choices);
  const Key& key = random.of(kKeys);
  key_literal_ = key.literal;
  text_ = kProto;
  const auto message = [&] {
    return "r." + below
                      .message_type(static_cast<int>(
                          random.below(static_cast<std::size_t>(below.message_type_size()))))
                      .name();
  };
  replace_all(text_, "MAPKEY", key.map_type);
  replace_all(text_, "KEY", key.type);
  replace_all(text_, "PRESENCE", random.one_in(2) ? "optional" : "");
  replace_all(text_, "r.A", message());
  replace_all(text_, "r.B", message());
  const pb::FileDescriptorProto above = parsed(text_);
  std::vector<const pb::FileDescriptor*> built;
  for (const pb::FileDescriptorProto* file : {&below, &above}) {
    reference_.add(*file);
    built.push_back(pool_->BuildFile(*file));
    if (built.back() != nullptr) continue;
    std::fprintf(stderr, "this proto does not build:\n%s\n", file->DebugString().c_str());
    std::abort();
  }
  text_ += below.DebugString();
  schema_ = std::make_unique<proto::Schema>(pool_, built);
}

plan::CompileContext World::context() const {
  plan::CompileContext context;
  context.schema = schema_.get();
  context.client = "web";
  context.upstreams = {{"w.S", 0}};
  return context;
}

const pb::Descriptor& World::message(const std::string& name) const {
  return *pool_->FindMessageTypeByName(name);
}

const pb::FieldDescriptor& World::key_field() const {
  return *message("w.Row").FindFieldByName("key");
}

std::string answer_of(const World& world, const std::string& method) {
  return world.message("w.Row")
      .file()
      ->FindServiceByName("S")
      ->FindMethodByName(method)
      ->output_type()
      ->full_name();
}

}  // namespace bff::random_plans
