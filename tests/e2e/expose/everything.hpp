// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "support/served_routes.hpp"
#include "support/temp_folder.hpp"

// a_bit_of_everything.proto of the conformance data, which nobody here wrote: about every kind of
// binding and field that there is.
namespace bff::test {

inline const std::string kEverything = "grpc.gateway.examples.internal.proto.examplepb.";

// Writes it to `folder`, with stand-ins for what it imports of other projects and without their
// options; its services, of whose first one `omit` is left out, as they are exposed.
ServedRoutes exposed_everything(const TempFolder& folder, const std::string& omit);

// What answers. Methods whose answer is of their request's type give the request back.
DynamicServer::Methods everything();

}  // namespace bff::test
