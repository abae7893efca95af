// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "support/served_routes.hpp"

namespace bff::test {

// The library of library.proto, which says what it was asked, in the answer's `title` or as books
// whose titles are the requests.
DynamicServer::Methods library();

// A gateway that exposes it; `keys` are more lines of the `expose` entry, `file` more of the file.
ServedRoutes exposed_library(const std::string& keys = "", const std::string& file = "",
                             const std::string& more = "");

}  // namespace bff::test
