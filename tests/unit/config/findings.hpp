// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>

#include "base/diagnostics.hpp"

namespace bff::config::test {

inline std::shared_ptr<const Source> source(std::string text, std::string path = "test.yaml") {
  return std::make_shared<const Source>(std::move(path), std::move(text));
}

// Each problem as "line:column+length code message | remedy", in the order of its report.
inline std::string findings(const Diagnostics& out) {
  std::string text;
  for (const Diagnostic& d : out.items()) {
    if (!text.empty()) text += "\n";
    text += std::to_string(d.place.line) + ":" + std::to_string(d.place.column) + "+" +
            std::to_string(d.place.length) + " " + d.code + " " + d.message;
    if (!d.remedy.empty()) text += " | " + d.remedy;
  }
  return text;
}

}  // namespace bff::config::test
