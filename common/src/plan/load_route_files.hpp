// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <vector>

#include "plan/route_file.hpp"

namespace bff::plan {

// Parses the sources and every file that they import, directly or by way of others, each once:
// first the sources, in their order, behind them what is only imported. All problems go to `out`;
// an import that cannot be read is one.
std::vector<RouteFile> load_route_files(std::vector<std::shared_ptr<const Source>> sources,
                                        Diagnostics& out);

// Where `import` of the file at `path` leads to.
std::string imported_path(const std::string& path, const std::string& import);

}  // namespace bff::plan
