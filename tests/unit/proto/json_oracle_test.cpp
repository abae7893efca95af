// SPDX-License-Identifier: Apache-2.0
// Every kind of field with every kind of value, read by this reader and by protobuf's own.
#include <google/protobuf/stubs/logging.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory_resource>
#include <set>

#include "compiled.hpp"
#include "json_oracle_values.hpp"
#include "proto/json_reader.hpp"

#ifdef __SANITIZE_ADDRESS__
// A check of protobuf's that fails throws past its own clean-up, which is not ours to mend.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:google::protobuf::util::NewTypeResolverForDescriptorPool\n";
}
#endif

namespace bff::proto {
namespace {

namespace pb = google::protobuf;

const Compiled& oracle_types() {
  static const Compiled compiled(R"(
    syntax = "proto3";
    import "google/protobuf/any.proto";
    import "google/protobuf/duration.proto";
    import "google/protobuf/empty.proto";
    import "google/protobuf/field_mask.proto";
    import "google/protobuf/struct.proto";
    import "google/protobuf/timestamp.proto";
    import "google/protobuf/wrappers.proto";
    enum Kind { option allow_alias = true; KIND_NONE = 0; KIND_ONE = 1; KIND_UNO = 1; KIND_MINUS = -1; }
    message Leaf { int32 leaf_number = 1; string text = 2; }
    message M {
      double a_double = 1; float a_float = 2; int32 an_int32 = 3; int64 an_int64 = 4;
      uint32 a_uint32 = 5; uint64 a_uint64 = 6; sint32 a_sint32 = 7; sint64 a_sint64 = 8;
      fixed32 a_fixed32 = 9; fixed64 a_fixed64 = 10; sfixed32 an_sfixed32 = 11;
      sfixed64 an_sfixed64 = 12; bool a_bool = 13; string a_string = 14; bytes a_bytes = 15;
      Kind a_kind = 16; Leaf a_leaf = 17; M child = 18;
      optional int32 maybe_int = 21; optional string maybe_string = 22; optional bool maybe_bool = 23;
      repeated int32 ints = 31; repeated double doubles = 32; repeated string strings = 33;
      repeated Kind kinds = 34; repeated Leaf leaves = 35; repeated bool bools = 36;
      repeated google.protobuf.Value values = 37; repeated google.protobuf.Int32Value wrapped_ints = 38;
      oneof one { int32 one_int = 41; string one_string = 42; Leaf one_leaf = 43;
                  google.protobuf.NullValue one_null = 44; google.protobuf.Value one_value = 45; }
      map<string, int32> ints_by_text = 51; map<int32, string> texts_by_int = 52;
      map<bool, Leaf> leaves_by_bool = 53; map<uint64, Kind> kinds_by_uint = 54;
      map<string, google.protobuf.Value> values_by_text = 55; map<sint64, int32> ints_by_sint = 56;
      google.protobuf.Timestamp time = 61; google.protobuf.Duration span = 62;
      google.protobuf.FieldMask mask = 63; google.protobuf.Struct object = 64;
      google.protobuf.Value value = 65; google.protobuf.ListValue list = 66;
      google.protobuf.Any any = 67; google.protobuf.Empty empty = 68;
      google.protobuf.NullValue null = 69;
      google.protobuf.DoubleValue wrapped_double = 71; google.protobuf.FloatValue wrapped_float = 72;
      google.protobuf.Int64Value wrapped_int64 = 73; google.protobuf.UInt64Value wrapped_uint64 = 74;
      google.protobuf.Int32Value wrapped_int32 = 75; google.protobuf.UInt32Value wrapped_uint32 = 76;
      google.protobuf.BoolValue wrapped_bool = 77; google.protobuf.StringValue wrapped_string = 78;
      google.protobuf.BytesValue wrapped_bytes = 79;
    })");
  return compiled;
}

// What a reader made of a text: a message as protobuf writes it, or why there is none.
struct Reading {
  bool good = false;
  std::string bytes;
  std::string why;
};

std::string canonical(const pb::Message& message) {
  std::string bytes;
  pb::io::StringOutputStream stream(&bytes);
  pb::io::CodedOutputStream out(&stream);
  out.SetSerializationDeterministic(true);
  message.SerializePartialToCodedStream(&out);
  out.Trim();
  return bytes;
}

class Readers {
 public:
  Reading ours(const std::string& json) {
    std::pmr::monotonic_buffer_resource arena;
    std::string out;
    const auto read = append_message(out, json, oracle_types().table("M"),
                                     {.any = &oracle_types().schema()}, arena);
    if (!read) return {false, "", read.error().parameter + ": " + read.error().detail};
    const auto message = fresh();
    EXPECT_TRUE(message->ParseFromString(out)) << json;
    const std::string bytes = canonical(*message);
    // Of maps, protobuf sorts the entries and drops those that come again.
    const bool maps = json.find("{", 1) != std::string::npos;
    if (!maps) {
      EXPECT_EQ(pb::CEscape(out), pb::CEscape(bytes)) << json;
    }
    return {true, bytes, ""};
  }

