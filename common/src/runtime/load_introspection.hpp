// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <vector>

#include "auth/verifier.hpp"
#include "base/diagnostics.hpp"
#include "config/gateway.hpp"
#include "runtime/introspector.hpp"

namespace bff::runtime {

// What of the issuer's tokens it is asked about.
auth::IssuerRules::Asking asking_of(const config::Issuer& issuer);

// Where the issuers of `verifier` are asked, with the secrets that files hold. Problems go to
// `out`.
std::vector<IntrospectionSource> load_introspection(const config::Auth& config,
                                                    const std::optional<auth::Verifier>& verifier,
                                                    Diagnostics& out);

}  // namespace bff::runtime
