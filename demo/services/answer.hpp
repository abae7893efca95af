// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <grpcpp/grpcpp.h>

#include <string_view>

#include "demo/faults.hpp"

namespace demo {

// Answers one call as the service's behaviour wants it: with `served`, the status of what the
// handler wrote into the response, or with a failure; at once, or after the latency. The wait holds
// no thread, so any number of slow calls can be under way; a call that is cancelled meanwhile ends
// at once.
// `method` must outlive the call.
grpc::ServerUnaryReactor* answer(grpc::CallbackServerContext* context, Faults& faults,
                                 std::string_view method, const grpc::Status& served);

}  // namespace demo
