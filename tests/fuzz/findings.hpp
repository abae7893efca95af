// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/diagnostics.hpp"
#include "fuzz/target.hpp"

namespace bff::fuzz {

// What must hold of every problem that is reported: a stable code, words, and a place that is
// inside of its file. Only the place behind a line's last byte is outside.
inline void check_findings(const Diagnostics& out) {
  for (const Diagnostic& item : out.items()) {
    require(item.code.size() == 6 && item.code.starts_with("BFF"), "a problem has a code",
            item.code);
    require(!item.message.empty(), "a problem has words", item.code);
    const Place& place = item.place;
    if (place.source == nullptr) continue;
    require(place.line >= 1 && place.column >= 1, "a problem has a place", item.message);
    require(place.source->line_start(place.line) <= place.source->text().size(),
            "its line is inside of the file", item.message);
    const std::string& file = place.source->text();
    std::size_t width = place.source->line(place.line).size();
    const std::size_t end = place.source->line_start(place.line) + width;
    if (end < file.size() && file[end] == '\r') ++width;  // no part of the line, but of the file
    require(place.column <= width + 1, "its column is inside of the line", item.message);
    require(place.column - 1 + place.length <= width + 1, "so is its end", item.message);
  }
  const std::string text = out.text();
  require(out.empty() || text.ends_with("error\n") || text.ends_with("errors\n"),
          "the report counts", text);
}

}  // namespace bff::fuzz
