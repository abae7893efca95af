// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string_view>

#include "base/diagnostics.hpp"
#include "plan/map_reader.hpp"
#include "plan/route_file.hpp"

namespace bff::plan {

// Reads `default`, `min` and `max` of a declared input, each by itself. `type` is one of the
// language's, or empty where it could not be read: then any value is taken.
void read_values(const MapReader& map, std::string_view type, bool repeated,
                 ParameterSyntax& parameter, Diagnostics& out);

// A regular expression that RE2 takes, for a text.
std::optional<LocatedText> read_pattern(const config::Node& node, std::string_view type,
                                        Diagnostics& out);

// Holds the values of one parameter against each other. `route` is null, or the parameter that a
// view narrows; what the view does not set is then the route's. Precondition: they fit the type.
void check_values(const ParameterSyntax& parameter, const ParameterSyntax* route, Diagnostics& out);

}  // namespace bff::plan
