// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "bff/error.hpp"

namespace bff::runtime {

// Of a file with the secret by which a provider knows this client. A file often ends in a line
// end, and a secret never does. Error.internal: "it is empty".
inline Result<std::string> client_secret_of(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  if (text.empty()) return Error{.internal = "it is empty"};
  return text;
}

}  // namespace bff::runtime
