// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/descriptor.h>

#include <optional>
#include <string>

#include "plan/proto_options.hpp"
#include "plan/route_file.hpp"

// The parts of a route in the proto form, a source file each. All report their problems to `out`.
namespace bff::plan {

// What the path of google.api.http and its body bind.
struct HttpBinding {
  std::string path;  // "/v1/users/{id}"
  Place path_place;
  std::optional<config::Node> body;  // `*` or the name of a field
  Place body_key;
};

// Adds `path`, `query`, `header`, `cookie` and `body` to the route, from the fields of its request.
void add_inputs(const google::protobuf::Descriptor& request, const HttpBinding& http,
                ProtoOptions& options, config::Node& route, Diagnostics& out);
// `default` of a parameter was read as a text; it is one only where `type` says so.
void type_default(config::Node& parameter, bool is_text);

// The shape of a response message. `proto_names`: its keys are the fields' own names.
config::Node shape_node(const google::protobuf::Descriptor& response, bool proto_names,
                        ProtoOptions& options, Diagnostics& out);
// Notes in a shape, once parsed, which field declares each of its values.
void declare_types(ShapeSyntax& shape, const google::protobuf::Descriptor& response,
                   bool proto_names, Diagnostics& out);

}  // namespace bff::plan
