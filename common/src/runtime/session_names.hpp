// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"
#include "plan/route_file.hpp"
#include "route/router.hpp"
#include "runtime/session_setup.hpp"

namespace bff::runtime {

// Whether a cookie of this name is, or may be taken for, one of `auth.sessions`: with whichever
// prefix, and whatever stands behind it.
bool is_session_cookie(const SessionSetup& setup, std::string_view name) noexcept;

// That no route reads or sets the sessions' cookies, or serves their endpoints. Problems, with the
// places of the routes, go to `out`.
void check_session_names(const SessionSetup& setup, const std::vector<plan::RouteFile>& files,
                         const route::Router& router, Diagnostics& out);

}  // namespace bff::runtime
