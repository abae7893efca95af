// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "bff/error.hpp"
#include "config/app_versions.hpp"
#include "runtime/http1/request.hpp"

namespace bff::runtime {

// Whether the app that sends this request is served. Error: app_outdated, with what the app may
// show: `minimum_version` and `update_url`.
Result<void> check_app_version(const config::AppVersions& versions, const http1::Request& request);

}  // namespace bff::runtime
