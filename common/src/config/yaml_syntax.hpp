// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <memory>
#include <string_view>

#include "base/diagnostics.hpp"

namespace bff::config {

// Says in this project's words what yaml-cpp stumbled upon at byte `offset`. `open`: the place of
// the innermost `{` or `[` that is not closed, if the parser was within one.
void report_syntax(const std::shared_ptr<const Source>& source, std::string_view message,
                   std::size_t offset, const Place* open, Diagnostics& out);

// The code of syntax problems, and the remedy for texts that `{ }` and `[ ]` would cut.
inline constexpr std::string_view kSyntaxCode = "BFF102";
inline constexpr std::string_view kQuoteInFlow =
    "within { } and [ ] quote a text that holds '?', '[', ']', '{', '}' or ','";

}  // namespace bff::config
