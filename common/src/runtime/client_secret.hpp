// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <string>

#include "bff/error.hpp"

namespace bff::runtime {

// Of a file with the secret by which a provider knows this client. A file often ends in a line
// end, and a secret never does: it is visible ASCII and blanks (RFC 6749 §A.2). Error.internal: "it
// is empty".
inline Result<std::string> client_secret_of(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  if (text.empty()) return Error{.internal = "it is empty"};
  if (std::ranges::any_of(text, [](char c) { return c < ' ' || c > '~'; })) {
    return Error{.internal = "it is not one line of visible ASCII"};
  }
  return text;
}

}  // namespace bff::runtime
