// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "contract/typescript.hpp"

namespace bff::plan {

// What stands between two marks, without them.
inline std::string between(const std::string& text, const std::string& from,
                           const std::string& to) {
  const auto begin = text.find(from);
  if (begin == text.npos) return "no " + from;
  return text.substr(begin + from.size(), text.find(to, begin) - begin - from.size());
}

// The keys of what the route `thing` answers, as TypeScript says them: lines.
inline std::string answer_type(const contract::Contract& contract) {
  return between(contract::to_typescript(contract), "interface ThingResponse {\n", "}\n\n/**");
}

// The same on one line, without the member that partial answers add.
inline std::string answer_type_on_one_line(const contract::Contract& contract) {
  std::string lines = answer_type(contract), line;
  lines = lines.substr(0, lines.find("  /** What failed without failing the route"));
  for (const char c : lines) {
    if (c != '\n' && c != ' ') {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  if (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

}  // namespace bff::plan
