// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"
#include "config/node.hpp"
#include "plan/located_scalar.hpp"
#include "plan/map_reader.hpp"
#include "plan/route_file.hpp"
#include "route/path_template.hpp"

namespace bff::plan {

// The parsers of a route file's parts, a source file each. All report their problems to `out`
// and return what could be read.

// Empty when the node is no map.
std::optional<RouteSyntax> parse_route(const config::Node& node, Diagnostics& out);

// What routes do not have yet of a template that is well-formed: the first `*`, `**`, segment with
// `{name=` or `:verb` in its text, else empty.
std::string_view beyond_routes(std::string_view text);
// The path of `http`, which begins at `at`. False when it is no path, or none that a route may have
// yet.
bool parse_path(const LocatedScalar& http, std::size_t at, route::PathTemplate& out_path,
                Diagnostics& out);

// `query`, `header` or `cookie` of a route.
enum class InputKind { query, header, cookie };
std::vector<ParameterSyntax> parse_parameters(const config::Node& node, InputKind kind,
                                              Diagnostics& out);
// `path:` of a route; `path` is null when the route's path could not be read.
std::vector<ParameterSyntax> parse_path_parameters(const config::Node& node,
                                                   const route::PathTemplate* path,
                                                   Diagnostics& out);
// `query:` of a view, which may only narrow what the route declares.
std::vector<ParameterSyntax> parse_view_query(const config::Node& node,
                                              std::span<const ParameterSyntax> declared,
                                              Diagnostics& out);

// `expose` of a file.
std::vector<ExposeSyntax> parse_exposes(const config::Node& node, Diagnostics& out);

std::optional<AuthSyntax> parse_auth(const config::Node& node, Diagnostics& out);
std::vector<RequireSyntax> parse_require(const config::Node& node, Diagnostics& out);
std::optional<RespondSyntax> parse_respond(const config::Node& node, const Place& place,
                                           bool has_shape, Diagnostics& out);

std::optional<StreamSyntax> parse_stream(const config::Node& node, Diagnostics& out);
// A text, a number, true, false, or an expression, such as a header can hold; null when it is none.
ShapeSyntaxPtr parse_text_value(const config::Node& node, const std::string& what,
                                Diagnostics& out);

// `calls`, of a route or a file, and the parts of one call.
std::vector<CallSyntax> parse_calls(const config::Node& node, Diagnostics& out);
// `batch`, `for_each`, `max`, `index` and `group`.
void parse_table(const MapReader& map, CallSyntax& call, Diagnostics& out);
std::optional<OnErrorSyntax> parse_on_error(const config::Node& node, Diagnostics& out);
std::optional<DetailKinds> parse_error_details(const config::Node& node, Diagnostics& out);
RetrySyntax parse_retry(const config::Node& node, const Place& place, Diagnostics& out);
std::vector<NamedValueSyntax> parse_metadata(const config::Node& node, Diagnostics& out);

// A route's `shape`, or a named one; null when nothing of it could be read.
ShapeSyntaxPtr parse_shape(const config::Node& node, Diagnostics& out);
// A call's `with`: an object of request fields, or one expression.
ShapeSyntaxPtr parse_with(const config::Node& node, Diagnostics& out);
std::vector<NamedShapeSyntax> parse_shapes(const config::Node& node, Diagnostics& out);

// `declared`: the route's query parameters.
std::vector<ClientSyntax> parse_clients(const config::Node& node,
                                        std::span<const ParameterSyntax> declared,
                                        Diagnostics& out);

}  // namespace bff::plan
