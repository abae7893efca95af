// SPDX-License-Identifier: Apache-2.0
#include "framing/ndjson.hpp"

namespace bff::framing::ndjson {

void append_line(std::string& out, std::string_view json) {
  for (;;) {
    const std::size_t end = json.find_first_of("\r\n");
    out += json.substr(0, end);
    if (end == std::string_view::npos) break;
    out += ' ';
    json.remove_prefix(end + 1);
  }
  end_line(out);
}

}  // namespace bff::framing::ndjson