  Reading theirs(const std::string& json) {
    const auto message = fresh();
    try {
      const auto status = pb::util::JsonStringToMessage(json, message.get());
      return {status.ok(), status.ok() ? canonical(*message) : "", status.ToString()};
    } catch (const pb::FatalException& failed_check) {
      return {false, "", failed_check.what()};
    }
  }

 private:
  std::unique_ptr<pb::Message> fresh() {
    return std::unique_ptr<pb::Message>(
        factory_.GetPrototype(&oracle_types().descriptor("M"))->New());
  }
  pb::DynamicMessageFactory factory_;
};

bool among(const std::string& value, std::initializer_list<const char*> values) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

bool is_list(const Field& field) { return field.repeated && !field.map; }
bool is_floating(const Field& field) {
  return field.type == FieldType::float64 || field.type == FieldType::float32;
}
// The field that holds the value itself: of a wrapper its only one.
const Field& inner(const Field& field) {
  const bool wraps = field.message != nullptr && field.message->well_known == WellKnown::wrapper;
  return wraps ? field.message->fields[0] : field;
}
bool is_type(const Field& field, std::initializer_list<FieldType> types) {
  return std::find(types.begin(), types.end(), inner(field).type) != types.end();
}
bool is_number(const Field& field) {
  return !is_type(field, {FieldType::boolean, FieldType::text, FieldType::bytes, FieldType::message,
                          FieldType::group});
}
bool is_whole(const Field& field) { return is_number(field) && !is_floating(inner(field)); }
bool is_known(const Field& field, WellKnown known) {
  return field.message != nullptr && field.message->well_known == known;
}
bool is_json(const Field& field) {
  return is_known(field, WellKnown::value) || is_known(field, WellKnown::structure) ||
         is_known(field, WellKnown::list_value);
}

enum class Verdict { refused, accepted, read_otherwise };  // by this reader

struct Difference {
  const char* reason;
  Verdict verdict;
  bool (*applies)(const Field& field, const std::string& value);
};

// All that this reader does otherwise than protobuf 3.21, and why. The mapping is that of
// protobuf.dev/programming-guides/json; "refused" mostly means that the other one takes what is
// neither there nor in RFC 8259.
const Difference kDifferences[] = {
    {"no JSON: trailing commas, bare names, single quotes, raw line ends, unknown escapes, '1.'",
     Verdict::refused,
     [](const Field&, const std::string& v) {
       return among(v, {"[1,]", "{a:1}", "{\"a\":1,}", "'a'", "\"a\nb\"", "\"\\x\"", "1."});
     }},
    {"a list is written as one", Verdict::refused,
     [](const Field& f, const std::string& v) { return is_list(f) && v[0] != '['; }},
    {"a list has no lists within it", Verdict::refused,
     [](const Field& f, const std::string& v) { return is_list(f) && v.starts_with("[["); }},
    {"null is no element of a list", Verdict::refused,
     [](const Field& f, const std::string& v) { return is_list(f) && v == "[null]"; }},
    {"null is no value of a map", Verdict::refused,
     [](const Field& f, const std::string& v) {
       return f.map && v.find(":null") != std::string::npos;
     }},
    {"a boolean is true or false, without quotes but as a key", Verdict::refused,
     [](const Field& f, const std::string& v) {
       if (f.map) return v == "{\"1\":{}}";
       return is_type(f, {FieldType::boolean}) &&
              among(v, {"\"true\"", "\"false\"", "\"True\"", "\"0\"", "\"1\"", "[\"1\"]"});
     }},
    {"the number of an enum has no quotes", Verdict::refused,
     [](const Field& f, const std::string& v) {
       return is_type(f, {FieldType::enumeration}) &&
              among(v, {"\"0\"", "\"-0\"", "\"1\"", "\"-1\"", "\"+1\"", "\"01\"", "[\"1\"]"});
     }},
    {"a number in quotes is a JSON number: no plus, no leading zeros or spaces, not hexadecimal",
     Verdict::refused,
     [](const Field& f, const std::string& v) {
       return (is_number(f) && among(v, {"\"+1\"", "\"01\"", "\"0x1\"", "\"\\t1\"", "\"1.\""})) ||
              (f.map && v == "{\"01\":\"a\"}");
     }},
    {"what is no whole number is not rounded to one", Verdict::refused,
     [](const Field& f, const std::string& v) {
       return is_whole(f) && among(v, {"1e-400", "-1e-400", "1e-1000000000"});
     }},
    {"what is out of range is not rounded into it", Verdict::refused,
     [](const Field& f, const std::string& v) {
       return is_whole(f) && v == "-9223372036854775809";
     }},
    {"a field that is set twice", Verdict::refused,
     [](const Field& f, const std::string& v) {
       return !is_json(f) && v.starts_with("{\"leafNumber\":3,\"leaf");
     }},
    {"a timestamp outside its range, or not of RFC 3339", Verdict::refused,
     [](const Field& f, const std::string& v) {
       return is_known(f, WellKnown::timestamp) &&
              among(v, {"\"0001-01-01T00:00:00+00:01\"", "\"9999-12-31T23:59:59-00:01\"",
                        "\"2024-2-29T12:00:00Z\"", "\"2024-02-29T12:00:00.1234567890Z\""});
     }},
    {"a duration outside its range, or with a plus, or a point without digits", Verdict::refused,
     [](const Field& f, const std::string& v) {
       return is_known(f, WellKnown::duration) &&
              among(v, {"\"315576000000.5s\"", "\"+1s\"", "\"1.s\""});
     }},
    {"{} where the mapping has no object", Verdict::refused,
     [](const Field& f, const std::string& v) {
       return f.message != nullptr && f.message->well_known != WellKnown::none && v == "{}";
     }},
    {"{} as an element where the mapping has no object", Verdict::refused,
     [](const Field& f, const std::string& v) {
       return is_list(f) && is_known(f, WellKnown::wrapper) && v == "[{}]";
     }},
    {"a field mask with paths that have no snake_case form, or are empty", Verdict::refused,
     [](const Field& f, const std::string&) { return is_known(f, WellKnown::field_mask); }},
    {"an Any of a well-known type without a value", Verdict::refused,
     [](const Field& f, const std::string& v) {
       return is_known(f, WellKnown::any) &&
              (v.ends_with("Duration\"}") || v.find(":null") != std::string::npos);
     }},
    {"base64 whose last character has bits too many, or with both alphabets", Verdict::accepted,
     [](const Field& f, const std::string&) { return is_type(f, {FieldType::bytes}); }},
    {"whole numbers in quotes with a point or an exponent, as without quotes", Verdict::accepted,
     [](const Field& f, const std::string& v) {
       return is_whole(f) && among(v, {"\"1.0\"", "\"1e2\""});
     }},
    {"minus zero in quotes where numbers are unsigned, as without quotes", Verdict::accepted,
     [](const Field& f, const std::string& v) { return is_whole(f) && v == "\"-0\""; }},
    {"a whole number beyond 2^53 with an exponent, exactly", Verdict::accepted,
     [](const Field& f, const std::string& v) {
       return is_whole(f) && v == "1.8446744073709551615e19";
     }},
    {"names that come again in a Struct or Value: the last wins", Verdict::accepted,
     [](const Field& f, const std::string& v) {
       return is_json(f) &&
              (v.starts_with("{\"@type\":\"type.googleapis.com/Leaf\",\"@type\"") ||
               among(v, {"{\"1\":\"a\",\"1\":\"b\"}", "{\"a\":1,\"a\":2}",
                         "{\"leafNumber\":3,\"leafNumber\":4}", "{\"true\":{},\"true\":{}}"}));
     }},
    {"any URL before the last slash of a type", Verdict::accepted,
     [](const Field& f, const std::string& v) {
       return is_known(f, WellKnown::any) &&
              among(v, {"{\"@type\":\"/Leaf\",\"text\":\"x\"}", "{\"@type\":\"x/y/Leaf\"}"});
     }},
    {"an Empty within an Any with its value, too", Verdict::accepted,
     [](const Field& f, const std::string& v) {
       return is_known(f, WellKnown::any) && v.find("Empty\",\"value\":{}") != std::string::npos;
     }},
    {"a list in an Any: protobuf's own reader ends in a failed check", Verdict::accepted,
     [](const Field& f, const std::string& v) {
       return is_known(f, WellKnown::any) && v.find("ListValue") != std::string::npos;
     }},
    {"minus zero stays what it is", Verdict::read_otherwise,
     [](const Field& f, const std::string& v) {
       return v == "-0" && (is_floating(inner(f)) || is_json(f));
     }},
    {"a capital letter at a path's begin is as any other", Verdict::read_otherwise,
     [](const Field& f, const std::string&) { return is_known(f, WellKnown::field_mask); }},
    {"null in the place of a list is no list, whatever its elements are", Verdict::read_otherwise,
     [](const Field& f, const std::string& v) { return is_list(f) && v == "null"; }},
    {"the bytes within an Any are those of any message: by field number, without zeros",
     Verdict::read_otherwise,
     [](const Field& f, const std::string&) { return is_known(f, WellKnown::any); }},
};

class JsonOracle : public testing::Test {
 protected:
  // Both readings agree, or a rule says why not.
  void compare(const Field& field, const std::string& value) {
    const std::string json = "{\"" + field.json_name + "\":" + value + "}";
    const Reading ours = readers_.ours(json), theirs = readers_.theirs(json);
    if (ours.good == theirs.good && ours.bytes == theirs.bytes) return;
    const Verdict verdict = !ours.good    ? Verdict::refused
                            : theirs.good ? Verdict::read_otherwise
                                          : Verdict::accepted;
    for (const Difference& one : kDifferences) {
      if (one.verdict != verdict || !one.applies(field, value)) continue;
      used_.insert(one.reason);
      return;
    }
    ADD_FAILURE() << json << "\nours:   " << pb::CEscape(ours.bytes) << ours.why
                  << "\ntheirs: " << pb::CEscape(theirs.bytes) << theirs.why;
  }

