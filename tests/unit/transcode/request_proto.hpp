// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace bff::transcode {

// A request with a field of each kind.
inline constexpr const char* kRequestProto = R"(
syntax = "proto3";
package t;
import "google/protobuf/duration.proto";
import "google/protobuf/field_mask.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
enum Colour { COLOUR_NONE = 0; COLOUR_RED = 1; COLOUR_DEEP_BLUE = 2; }
message Inner { string name = 1; int32 size = 2; Inner inner = 3; repeated string tags = 4; }
message Request {
  string id = 1;
  int32 page_size = 2;
  repeated int64 numbers = 3;
  Colour colour = 4;
  repeated Colour colours = 5;
  bool flag = 6;
  double ratio = 7;
  bytes blob = 8;
  google.protobuf.Timestamp at = 9;
  google.protobuf.Duration wait = 10;
  google.protobuf.FieldMask mask = 11;
  google.protobuf.Int32Value maybe = 12;
  map<string, string> labels = 13;
  map<int32, Inner> by_number = 14;
  Inner inner = 15;
  oneof pick { string a = 16; Inner b = 17; }
  optional string nick = 18;
  google.protobuf.Struct any = 19;
  repeated Inner inners = 20;
  uint64 big = 21;
}
)";

}  // namespace bff::transcode
