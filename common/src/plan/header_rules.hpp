// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "base/diagnostics.hpp"
#include "plan/route_file.hpp"

// Which headers, metadata and cookies a route file may name, and what may stand in them.
namespace bff::plan {

// request: read by a route; metadata: of a call, and of its answer; respond: of the route's answer.
enum class HeaderUse { request, metadata, respond };

// Letters, digits and !#$%&'*+-.^_`|~ (RFC 9110 §5.6.2).
bool is_token(std::string_view text) noexcept;
std::string lower_case(std::string_view text);

// False, and reported, when the name is none, or one that is not a route's to use so.
bool check_header_name(std::string_view name, const Place& place, HeaderUse use, Diagnostics& out);
// The same for a cookie's name.
bool check_cookie_name(std::string_view name, const Place& place, Diagnostics& out);

// Reports what of a value's plain text cannot stand in a header (or a cookie).
bool check_header_text(const ShapeSyntax& value, std::string_view what, bool cookie,
                       Diagnostics& out);

// `location`: whatever values go in, the client stays here or on a host that is written out.
void check_redirect(const ShapeSyntax& value, Diagnostics& out);

}  // namespace bff::plan
