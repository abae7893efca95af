// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/options.hpp"
#include "config/environment.hpp"

namespace bff::app {

// `check`: reports every problem of the configuration and its routes; 1 when there is any. As text
// problems go to standard error; in the formats for programs everything goes to standard output.
int check(const Options& options, const config::Environment& environment);

}  // namespace bff::app
