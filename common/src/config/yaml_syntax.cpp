// SPDX-License-Identifier: Apache-2.0
#include "config/yaml_syntax.hpp"

#include <yaml-cpp/exceptions.h>

#include <algorithm>
#include <string>

namespace bff::config {
namespace {

struct Rewording {
  std::string_view theirs;
  std::string_view message;
  std::string_view remedy;
};

const Rewording rewordings[] = {
    {YAML::ErrorMsg::MAP_VALUE, "': ' cannot stand here",
     "quote the text that holds it, or mend the indentation"},
    {YAML::ErrorMsg::MAP_KEY, "a key cannot stand here", "mend the indentation"},
    {YAML::ErrorMsg::BLOCK_ENTRY, "'- ' cannot begin an element here",
     "begin the list on a line of its own"},
    {YAML::ErrorMsg::FLOW_END, "this bracket closes nothing", "remove it, or quote the text"},
    {YAML::ErrorMsg::EOF_IN_SCALAR, "a quoted text is not closed", "close the quote"},
    {YAML::ErrorMsg::DOC_IN_SCALAR, "a quoted text is not closed", "close the quote"},
    {YAML::ErrorMsg::END_OF_MAP, "this does not belong to the map before it",
     "mend the indentation"},
    {YAML::ErrorMsg::END_OF_SEQ, "this does not belong to the list before it",
     "mend the indentation"},
    {YAML::ErrorMsg::INVALID_HEX, "this escape wants hexadecimal digits", ""},
    {YAML::ErrorMsg::CHAR_IN_BLOCK, "only a comment may follow '|' or '>'",
     "begin the text on the next line, or quote it"},
};

std::string quoted(char c) { return std::string("'") + c + "'"; }

// The last character before `offset` on its line that is no space; NUL if there is none.
char before(std::string_view text, std::size_t offset) {
  while (offset > 0 && text[offset - 1] == ' ') --offset;
  return offset > 0 ? text[offset - 1] : '\0';
}

// "b:2", which is a plain text that the next line goes on with.
bool lacks_space(std::string_view line) {
  const std::size_t colon = line.find(':');
  return colon != std::string_view::npos && colon + 1 < line.size() && line[colon + 1] != ' ' &&
         line.find(": ") == std::string_view::npos;
}

}  // namespace

void report_syntax(const std::shared_ptr<const Source>& source, std::string_view message,
                   std::size_t offset, const Place* open, Diagnostics& out) {
  const std::string_view text = source->text();
  const Place place = place_at(source, offset, 1);
  const char here = offset < text.size() ? text[offset] : '\0';
  const char previous = before(text, offset);

  const bool in_flow =
      message == YAML::ErrorMsg::END_OF_MAP_FLOW || message == YAML::ErrorMsg::END_OF_SEQ_FLOW;
  if (in_flow && open != nullptr && here == '\0') {
    out.add(kSyntaxCode, *open, "this bracket is not closed", "close it");
  } else if (in_flow) {
    out.add(kSyntaxCode, place, "',' or a closing bracket is missing before " + quoted(here),
            std::string(kQuoteInFlow));
  } else if (message == YAML::ErrorMsg::UNKNOWN_TOKEN && here == '?') {
    out.add(kSyntaxCode, place, "'?' cannot stand here", std::string(kQuoteInFlow));
  } else if (message == YAML::ErrorMsg::UNKNOWN_TOKEN ||
             (message == YAML::ErrorMsg::END_OF_MAP && here == ',')) {
    out.add(kSyntaxCode, place, "a plain text cannot begin with " + quoted(here), "quote the text");
  } else if (message == YAML::ErrorMsg::END_OF_MAP && (previous == '}' || previous == ']')) {
    out.add(kSyntaxCode, place, "nothing may follow the closing bracket",
            "quote a text that begins with '{' or '['");
  } else if (message == YAML::ErrorMsg::END_OF_MAP && (previous == '"' || previous == '\'')) {
    out.add(kSyntaxCode, place, "nothing may follow the closing quote",
            "quote the whole text, with the other kind of quotes");
  } else if (message == YAML::ErrorMsg::MAP_VALUE && lacks_space(source->line(place.line - 1))) {
    out.add(kSyntaxCode, place, "': ' cannot stand here",
            "a space must follow the colon in line " + std::to_string(place.line - 1));
  } else if (message == YAML::ErrorMsg::UNKNOWN_ANCHOR) {
    const std::size_t end = std::min(text.find_first_of(" ,]}\r\n", offset), text.size());
    out.add("BFF105", place_at(source, offset, end - offset),
            "an alias, '" + std::string(text.substr(offset, end - offset)) + "'",
            "write the value out");
  } else if (message.starts_with(YAML::ErrorMsg::INVALID_UNICODE)) {
    out.add(kSyntaxCode, place, "this escape is no character of Unicode",
            "write the character itself, or \\U with its eight digits");
  } else if (message.starts_with(YAML::ErrorMsg::INVALID_ESCAPE)) {
    out.add(kSyntaxCode, place, "unknown escape", "write '\\\\' for a backslash");
  } else {
    for (const Rewording& known : rewordings) {
      if (message == known.theirs) {
        out.add(kSyntaxCode, place, std::string(known.message), std::string(known.remedy));
        return;
      }
    }
    out.add(kSyntaxCode, place, "no valid YAML: " + std::string(message));
  }
}

}  // namespace bff::config
