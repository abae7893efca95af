// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <optional>

#include "config/node.hpp"

namespace bff::config {

// Reads one YAML document with yaml-cpp's event parser and refuses what yaml-cpp would silently
// accept: duplicate keys, anchors, aliases, `<<`, tags, tabs as indentation, a second document,
// keys that are no texts, nesting deeper than 64, invalid UTF-8, a byte order mark.
// Adds every problem found to `out` (codes BFF1xx); nullopt when there was any.
// Plain `true false null` and JSON numbers are such; `yes`, `on`, `1_000`, `012` and dates are
// texts, and so is everything quoted. An empty document is a null node.
// Also refused: a plain text that begins with `$` and holds an odd number of double quotes
// : an expression whose quote was cut by ` #` or `: ` (remedy: quote the whole text).
std::optional<Node> load_yaml(const std::shared_ptr<const Source>& source, Diagnostics& out);

}  // namespace bff::config
