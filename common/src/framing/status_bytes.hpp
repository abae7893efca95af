// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "framing/rpc_status.hpp"

namespace bff::framing {

// A google.rpc.Status as protobuf, as grpc-status-details-bin holds it.
void append_status(std::string& out, const RpcStatus& status);

}  // namespace bff::framing
