// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "base/diagnostics.hpp"

namespace bff {

// As they are shown: by path, line and column, exact repeats dropped. Valid until the next add().
std::vector<const Diagnostic*> sorted(const Diagnostics& problems);

}  // namespace bff
