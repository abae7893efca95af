// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "app/problem_formats.hpp"
#include "base/sorted_problems.hpp"

namespace bff::app {
namespace {

// What ends a command, or one of its properties, is percent-encoded.
std::string escaped(std::string_view text, bool property) {
  std::string out;
  for (const char c : text) {
    if (c == '%') {
      out += "%25";
    } else if (c == '\r') {
      out += "%0D";
    } else if (c == '\n') {
      out += "%0A";
    } else if (property && c == ':') {
      out += "%3A";
    } else if (property && c == ',') {
      out += "%2C";
    } else {
      out += c;
    }
  }
  return out;
}

std::string place_text(const Place& place) {
  if (!place.source) return "";
  std::string out = "file=" + escaped(place.source->path(), true) + ",";
  if (place.line == 0) return out;
  const Columns columns = columns_of(place);
  return out + "line=" + std::to_string(place.line) + ",col=" + std::to_string(columns.begin) +
         ",endColumn=" + std::to_string(columns.end) + ",";
}

// Code points: bytes that do not continue one.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

}  // namespace

Columns columns_of(const Place& place) {
  const std::string_view line = place.source->line(place.line);
  const std::size_t begin =
      std::min<std::size_t>(place.column > 0 ? place.column - 1 : 0, line.size());
  const std::size_t first = characters(line.substr(0, begin)) + 1;
  return {first, first + characters(line.substr(begin, place.length))};
}

std::string problems_github(const Diagnostics& problems) {
  std::string out;
  for (const Diagnostic* problem : sorted(problems)) {
    const std::string text =
        problem->message + (problem->remedy.empty() ? "" : "\n" + problem->remedy);
    out += "::error " + place_text(problem->place) + "title=" + escaped(problem->code, true) +
           "::" + escaped(text, false) + "\n";
  }
  return out;
}

}  // namespace bff::app
