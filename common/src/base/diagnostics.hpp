// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bff {

// A text that an operator wrote, kept to quote its lines. Immutable after construction.
class Source {
 public:
  Source(std::string path, std::string text);
  const std::string& path() const noexcept { return path_; }
  const std::string& text() const noexcept { return text_; }
  // 1-based, without its line end; empty beyond the last.
  std::string_view line(std::uint32_t number) const;
  // The number of the line that holds byte `offset`; the last line for one beyond the text.
  std::uint32_t line_of(std::size_t offset) const;
  // The offset of the line's first byte. Precondition: the line exists.
  std::size_t line_start(std::uint32_t number) const { return line_starts_[number - 1]; }

 private:
  std::string path_, text_;
  std::vector<std::size_t> line_starts_;
};

// A piece of a Source on one line. Line and column are 1-based, in bytes; length 0 points at a
// place. `source` null: a problem without a file (the command line, the environment).
struct Place {
  std::shared_ptr<const Source> source;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t length = 0;

  // The part of this place from byte `offset`, `size` bytes long (for errors inside expressions).
  Place part(std::uint32_t offset, std::uint32_t size) const;
};

// The place of `size` bytes from byte `offset` of the text on; cut at the end of their line.
Place place_at(std::shared_ptr<const Source> source, std::size_t offset, std::size_t size);

// One problem that an operator can mend. `code` is stable ("BFF204").
struct Diagnostic {
  std::string code;
  Place place;
  std::string message;  // what is wrong, quoting the value
  std::string remedy;   // what to write instead, or the nearest name; shown behind the caret
};

// Collects every problem, so that all are reported at once. Not thread-safe.
class Diagnostics {
 public:
  // The same problem at the same place is kept once.
  void add(std::string_view code, const Place& place, std::string message, std::string remedy = "");
  bool empty() const noexcept { return items_.empty(); }
  std::size_t size() const noexcept { return items_.size(); }
  const std::vector<Diagnostic>& items() const noexcept { return items_; }
  // Sorted by path, line, column; exact repeats dropped; each as
  //   path:line:col: error[BFF204]: message
  //      41 |   source line
  //         |     ^^^^ remedy
  // and a last line "2 errors" ("1 error"). A tab in a source line is shown as one space.
  std::string text() const;

 private:
  std::vector<Diagnostic> items_;
};

// The candidate nearest to `name` by edit distance, if it is near enough to be meant
// (at most a third of the length, at least 1, transpositions count once); empty otherwise.
std::string_view nearest(std::string_view name, const std::vector<std::string_view>& candidates);

// "did you mean 'display_name'?" or "" when nothing is near.
std::string did_you_mean(std::string_view name, const std::vector<std::string_view>& candidates);

}  // namespace bff
