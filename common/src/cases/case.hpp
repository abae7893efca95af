// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/principal.hpp"
#include "config/node.hpp"
#include "plan/plan.hpp"
#include "plan/route_file.hpp"
#include "runtime/snapshot.hpp"

// Tests of routes: what a client sends, what the services answer, what the client gets
// (docs/testing.md).
namespace bff::cases {

// What a call is answered.
struct Given {
  // Of this request only, as protobuf in the order of field numbers; empty: of every one.
  std::optional<std::string> request;
  int code = 0;          // google.rpc.Code
  std::string response;  // protobuf, when the code is 0
};

struct CaseRequest {
  std::string method, target;  // "GET", "/v1/home?recent=3"
  std::vector<std::pair<std::string, std::string>> headers;
  std::shared_ptr<const auth::Principal> principal;  // whose token comes with it; null: none
  std::string body;                                  // JSON
};

// What one call is to be asked, each request as protobuf in the order of field numbers.
struct ExpectedRequests {
  Place place;
  std::vector<std::pair<std::string, Place>> requests;
};

struct Expected {
  plan::Located<std::uint32_t> status;
  // The calls that the answer lacks; not said: none.
  std::vector<plan::LocatedText> partial;
  std::vector<std::pair<plan::LocatedText, std::string>> headers;
  std::optional<config::Node> body;
  std::map<std::string, ExpectedRequests> requests;  // by call
};

struct Case {
  std::string name;
  Place place;
  std::string client;                            // empty: any
  std::shared_ptr<const plan::RoutePlan> route;  // null: this client is not served it
  CaseRequest request;
  std::map<std::string, std::vector<Given>, std::less<>> given;  // by call; the first that fits
  Expected expected;
};

struct CaseFile {
  std::shared_ptr<const Source> source;
  std::string route;
  std::vector<Case> cases;
};

// Reads tests of the snapshot's routes. Answers and expected requests are checked against the
// protos, as far as the client is served the route. All problems go to `out` (BFF2xx for what is
// wrong with the file's form, BFF3xx for values that do not fit a message, BFF5xx).
std::vector<CaseFile> read_cases(const std::vector<std::shared_ptr<const Source>>& sources,
                                 const runtime::Snapshot& snapshot, Diagnostics& out);

}  // namespace bff::cases
