// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "cases/case.hpp"
#include "runtime/metrics.hpp"
#include "support/temp_folder.hpp"

namespace bff::cases {

// A gateway of one route, `GET /v1/users/{id}`, that reads a user and, by a batch, their friends.
class CasesTest : public testing::Test {
 protected:
  static constexpr const char* kProto = R"(syntax = "proto3";
package t;
enum Colour { COLOUR_UNSPECIFIED = 0; COLOUR_RED = 1; COLOUR_BLUE = 2; }
message User {
  string id = 1;
  string display_name = 2;
  repeated string friend_ids = 3;
  int64 born = 4;
  Colour colour = 5;
  oneof contact { string phone = 6; string email = 7; }
  User boss = 8;
  map<string, int32> scores = 9;
}
message GetUserRequest { string user_id = 1; }
message GetUserResponse { User user = 1; }
message ListRequest { repeated string ids = 1; }
message ListResponse { repeated User users = 1; string next_page_token = 2; }
service Users {
  rpc GetUser(GetUserRequest) returns (GetUserResponse);
  rpc ListUsers(ListRequest) returns (ListResponse);
}
)";
  static constexpr const char* kRoute = R"(version: bff/v1
routes:
  - id: user
    http: GET /v1/users/{id}
    auth: { required: false }
    query: { limit: { type: int32, default: 5 } }
    calls:
      user: { rpc: t.Users/GetUser, with: { user_id: $path.id } }
      friends: { rpc: t.Users/ListUsers, batch: { into: ids }, index: users.id, on_error: as_null }
    shape:
      id: $user.user!.id
      name: $user.user!.display_name
      born: $user.user!.born
      me: $auth.sub
      friends:
        $for: f in $user.user!.friend_ids
        $limit: $query.limit
        $shape: { id: $f, name: $friends($f).display_name }
  - id: other
    http: GET /v1/other/{id}
    auth: public
    calls: { user: { rpc: t.Users/GetUser, with: { user_id: $path.id } } }
    shape: { name: $user.user.display_name }
    clients: { tv: {} }
)";

  CasesTest() {
    folder.write("t.proto", kProto);
    folder.write("routes/user.yaml", kRoute);
    const auto file = folder.write("gateway.yaml", R"(version: bff/v1
client: web
listen: [{ address: "127.0.0.1:0" }]
protos: { folders: [.], files: [t.proto] }
routes: [routes]
upstreams: { users: { services: [t.Users], endpoints: ["127.0.0.1:1"] } }
auth: { issuers: [{ issuer: i, audience: a, jwks_file: none.json }] }
)");
    Diagnostics out;
    snapshot = runtime::load_snapshot(file.string(), [](const std::string&) { return nullptr; },
                                      out, {.keys = false});
    if (!snapshot) throw std::runtime_error(out.text());
    runtime::attach_counters(*snapshot, metrics);
  }

  // The cases of a file that begins as all do.
  std::vector<CaseFile> read(const std::string& cases, const std::string& route = "user") {
    const auto source = std::make_shared<const Source>(
        "user.test.yaml", "version: bff/v1\nroute: " + route + "\ncases:\n" + cases);
    return read_cases({source}, *snapshot, problems);
  }
  // The only case; what is wrong with it fails the test.
  Case one(const std::string& text) {
    auto files = read(text);
    EXPECT_TRUE(problems.empty()) << problems.text();
    return std::move(files.at(0).cases.at(0));
  }

  test::TempFolder folder;
  runtime::Metrics metrics{1};
  std::shared_ptr<runtime::Snapshot> snapshot;
  Diagnostics problems;
};

}  // namespace bff::cases
