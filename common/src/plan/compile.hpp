// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/diagnostics.hpp"
#include "plan/plan.hpp"
#include "plan/route_file.hpp"
#include "proto/schema.hpp"

namespace bff::plan {

// What compile() must know besides the route files.
struct CompileContext {
  const proto::Schema* schema = nullptr;
  std::string client;  // "web": whose view is compiled
  std::optional<auth::Policy> default_policy;
  std::vector<auth::Method> auth_methods;       // that gateway.yaml sets up
  DetailKinds error_details = kDefaultDetails;  // of routes that do not say
  // Full service name -> index of its upstream; a service that is not here is an error.
  std::unordered_map<std::string, std::uint16_t> upstreams;
  // "package.Service/Method" -> the C++ method of this BFF that is called instead of an upstream.
  std::unordered_map<std::string, const LocalMethod*> local;
  // Types of claims that gateway.yaml declares; others are unknown, sub, iss and scope are texts.
  std::unordered_map<std::string, proto::FieldType> claims;
  std::unordered_set<std::string> list_claims;  // those that gateway.yaml declares as lists
};

// Checks all routes of all files against the protos and makes the plans of those that this client
// is served, in the files' order. Adds every problem to `out` (BFF3xx), also those of views of
// other clients. The result is usable only when `out` is empty.
//
// `files` and the schema's tables must outlive nothing: plans copy what they keep, except for
// pointers into `schema`.
std::vector<std::shared_ptr<const RoutePlan>> compile(const std::vector<RouteFile>& files,
                                                      const CompileContext& context,
                                                      Diagnostics& out);

}  // namespace bff::plan
