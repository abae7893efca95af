// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <optional>

#include "config/node.hpp"

namespace bff::config {

// Reads a file by its name: `.json` as JSON, every other as YAML. Adds every problem found to
// `out` (BFF1xx); nullopt when there was any.
std::optional<Node> load_document(const std::shared_ptr<const Source>& source, Diagnostics& out);

// Reads a JSON text (RFC 8259, strictly) to the nodes that the same YAML would give. Texts are
// quoted ones. yaml-cpp would read most of it, but not pairs of surrogates ("\ud83d\ude00").
// Refused beside what is no JSON: duplicate keys, nesting deeper than 64.
std::optional<Node> load_json(const std::shared_ptr<const Source>& source, Diagnostics& out);

}  // namespace bff::config
