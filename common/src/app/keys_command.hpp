// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/options.hpp"
#include "config/environment.hpp"

namespace bff::app {

// Lists, makes and revokes the keys of `auth.api_keys`, in their file or in Redis. A new key is
// printed once, and kept nowhere. 1 where gateway.yaml or what keeps them has problems, 2 for a key
// that is not there.
int keys(const Options& options, const config::Environment& environment);

}  // namespace bff::app