  const pb::LogSilencer silence_;
  Readers readers_;
  std::set<std::string> used_;
};

TEST_F(JsonOracle, ReadsEveryValueOfEveryFieldAsProtobufDoesButForWhatIsListed) {
  for (const Field& field : oracle_types().table("M").fields) {
    for (const std::string& value : oracle_values()) compare(field, value);
  }
  for (const Difference& one : kDifferences) {
    EXPECT_EQ(used_.count(one.reason), 1U) << "no case shows it: " << one.reason;
  }
}

// Whole bodies: what matters is how members stand to each other.
TEST_F(JsonOracle, ReadsWholeMessagesAsProtobufDoes) {
  const char* const texts[] = {
      R"({})",
      R"( { } )",
      "\t{\r\n\"anInt32\" :1 ,\n \"aString\": \"x\"}\n",
      R"({"aString":"x","anInt32":1,"aDouble":2.5})",
      R"({"farOut":1})",
      R"({"an_int32":1,"a_string":"y","mapsBy":1})",
      R"({"oneInt":0})",
      R"({"oneInt":0,"oneString":""})",
      R"({"oneInt":null,"oneString":""})",
      R"({"oneString":"a","oneInt":null})",
      R"({"oneNull":null})",
      R"({"oneNull":"NULL_VALUE"})",
      R"({"oneValue":null})",
      R"({"oneLeaf":{}})",
      R"({"oneLeaf":null})",
      R"({"maybeInt":0,"maybeString":"","maybeBool":false})",
      R"({"maybeInt":null,"maybeString":null,"maybeBool":null})",
      R"({"child":{"child":{"child":{"anInt32":7},"aString":"s"},"aFloat":1},"aBool":true})",
      R"({"leaves":[{"text":"b","leafNumber":2},{},{"leafNumber":1}],"ints":[3,2,1]})",
      R"({"ints":[],"strings":[],"leaves":[],"kinds":[]})",
      R"({"ints":null,"intsByText":null,"aLeaf":null})",
      R"({"intsByText":{},"textsByInt":{}})",
      R"({"intsByText":{"b":2,"a":1,"c":3}})",
      R"({"textsByInt":{"2147483647":"max","-2147483648":"min","0":""}})",
      R"({"textsByInt":{"2147483648":"beyond"}})",
      R"({"kindsByUint":{"18446744073709551615":"KIND_MINUS"}})",
      R"({"leavesByBool":{"true":{"text":"t"},"false":{}}})",
      R"({"intsBySint":{"-9223372036854775808":-1}})",
      R"({"valuesByText":{"a":null,"b":1,"c":"x","d":[],"e":{}}})",
      R"({"values":[null,1,"x",true,[],{}]})",
      R"({"wrappedInt32":0,"wrappedString":"","wrappedBool":false,"wrappedBytes":""})",
      R"({"wrappedInt32":null,"wrappedString":null})",
      R"({"wrappedInt64":"9223372036854775807","wrappedUint64":18446744073709551615})",
      R"({"wrappedInts":[1,"2",0]})",
      R"({"object":{"a":{"b":[{"c":null}]}},"list":[[],[[]]],"value":"x"})",
      R"({"empty":{}})",
      R"({"empty":{"a":1}})",
      R"({"time":"2024-02-29T12:00:00Z","span":"3.000000001s","mask":"a,b.cD"})",
      R"({"aString":"\u0041\u00df\u6771\ud801\udc00"})",
      "{\"aString\":\"\xF0\x90\x90\x80\"}",
      R"([])",
      R"(1)",
      R"("x")",
      R"(true)",
      R"({"anInt32":1}})",
      R"({"anInt32":1}{})",
      R"({"anInt32":1} x)",
      R"({"anInt32":1)",
      R"({"anInt32")",
      R"({"anInt32":)",
      R"({1:1})",
      R"({null:1})",
      R"({"anInt32":1 "aBool":true})",
      R"({"anInt32":1;"aBool":true})",
  };
  for (const std::string json : texts) {
    const Reading ours = readers_.ours(json), theirs = readers_.theirs(json);
    EXPECT_EQ(ours.good, theirs.good) << json << "\n" << ours.why << "\n" << theirs.why;
    EXPECT_EQ(ours.bytes, theirs.bytes) << json;
  }
}

}  // namespace
}  // namespace bff::proto
