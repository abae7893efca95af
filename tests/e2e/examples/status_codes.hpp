// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace bff::test {

// Status codes of gRPC (google.rpc.Code).
inline constexpr int kInvalidArgument = 3, kNotFound = 5, kPermissionDenied = 7,
                     kResourceExhausted = 8, kFailedPrecondition = 9, kInternal = 13,
                     kUnavailable = 14, kUnauthenticated = 16;

}  // namespace bff::test
