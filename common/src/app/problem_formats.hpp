// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string>

#include "base/diagnostics.hpp"

namespace bff::app {

// The problems of a configuration for programs, in the order of sorted(). Bytes that
// are no UTF-8 are shown as U+FFFD.

// {"count": 1, "problems": [{code, severity, message, remedy, file, line, column, length,
// source}]}. Line and column are those of the text, columns in bytes; what has no place has nulls
// there.
std::string problems_json(const Diagnostics& problems);

// SARIF 2.1.0 (OASIS), one run. Columns are characters, as `columnKind` says.
std::string problems_sarif(const Diagnostics& problems);

// Workflow commands of GitHub Actions, one a line: it shows them beside the changed lines.
std::string problems_github(const Diagnostics& problems);

// Where a problem stands in characters, from 1; `end` is behind the last one. Precondition: the
// place has a line.
struct Columns {
  std::size_t begin, end;
};
Columns columns_of(const Place& place);

}  // namespace bff::app
