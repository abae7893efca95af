// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>

#include "auth/policy.hpp"

namespace bff::runtime {

// The methods by which a route's callers may show who they are, the one that is asked first in
// front: those that it names, or all.
inline std::span<const auth::Method> methods_of(const auth::Policy& policy) {
  static constexpr auth::Method kAll[] = {auth::Method::bearer, auth::Method::api_key,
                                          auth::Method::session};
  if (policy.methods.empty()) return kAll;
  return policy.methods;
}

}  // namespace bff::runtime
