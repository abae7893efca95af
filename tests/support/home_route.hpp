// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

namespace bff::test {

// The home screen's route file as it is shipped, `more` behind it: views of further clients.
std::string home_route(const std::string& more = "");

}  // namespace bff::test
