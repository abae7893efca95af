// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "base/diagnostics.hpp"

namespace bff::config {

// Refuses what no file of ours may hold, before the YAML parser sees it: invalid UTF-8, a byte
// order mark, control characters, tabs (but in lines that are only a comment), YAML directives.
// yaml-cpp would guess another encoding, or end the text at U+0004, without a word.
// At most one problem a line, codes BFF101, BFF103 and BFF108. True when there was none.
bool check_text(const std::shared_ptr<const Source>& source, Diagnostics& out);

}  // namespace bff::config
