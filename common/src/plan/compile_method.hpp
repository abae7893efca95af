// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/descriptor.h>

#include <cstdint>
#include <string>

#include "base/diagnostics.hpp"
#include "plan/compile.hpp"

namespace bff::plan {

// Services and their methods, as routes name them. What is not there is reported at `place`, with
// the nearest name, and null.
const google::protobuf::ServiceDescriptor* find_service(const proto::Schema& schema,
                                                        const std::string& name, const Place& place,
                                                        Diagnostics& out);
const google::protobuf::MethodDescriptor* find_method(
    const google::protobuf::ServiceDescriptor& service, const std::string& name, const Place& place,
    Diagnostics& out);

// Who answers a method: C++ of this gateway, or an upstream.
struct CallTarget {
  const LocalMethod* local = nullptr;
  std::uint16_t upstream = 0;
};
// Reported at `place` when nobody does.
CallTarget find_target(const google::protobuf::MethodDescriptor& method,
                       const CompileContext& context, const Place& place, Diagnostics& out);

// Whether a method says of itself that it changes nothing: NO_SIDE_EFFECTS, or `get` of
// google.api.http.
bool is_read(const google::protobuf::MethodDescriptor& method);

}  // namespace bff::plan
