// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/descriptor.h>

#include <vector>

#include "base/diagnostics.hpp"
#include "plan/http_rule.hpp"
#include "plan/route_file.hpp"

// Methods of exposed services that stream.
namespace bff::plan {

bool is_stream(const google::protobuf::MethodDescriptor& method);

// A WebSocket is opened at the path of each rule, whatever its verb, and at that of the method's
// name, which is `own`. Of several rules with one path the first counts.
std::vector<HttpRule> socket_rules(std::vector<HttpRule> rules, HttpRule own);

// What is known of a method that takes a stream.
struct UploadTerms {
  bool annotated = false;  // it has rules of google.api.http
  bool reached = false;    // by WebSocket
};
// Of its rules those stay that serve the stream by plain HTTP, as a request's content: whose body
// is a google.api.HttpBody. Reported to `out`: a rule that is meant so and is none, and a method
// that `include` names and that is not served at all.
void keep_uploads(const google::protobuf::MethodDescriptor& method, std::vector<HttpRule>& rules,
                  const UploadTerms& terms, const ExposeSyntax& syntax, Diagnostics& out);

}  // namespace bff::plan
