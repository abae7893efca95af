// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <vector>

#include "auth/verifier.hpp"
#include "base/diagnostics.hpp"
#include "config/gateway.hpp"
#include "runtime/issuer_keys.hpp"
#include "runtime/key_file.hpp"

namespace bff::runtime {

// Who verifies tokens, with the keys that files hold, which go to `files` too; where the others are
// fetched goes to `sources`. Nothing when no issuer is configured. Problems go to `out`.
std::optional<auth::Verifier> load_issuers(const config::Auth& config,
                                           std::vector<KeySource>& sources,
                                           std::vector<KeyFile>& files, Diagnostics& out);

}  // namespace bff::runtime
