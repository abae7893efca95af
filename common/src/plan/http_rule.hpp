// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/descriptor.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plan/proto_options.hpp"
#include "route/path_template.hpp"
#include "transcode/binding.hpp"

namespace bff::plan {

// One rule of google.api.http, held against its method.
struct HttpRule {
  std::vector<std::string> methods;  // "GET"; of `custom: { kind: "*" }` all that have a name there
  route::PathTemplate path;
  Place place;  // of the path
  std::shared_ptr<transcode::Binding> binding;
  std::string suffix;  // of the route's id; empty: its number, from the second on
};

// The rules of a method, those of `additional_bindings` behind the first; none when the method has
// no such option. What is wrong is reported to `out` at its place in the .proto and left out.
std::vector<HttpRule> http_rules(const google::protobuf::MethodDescriptor& method,
                                 const proto::Schema& schema, ProtoOptions& options,
                                 Diagnostics& out);
// `POST /shop.v1.UserService/GetUser` with the request as its body.
HttpRule default_rule(const google::protobuf::MethodDescriptor& method, const proto::Schema& schema,
                      const Place& place);

}  // namespace bff::plan
