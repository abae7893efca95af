// SPDX-License-Identifier: Apache-2.0
#include "support/documents.hpp"

#include "support/temp_folder.hpp"

namespace bff::test {

std::vector<std::string> blocks(const std::string& document, const std::string& language) {
  const auto text = read_file(BFF_SOURCE_DIR "/" + document);
  std::vector<std::string> found;
  const std::string open = "```" + language + "\n";
  for (auto at = text.find("\n" + open); at != std::string::npos; at = text.find("\n" + open, at)) {
    const auto begin = at + 1 + open.size();
    at = text.find("\n```", begin);
    found.push_back(text.substr(begin, at + 1 - begin));
  }
  return found;
}

}  // namespace bff::test
