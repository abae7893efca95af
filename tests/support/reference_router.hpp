// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "route/path_template.hpp"

namespace bff::test {

// Path templates by trial, a template at a time: slow, and written after docs/transcoding.md, not
// after the router. Paths are canonical here and hold no `%`.

// The values of the template's variables if it matches.
std::optional<std::vector<std::string>> values_in(const route::PathTemplate& made,
                                                  std::string_view path);

// Whether both match the same paths, so that a router takes one of them only.
bool equivalent(const route::PathTemplate& a, const route::PathTemplate& b);

// Which of two wins that match the same path and are not equivalent.
bool wins(const route::PathTemplate& a, const route::PathTemplate& b);

}  // namespace bff::test
