// SPDX-License-Identifier: Apache-2.0
#include "config/text_check.hpp"

#include <algorithm>
#include <cstdio>
#include <string>

#include "json/writer.hpp"

namespace bff::config {
namespace {

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

// The first byte that is not of a valid UTF-8 sequence; the size when there is none.
std::size_t first_invalid(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    if (static_cast<unsigned char>(text[i]) >= 0xc0) {
      while (end < text.size() && is_continuation(text[end])) ++end;
    }
    if (!json::valid_utf8(text.substr(i, end - i))) return i;
    i = end;
  }
  return text.size();
}

std::string hex(char c) {
  char text[5];
  std::snprintf(text, sizeof text, "0x%02x", static_cast<unsigned char>(c));
  return text;
}

void check_line(std::string_view line, const Place& start, Diagnostics& out) {
  const auto at = [&](std::size_t offset) {
    return start.part(static_cast<std::uint32_t>(offset), 1);
  };
  if (!json::valid_utf8(line)) {
    const std::size_t bad = first_invalid(line);
    out.add("BFF101", at(bad), "the byte " + hex(line[bad]) + " is no valid UTF-8",
            "save the file as UTF-8");
    return;
  }
  if (line.starts_with('%')) {
    out.add("BFF108", at(0), "a YAML directive", "remove the line");
    return;
  }
  const std::size_t first = line.find_first_not_of(' ');
  const bool comment = first != std::string_view::npos && line[first] == '#';
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '\t' && !comment) {
      out.add("BFF103", at(i), "a tab", "write spaces, or \\t within double quotes");
      return;
    }
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f) {
      out.add("BFF101", at(i), "the control character " + hex(c),
              "remove it, or write it as an escape within double quotes");
      return;
    }
  }
}

}  // namespace

bool check_text(const std::shared_ptr<const Source>& source, Diagnostics& out) {
  const std::size_t before = out.size();
  if (source->text().starts_with("\xef\xbb\xbf")) {
    out.add("BFF101", place_at(source, 0, 0), "a byte order mark",
            "save the file as UTF-8 without one");
    return false;
  }
  const std::uint32_t lines = source->line_of(source->text().size());
  for (std::uint32_t line = 1; line <= lines; ++line) {
    check_line(source->line(line), {.source = source, .line = line, .column = 1}, out);
  }
  return out.size() == before;
}

}  // namespace bff::config
