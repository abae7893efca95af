// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

namespace bff::test {

// The fenced blocks of a language in a document of the project ("docs/routes.md"), in order.
std::vector<std::string> blocks(const std::string& document, const std::string& language);

}  // namespace bff::test
