// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>

#include "plan/route_file.hpp"
#include "proto/schema.hpp"

namespace bff::plan {

// The routes that the rpcs of a service declare by options (docs/routes.md, "The proto form"): the
// map that a route file would hold in their place, with its places in the .proto. All problems go
// to `out`; `named_at` is where gateway.yaml names the service. Empty when no proto has it.
std::optional<config::Node> proto_form(const proto::Schema& schema, const std::string& service,
                                       const Place& named_at, Diagnostics& out);

// The same, parsed as a route file is, each value of a shape with the field that declares it.
std::optional<RouteFile> parse_proto_form(const proto::Schema& schema, const std::string& service,
                                          const Place& named_at, Diagnostics& out);

}  // namespace bff::plan
