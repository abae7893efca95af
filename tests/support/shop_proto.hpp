// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "support/proto_text.hpp"

namespace bff::test {

// A small shop for tests of plans: a user, their orders, and products that are fetched in batches.
// It has one field of each sort that the tests are about, and no more.
inline const ProtoText& shop() {
  static const ProtoText protos(R"pb(
    syntax = "proto3"
    ;
    package t;
    import "google/protobuf/timestamp.proto";
    import "google/protobuf/wrappers.proto";

    enum Status { STATUS_UNSPECIFIED = 0; STATUS_PAID = 1; STATUS_SHIPPED = 2; }

    message Avatar { string url = 1; }
    message User {
      string id = 1;
      string display_name = 2;
      optional string email = 3;
      Avatar avatar = 4;
      google.protobuf.StringValue nick = 5;
      int32 visits = 6;
      optional int32 age = 7;
    }
    message UserAnswer { User user = 1; }

    message Money { string currency_code = 1; int64 units = 2; int32 nanos = 3; }
    message Line { int64 product_id = 1; int32 quantity = 2; optional string maker_id = 3; }
    message Order {
      string id = 1;
      Status status = 2;
      repeated Line lines = 3;
      google.protobuf.Timestamp placed_at = 4;
      Money total = 5;
      repeated string tags = 6;
      map<string, string> notes = 7;
      map<int64, Money> parts = 8;
      map<bool, Status> flags = 9;
      repeated int32 numbers = 10;
    }
    message Orders { repeated Order orders = 1; string next = 2; }

    message Banner { string image = 1; }
    message Article { string title = 1; string slug = 2; }
    message Section {
      oneof content { Banner banner = 1; Article article = 2; string note = 5; }
      bool members_only = 3;
      Status status = 4;
    }
    message Feed { repeated Section sections = 1; double score = 2; uint64 big = 3; bytes raw = 4; }

    message Product { int64 id = 1; string name = 2; Money price = 3; optional string maker_id = 4; }
    message Products { repeated Product products = 1; }
    message Maker { optional string id = 1; string name = 2; }
    message Makers { repeated Maker makers = 1; }

    message Stock { map<int64, Money> prices = 1; map<string, int32> counts = 2; }
    message StockRequest { repeated int64 ids = 1; repeated string names = 2; }
    message Convert { Money from = 1; string to = 2; }
    message Add {
      string user = 1;
      Line line = 2;
      repeated Line lines = 3;
      map<string, int32> counts = 4;
      repeated int32 numbers = 5;
    }
    message Added { int64 id = 1; }

    message UserRequest { string user_id = 1; }
    message OrdersRequest { string customer_id = 1; int32 page_size = 2; }
    message ProductsRequest { repeated int64 ids = 1; string language = 2; }
    message MakersRequest { repeated string ids = 1; }
  )pb");
  return protos;
}

}  // namespace bff::test
