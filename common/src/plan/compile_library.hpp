// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "base/diagnostics.hpp"
#include "plan/compile_scope.hpp"

namespace bff::plan {

// What the routes of `file` can name: its own calls and shapes, and those of the files that it
// imports, and they import, all of which are among `files`. A name of two files is reported.
Library library_of(const RouteFile& file, const std::vector<RouteFile>& files, Diagnostics& out);

}  // namespace bff::plan
