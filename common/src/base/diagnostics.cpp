// SPDX-License-Identifier: Apache-2.0
#include "base/diagnostics.hpp"

#include <algorithm>
#include <cstdio>

#include "base/sorted_problems.hpp"

namespace bff {
namespace {

constexpr std::size_t kGutter = 5;  // digits of a line number
constexpr std::size_t kShownLine =
    200;  // bytes of a source line; a longer one is cut around the caret

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }
bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

// Values of files end up on terminals and in logs: one line, no escape sequences.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!is_control(c)) {
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else {
      char escaped[5];
      std::snprintf(escaped, sizeof escaped, "\\x%02x", static_cast<unsigned char>(c));
      out += escaped;
    }
  }
  return out;
}

// The width in characters, which is what carets are aligned by; bytes are what places count.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

struct Excerpt {
  std::string text;
  std::size_t caret;   // characters before the caret
  std::size_t carets;  // characters, at least 1
};

Excerpt excerpt(std::string_view line, std::size_t column, std::size_t length) {
  std::size_t begin = std::min(column > 0 ? column - 1 : 0, line.size());
  std::size_t end = std::min(begin + length, line.size());
  std::string prefix, suffix;
  if (line.size() > kShownLine) {
    std::size_t first = begin > kShownLine / 2 ? begin - kShownLine / 2 : 0;
    while (first < begin && is_continuation(line[first])) ++first;
    std::size_t last = std::min(first + kShownLine, line.size());
    while (last > begin && last < line.size() && is_continuation(line[last])) --last;
    if (first > 0) prefix = "...";
    if (last < line.size()) suffix = "...";
    line = line.substr(first, last - first);
    begin -= first;
    end = std::min(end - first, line.size());
  }
  Excerpt out;
  out.caret = width(prefix) + width(line.substr(0, begin));
  out.carets = std::max<std::size_t>(1, width(line.substr(begin, end - begin)));
  out.text = prefix;
  for (const char c : line) out.text += c == '\t' ? ' ' : is_control(c) ? '?' : c;
  out.text += suffix;
  return out;
}

void append(std::string& out, const Diagnostic& d) {
  if (d.place.source) {
    out += d.place.source->path() + ":";
    if (d.place.line > 0) {
      out += std::to_string(d.place.line) + ":" + std::to_string(d.place.column) + ":";
    }
    out += " ";
  }
  out += "error[" + d.code + "]: " + one_line(d.message) + "\n";

  const std::string blank(kGutter, ' ');
  if (!d.place.source || d.place.line == 0) {
    if (!d.remedy.empty()) out += blank + " = " + one_line(d.remedy) + "\n";
    return;
  }
  const std::string number = std::to_string(d.place.line);
  const Excerpt shown = excerpt(d.place.source->line(d.place.line), d.place.column, d.place.length);
  out += std::string(kGutter > number.size() ? kGutter - number.size() : 0, ' ') + number + " | ";
  out += shown.text + "\n";
  out += blank + " | " + std::string(shown.caret, ' ') + std::string(shown.carets, '^');
  if (!d.remedy.empty()) out += " " + one_line(d.remedy);
  out += "\n";
}

// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours cost 1.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] =
          std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1] ? 1 : 0)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

Source::Source(std::string path, std::string text)
    : path_(std::move(path)), text_(std::move(text)) {
  line_starts_.push_back(0);
  for (std::size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n') line_starts_.push_back(i + 1);
  }
}

std::string_view Source::line(std::uint32_t number) const {
  if (number == 0 || number > line_starts_.size()) return {};
  const std::size_t begin = line_starts_[number - 1];
  std::size_t end = number < line_starts_.size() ? line_starts_[number] - 1 : text_.size();
  if (end > begin && text_[end - 1] == '\r') --end;
  return std::string_view(text_).substr(begin, end - begin);
}

std::uint32_t Source::line_of(std::size_t offset) const {
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  return static_cast<std::uint32_t>(after - line_starts_.begin());
}

Place place_at(std::shared_ptr<const Source> source, std::size_t offset, std::size_t size) {
  offset = std::min(offset, source->text().size());
  const std::uint32_t line = source->line_of(offset);
  const std::size_t start = source->line_start(line);
  const std::size_t end = std::max(offset, start + source->line(line).size());
  return {.source = std::move(source),
          .line = line,
          .column = static_cast<std::uint32_t>(offset - start + 1),
          .length = static_cast<std::uint32_t>(std::min(size, end - offset))};
}

Place Place::part(std::uint32_t offset, std::uint32_t size) const {
  return {.source = source, .line = line, .column = column + offset, .length = size};
}

void Diagnostics::add(std::string_view code, const Place& place, std::string message,
                      std::string remedy) {
  // What several routes share is checked for each of them, and its problem told once.
  for (const Diagnostic& known : items_) {
    if (known.place.line == place.line && known.place.column == place.column &&
        known.place.source == place.source && known.code == code && known.message == message) {
      return;
    }
  }
  items_.push_back({.code = std::string(code),
                    .place = place,
                    .message = std::move(message),
                    .remedy = std::move(remedy)});
}

std::string Diagnostics::text() const {
  const auto shown = sorted(*this);
  std::string out;
  for (const Diagnostic* item : shown) append(out, *item);
  return out + std::to_string(shown.size()) + (shown.size() == 1 ? " error\n" : " errors\n");
}

std::string_view nearest(std::string_view name, const std::vector<std::string_view>& candidates) {
  const std::size_t limit = std::max<std::size_t>(1, name.size() / 3);
  std::string_view best;
  std::size_t best_distance = limit + 1;
  for (const std::string_view candidate : candidates) {
    const std::size_t longer = std::max(name.size(), candidate.size());
    if (longer - std::min(name.size(), candidate.size()) > limit) continue;
    const std::size_t distance = edit_distance(name, candidate);
    // Something must be shared: 'a' is not meant as 'b'.
    if (distance < best_distance && distance < longer) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view name, const std::vector<std::string_view>& candidates) {
  const std::string_view meant = nearest(name, candidates);
  return meant.empty() ? std::string() : "did you mean '" + std::string(meant) + "'?";
}

}  // namespace bff
