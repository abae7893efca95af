// SPDX-License-Identifier: Apache-2.0
#include "framing/sse.hpp"

#include <algorithm>

#include "json/writer.hpp"

namespace bff::framing::sse {
namespace {

constexpr std::string_view kBreaks = "\r\n";

bool holds(std::string_view text, std::string_view any) noexcept {
  return text.find_first_of(any) != std::string_view::npos;
}

// One line of the stream for each line of the text.
void append_lines(std::string& out, std::string_view field, std::string_view text) {
  for (;;) {
    const std::size_t end = text.find_first_of(kBreaks);
    out.append(field).append(text.substr(0, end)) += '\n';
    if (end == std::string_view::npos) return;
    text.remove_prefix(end);
    text.remove_prefix(text.starts_with("\r\n") ? 2 : 1);
  }
}

void append_head(std::string& out, const Head& head) {
  constexpr std::string_view kNotInIds{"\0\r\n", 3};
  if (head.id && !holds(*head.id, kNotInIds)) append_lines(out, "id: ", *head.id);
  if (!head.event.empty() && !holds(head.event, kBreaks)) append_lines(out, "event: ", head.event);
}

}  // namespace

void append_event(std::string& out, const Head& head, std::string_view data) {
  append_head(out, head);
  append_lines(out, "data: ", data);
  out += '\n';
}

void begin_event(std::string& out, const Head& head) {
  append_head(out, head);
  out += "data: ";
}

void end_event(std::string& out) { out += "\n\n"; }

void append_retry(std::string& out, std::chrono::milliseconds wait) {
  out += "retry: ";
  {
    json::Appender digits{out};
    json::append_int(digits, std::max<std::int64_t>(wait.count(), 0));
  }
  out += "\n\n";
}

void append_comment(std::string& out, std::string_view text) {
  append_lines(out, text.empty() ? ":" : ": ", text);
  out += '\n';
}

}  // namespace bff::framing::sse
